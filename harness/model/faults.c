/* faults.c: violations of the models, one a row, each with the case that is meant to catch it. */
#include "choice.h"

#include <string.h>

static const struct fault_row rows[] = {
    {"unbound-refused", "linux", "unbound=EINVAL", "errors.unbound*", "", "listen() on an unbound TCP socket fails"},
};

size_t fault_count(void)
{
    return sizeof rows / sizeof rows[0];
}

const struct fault_row *fault_row(size_t index)
{
    return &rows[index];
}

const struct fault_row *fault_find(const char *name)
{
    for (size_t i = 0; i < fault_count(); i++)
        if (strcmp(rows[i].name, name) == 0)
            return &rows[i];
    return NULL;
}

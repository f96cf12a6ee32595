/* errors.c: names of the errors a model answers with. */
#include "errors.h"

#include <stddef.h>
#include <string.h>

static const struct {
    const char *name;
    int code;
} table[] = {
#define MODEL_ERROR_ROW(name, number) {#name, (number)},
    MODEL_ERRORS(MODEL_ERROR_ROW)
#undef MODEL_ERROR_ROW
};

const char *model_error_name(int code)
{
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (table[i].code == code)
            return table[i].name;
    return NULL;
}

int model_error_code(const char *name)
{
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (strcmp(table[i].name, name) == 0)
            return table[i].code;
    return 0;
}

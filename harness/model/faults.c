/* faults.c: violations of the models, each with the case that is meant to catch it: one a row of faults/AREA.inc. */
#include "choice.h"

#include <string.h>

static const struct fault_row rows[] = {
#include "faults/accept.inc"
#include "faults/addresses.inc"
#include "faults/backlog.inc"
#include "faults/beside.inc"
#include "faults/calls.inc"
#include "faults/documents.inc"
#include "faults/ending.inc"
#include "faults/errors.inc"
#include "faults/libraries.inc"
#include "faults/options.inc"
#include "faults/readiness.inc"
#include "faults/relisten.inc"
#include "faults/sharing.inc"
#include "faults/toolkit.inc"
#include "faults/winsock.inc"
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

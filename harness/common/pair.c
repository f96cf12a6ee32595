/* pair.c: lookup in a list of names and values. */
#include "pair.h"

#include <string.h>

const char *pairs_value(struct pairs pairs, const char *name)
{
    for (size_t i = 0; i < pairs.count; i++) {
        if (strcmp(pairs.items[i].name, name) == 0) {
            return pairs.items[i].value;
        }
    }
    return NULL;
}

/* pair.h: a name and its value, and lookup in a list of them. */
#ifndef LISTENCHECK_PAIR_H
#define LISTENCHECK_PAIR_H

#include <stddef.h>

/* Both strings are borrowed. */
struct pair {
    const char *name;
    const char *value;
};

struct pairs {
    const struct pair *items;
    size_t count;
};

const char *pairs_value(struct pairs pairs, const char *name); /* NULL when absent */

#endif

/* names.h: a table of strings: each distinct string has a small number, in order of first appearance. */
#ifndef LISTENCHECK_NAMES_H
#define LISTENCHECK_NAMES_H

#include "memory.h"

#define NAME_ABSENT ((size_t)-1)

/* A zeroed struct is an empty table. */
struct names {
    struct arena arena;
    const char **strings; /* strings[number]; owned by the table */
    size_t count;
    size_t capacity;
    size_t *slots; /* number + 1, or 0 */
    size_t slot_count;
};

size_t names_add(struct names *names, const char *string);        /* the number, new or old */
size_t names_find(const struct names *names, const char *string); /* the number, or NAME_ABSENT */
void names_free(struct names *names);

#endif

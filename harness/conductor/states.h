/* states.h: the scenarios that bring a socket into a named state (cases/states.rec), for `reach`. */
#ifndef LISTENCHECK_STATES_H
#define LISTENCHECK_STATES_H

#include "../common/problems.h"
#include "directory.h"
#include "statement.h"

struct state {
    const char *name;
    struct name_list families; /* none: all */
    struct statement *steps;
    size_t step_count;
    size_t line;
};

/* A zeroed struct holds no state. Several records may have one name for different families. */
struct states {
    struct arena arena;
    struct state *items;
    size_t count;
};

bool states_load(struct states *states, const char *path, struct problems *problems);
bool states_parse(struct states *states, const char *file, const char *bytes, size_t length, struct problems *problems);
void states_free(struct states *states);
/* NULL: there is no such state. *speaks_of_family is false where it is not one for this family. */
const struct state *states_find(const struct states *states, const char *name, const char *family, bool *speaks_of_family);

#endif

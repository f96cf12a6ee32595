/* directory.h: the names in a directory. */
#ifndef LISTENCHECK_DIRECTORY_H
#define LISTENCHECK_DIRECTORY_H

#include <stdbool.h>

#include "../common/memory.h"

struct name_list {
    size_t count;
    const char **names;
};

/* The names that end in suffix, sorted; names that begin with a dot are left out. False: it cannot be read. */
bool list_directory(struct arena *arena, const char *path, const char *suffix, struct name_list *out);

#endif

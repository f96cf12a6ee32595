/* handles.h: the table of named sockets. */
#ifndef LISTENCHECK_AGENT_HANDLES_H
#define LISTENCHECK_AGENT_HANDLES_H

#include "families.h"
#include "provider.h"

#include <stdbool.h>
#include <stddef.h>

enum { NAME_MOST = 63, TYPE_MOST = 15, PATH_MOST = 107 };

struct handle {
    char name[NAME_MOST + 1];
    descriptor socket;
    bool open;
    bool lingers; /* close may block */
    bool has_sent; /* bytes, or the end of the stream */
    bool asked_once;
    int asked; /* the backlog last asked of it */
    const struct family *family;
    char type[TYPE_MOST + 1];
    struct address last; /* what a closed one was bound to; ADDRESS_NONE where that is not known */
    char renamed[PATH_MOST + 1]; /* where its path went, or "" */
};

struct handles {
    struct handle **slots; /* open addressing; a closed handle keeps its slot until the table is cleared */
    size_t capacity, used, open;
};

bool name_valid(const char *name);

/* Also finds closed ones; NULL where the name was never used. */
struct handle *handles_find(const struct handles *handles, const char *name);
struct handle *handles_find_open(const struct handles *handles, const char *name);

/* A new open handle. NULL where the name is not valid or open already, or memory ends. */
struct handle *handles_add(struct handles *handles, const char *name, descriptor socket, const struct family *family, const char *type);
void handles_close(struct handles *handles, struct handle *handle);

/* Forget all; the descriptors are the caller's to close before. */
void handles_clear(struct handles *handles);

#endif

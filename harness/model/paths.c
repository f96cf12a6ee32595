/* paths.c: names of AF_UNIX sockets, in the file system and in the abstract name space. */
#include "inside.h"

#include <stdio.h>
#include <string.h>

int path_find(const struct machine *machine, const struct address *address)
{
    bool abstract = address->kind == ADDRESS_ABSTRACT;
    for (int i = 0; i < MACHINE_PATHS; i++) {
        const struct path *path = &machine->paths[i];
        if (path->used && path->present && path->abstract == abstract && strcmp(path->text, address->path) == 0)
            return i;
    }
    return NOBODY;
}

int path_make(struct machine *machine, const struct address *address, int socket)
{
    for (int i = 0; i < MACHINE_PATHS; i++) {
        struct path *path = &machine->paths[i];
        if (path->used)
            continue;
        path->used = true;
        path->present = true;
        path->abstract = address->kind == ADDRESS_ABSTRACT;
        path->socket = socket;
        path->owner = machine->processes[machine->process].user;
        memcpy(path->text, address->path, sizeof path->text);
        path->text[sizeof path->text - 1] = '\0';
        return i;
    }
    return NOBODY;
}

void path_leave(struct machine *machine, int socket)
{
    int index = machine->sockets[socket].path;
    if (index == NOBODY)
        return;
    struct path *path = &machine->paths[index];
    path->socket = NOBODY;
    if (path->abstract || !path->present)
        path->used = false;
}

void path_automatic(struct machine *machine, struct address *out)
{
    memset(out, 0, sizeof *out);
    out->kind = ADDRESS_ABSTRACT;
    (void)snprintf(out->path, sizeof out->path, "%05x", (unsigned)++machine->paths_made);
}

int machine_fresh_path(struct machine *machine, char *path, size_t size)
{
    int length = snprintf(path, size, "model/%d", ++machine->paths_made);
    return length > 0 && (size_t)length < size ? 0 : MODEL_EINVAL;
}

static struct path *present_path(struct machine *machine, const char *text)
{
    struct address address = {.kind = ADDRESS_PATH};
    if (strlen(text) >= sizeof address.path)
        return NULL;
    memcpy(address.path, text, strlen(text) + 1);
    int index = path_find(machine, &address);
    return index == NOBODY ? NULL : &machine->paths[index];
}

int machine_unlink(struct machine *machine, const char *text)
{
    struct path *path = present_path(machine, text);
    if (path == NULL)
        return MODEL_ENOENT;
    path->present = false;
    if (path->socket == NOBODY)
        path->used = false;
    return 0;
}

int machine_rename(struct machine *machine, const char *text, char *renamed, size_t size)
{
    struct path *path = present_path(machine, text);
    if (path == NULL)
        return MODEL_ENOENT;
    int status = machine_fresh_path(machine, renamed, size);
    if (status == 0 && strlen(renamed) < sizeof path->text)
        memcpy(path->text, renamed, strlen(renamed) + 1);
    return status;
}

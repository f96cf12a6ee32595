/* handles.c: names to descriptors, by open addressing. */
#include "handles.h"
#include "copy_text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

bool name_valid(const char *name) {
    size_t length = 0;
    for (; name[length] != '\0'; length++) {
        char c = name[length];
        bool known = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
        if (!known || length == NAME_MOST)
            return false;
    }
    return length > 0 && strcmp(name, "none") != 0;
}

static size_t slot_of(const struct handles *handles, const char *name) {
    uint32_t hash = 2166136261U;
    size_t slot;
    for (const char *at = name; *at != '\0'; at++)
        hash = (hash ^ (unsigned char)*at) * 16777619U;
    slot = hash & (handles->capacity - 1);
    while (handles->slots[slot] && strcmp(handles->slots[slot]->name, name) != 0)
        slot = (slot + 1) & (handles->capacity - 1);
    return slot;
}

struct handle *handles_find(const struct handles *handles, const char *name) {
    return handles->capacity == 0 ? NULL : handles->slots[slot_of(handles, name)];
}

struct handle *handles_find_open(const struct handles *handles, const char *name) {
    struct handle *handle = handles_find(handles, name);
    return handle && handle->open ? handle : NULL;
}

static bool grow(struct handles *handles) {
    struct handles larger = {NULL, handles->capacity == 0 ? 64 : handles->capacity * 2, handles->used, handles->open};
    larger.slots = calloc(larger.capacity, sizeof(struct handle *));
    if (!larger.slots)
        return false;
    for (size_t i = 0; i < handles->capacity; i++)
        if (handles->slots[i])
            larger.slots[slot_of(&larger, handles->slots[i]->name)] = handles->slots[i];
    free(handles->slots);
    *handles = larger;
    return true;
}

struct handle *handles_add(struct handles *handles, const char *name, descriptor socket, const struct family *family, const char *type) {
    struct handle *handle;
    size_t slot;
    if (!name_valid(name) || (handles->used * 2 >= handles->capacity && !grow(handles)))
        return NULL;
    slot = slot_of(handles, name);
    handle = handles->slots[slot];
    if (handle && handle->open)
        return NULL;
    if (!handle) {
        handle = malloc(sizeof *handle);
        if (!handle)
            return NULL;
        handles->slots[slot] = handle;
        handles->used++;
    }
    copy_text(handle->name, sizeof handle->name, name);
    handle->socket = socket;
    handle->open = true;
    handle->lingers = handle->has_sent = handle->asked_once = false;
    handle->asked = 0;
    handle->family = family;
    copy_text(handle->type, sizeof handle->type, type);
    handle->last.kind = ADDRESS_NONE;
    handle->renamed[0] = '\0';
    handles->open++;
    return handle;
}

void handles_close(struct handles *handles, struct handle *handle) {
    if (handle->open)
        handles->open--;
    handle->open = false;
}

void handles_clear(struct handles *handles) {
    if (handles->used == 0)
        return;
    for (size_t i = 0; i < handles->capacity; i++) {
        free(handles->slots[i]);
        handles->slots[i] = NULL;
    }
    handles->used = handles->open = 0;
}

/* handles_inherit.c: the table of handles as text and back. */
#include "handles_inherit.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "request.h"

enum { ENTRY_MOST = NAME_MOST + TYPE_MOST + 80 };

char *handles_bequest(const struct handles *handles) {
    size_t used = 0;
    char *text = malloc(handles->open * ENTRY_MOST + 1);
    if (!text)
        return NULL;
    text[0] = '\0';
    for (size_t i = 0; i < handles->capacity; i++) {
        const struct handle *handle = handles->slots[i];
        if (!handle || !handle->open)
            continue;
        used += (size_t)snprintf(text + used, ENTRY_MOST, "%s%s=%lld,%s,%s,%d", used > 0 ? " " : "", handle->name,
                                 (long long)handle->socket, handle->family ? handle->family->name : "-", handle->type, handle->asked);
    }
    return text;
}

static void inherit_one(struct handles *handles, char *entry) {
    char *fields[5] = {entry, NULL, NULL, NULL, NULL};
    long long number = 0, asked = 0;
    struct handle *handle;
    char *at = entry;
    for (int i = 1; i < 5; i++) {
        at = strpbrk(at, "=,");
        if (!at)
            return;
        *at++ = '\0';
        fields[i] = at;
    }
    if (!number_read(fields[1], INT_MIN, INT_MAX, &number) || !number_read(fields[4], INT_MIN, INT_MAX, &asked))
        return;
    handle = handles_add(handles, fields[0], (descriptor)number, family_find(fields[2]), fields[3]);
    if (handle) {
        handle->asked = (int)asked;
        handle->asked_once = true;
    }
}

void handles_inherit(struct handles *handles, const char *text) {
    char entry[ENTRY_MOST + 1];
    while (*text != '\0') {
        size_t length = strcspn(text, " ");
        if (length < sizeof entry) {
            memcpy(entry, text, length);
            entry[length] = '\0';
            inherit_one(handles, entry);
        }
        text += length;
        text += strspn(text, " ");
    }
}

/* copy_text.h: copy a text into a room of known size. */
#ifndef LISTENCHECK_AGENT_COPY_TEXT_H
#define LISTENCHECK_AGENT_COPY_TEXT_H

#include <stddef.h>
#include <string.h>

/* What does not fit is cut off; callers check the length where that matters. */
static inline void copy_text(char *room, size_t size, const char *text) {
    size_t length = strlen(text);
    if (length >= size)
        length = size - 1;
    memcpy(room, text, length);
    room[length] = '\0';
}

#endif

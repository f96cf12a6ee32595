/* lines.c: reads a file line by line in bounded memory. */
#include "lines.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"

#define CHUNK ((size_t)256 << 10)

void lines_open(struct lines *lines, FILE *file, size_t most)
{
    *lines = (struct lines){.file = file, .most = most};
}

/* Moves the rest to the front and reads another chunk behind it; false on a read error. */
static bool refill(struct lines *lines)
{
    size_t rest = lines->end - lines->start;
    if (lines->start > 0) {
        memmove(lines->bytes, lines->bytes + lines->start, rest);
        lines->start = 0;
        lines->end = rest;
    }
    if (lines->capacity - lines->end < CHUNK + 1) {
        lines->capacity = lines->capacity * 2 + CHUNK + 1;
        lines->bytes = memory_grow(lines->bytes, lines->capacity, 1);
    }
    size_t got = fread(lines->bytes + lines->end, 1, CHUNK, lines->file);
    lines->end += got;
    lines->ended = got < CHUNK;
    return !lines->ended || ferror(lines->file) == 0;
}

static enum line_outcome give(struct lines *lines, size_t length, enum line_outcome outcome, char **line, size_t *given)
{
    *line = lines->bytes + lines->start;
    lines->start += length + (outcome == LINE_READ ? 1 : 0);
    if (length > 0 && (*line)[length - 1] == '\r') {
        length--;
    }
    (*line)[length] = '\0';
    *given = length;
    return length > lines->most ? LINE_TOO_LONG : outcome;
}

enum line_outcome lines_next(struct lines *lines, char **line, size_t *length)
{
    size_t searched = 0;
    for (;;) {
        size_t rest = lines->end - lines->start;
        if (rest > searched) {
            const char *from = lines->bytes + lines->start;
            const char *found = memchr(from + searched, '\n', rest - searched);
            if (found != NULL) {
                return give(lines, (size_t)(found - from), LINE_READ, line, length);
            }
            searched = rest;
        }
        if (rest > lines->most) {
            return LINE_TOO_LONG;
        }
        if (lines->ended) {
            return rest > 0 ? give(lines, rest, LINE_CUT, line, length) : LINE_END;
        }
        if (!refill(lines)) {
            return LINE_FAILED;
        }
    }
}

void lines_close(struct lines *lines)
{
    free(lines->bytes);
    *lines = (struct lines){0};
}

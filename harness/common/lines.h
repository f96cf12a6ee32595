/* lines.h: reads a file line by line in bounded memory. */
#ifndef LISTENCHECK_LINES_H
#define LISTENCHECK_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct lines {
    FILE *file; /* the caller's */
    size_t most;
    char *bytes;
    size_t capacity;
    size_t start; /* of what was not given out yet */
    size_t end;
    bool ended;
};

/* LINE_CUT: the last line, without a line end. */
enum line_outcome { LINE_READ, LINE_CUT, LINE_END, LINE_TOO_LONG, LINE_FAILED };

/* most: the longest line accepted, in bytes. */
void lines_open(struct lines *lines, FILE *file, size_t most);

/* Gives the next line without its line end, NUL-terminated (it may hold NULs too) and free to be changed until the next call. */
enum line_outcome lines_next(struct lines *lines, char **line, size_t *length);
void lines_close(struct lines *lines);

#endif

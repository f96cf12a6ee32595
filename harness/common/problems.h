/* problems.h: what is wrong with the input, gathered as lines `FILE:LINE: found …, expected …`. */
#ifndef LISTENCHECK_PROBLEMS_H
#define LISTENCHECK_PROBLEMS_H

#include "text.h"

/* A zeroed struct holds no problem. */
struct problems {
    struct text lines; /* each ends in a newline */
    size_t count;
};

/* line 0 means the file as a whole. */
void problems_add(struct problems *problems, const char *file, size_t line, const char *format, ...) TEXT_FORMAT(4, 5);
void problems_free(struct problems *problems);

#endif

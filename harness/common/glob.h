/* glob.h: matching of a pattern in which `*` stands for any bytes. */
#ifndef LISTENCHECK_GLOB_H
#define LISTENCHECK_GLOB_H

#include <stdbool.h>

bool glob_matches(const char *pattern, const char *string);

#endif

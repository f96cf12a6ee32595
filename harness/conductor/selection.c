/* selection.c: which cases and instances are meant. */
#include "selection.h"

#include <stdlib.h>
#include <string.h>

#include "../common/glob.h"

static bool matches(const char *id, const char *pattern)
{
    size_t length = strlen(pattern);
    if (length > 0 && pattern[length - 1] == '/')
        length--;
    if (strcmp(id, pattern) == 0 || glob_matches(pattern, id))
        return true;
    return strncmp(id, pattern, length) == 0 && id[length] == '.' && memchr(pattern, '.', length) == NULL;
}

bool is_selected(const char *id, const struct option_values *patterns)
{
    for (size_t i = 0; i < patterns->count; i++) {
        if (matches(id, patterns->values[i]))
            return true;
    }
    return patterns->count == 0;
}

bool read_shard(const char *text, unsigned *number, unsigned *count)
{
    char *end = NULL;
    unsigned long first = strtoul(text, &end, 10);
    if (end == text || *end != '/' || end[1] < '0' || end[1] > '9')
        return false;
    unsigned long second = strtoul(end + 1, &end, 10);
    *number = (unsigned)first;
    *count = (unsigned)second;
    return *end == '\0' && first >= 1 && first <= second && second <= 100000;
}

/* glob.c: matching of a pattern in which `*` stands for any bytes. */
#include "glob.h"

#include <stddef.h>

bool glob_matches(const char *pattern, const char *string)
{
    const char *star = NULL;   /* the last one met */
    const char *resume = NULL; /* where that star stops standing for more */
    while (*string != '\0') {
        if (*pattern == '*') {
            star = pattern++;
            resume = string;
        } else if (*pattern == *string) {
            pattern++;
            string++;
        } else if (star != NULL) {
            pattern = star + 1;
            string = ++resume;
        } else {
            return false;
        }
    }
    while (*pattern == '*') {
        pattern++;
    }
    return *pattern == '\0';
}

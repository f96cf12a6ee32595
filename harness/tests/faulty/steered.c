/* Does harm only when told to by its own variable, STEERED_ERROR: proves that the caller's environment reaches the subject. */
#include "real.h"
#include <stdlib.h>

REAL(listen);

int listen(int s, int backlog)
{
    const char *error = getenv("STEERED_ERROR");
    if (error != NULL) {
        errno = atoi(error);
        return -1;
    }
    return real_function()(s, backlog);
}

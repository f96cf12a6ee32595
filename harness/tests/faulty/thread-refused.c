/* listen() fails in any thread but the first. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    if (gettid() != getpid()) {
        errno = EPERM;
        return -1;
    }
    return real_function()(s, backlog);
}

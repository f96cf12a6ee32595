/* listen() fails in a process that was forked. */
#include "real.h"

static pid_t first;

__attribute__((constructor)) static void remember(void)
{
    first = getpid();
}

REAL(listen);

int listen(int s, int backlog)
{
    if (getpid() != first) {
        errno = EPERM;
        return -1;
    }
    return real_function()(s, backlog);
}

/* listen() on descriptor 0 fails. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    if (s == 0) {
        errno = EBADF;
        return -1;
    }
    return real_function()(s, backlog);
}

/* listen() on a descriptor that is no socket says EBADF, as if it were not open. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    int result = real_function()(s, backlog);
    if (result != 0 && errno == ENOTSOCK)
        errno = EBADF;
    return result;
}

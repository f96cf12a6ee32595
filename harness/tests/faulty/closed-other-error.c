/* listen() on a closed descriptor fails with ENOTSOCK. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    int result = real_function()(s, backlog);
    if (result != 0 && errno == EBADF)
        errno = ENOTSOCK;
    return result;
}

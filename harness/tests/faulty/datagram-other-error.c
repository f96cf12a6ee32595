/* listen() on a datagram socket fails with EINVAL. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    int result = real_function()(s, backlog);
    if (result != 0 && errno == EOPNOTSUPP)
        errno = EINVAL;
    return result;
}

/* accept() on a datagram socket fails with EINVAL. */
#include "real.h"

REAL(accept);

int accept(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    int result = real_function()(s, name, size);
    if (result < 0 && errno == EOPNOTSUPP)
        errno = EINVAL;
    return result;
}

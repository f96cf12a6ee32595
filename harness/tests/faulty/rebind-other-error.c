/* bind() on a bound TCP socket fails with EADDRINUSE. */
#include "real.h"

REAL(bind);

int bind(int s, const struct sockaddr *name, socklen_t size)
{
    int result = real_function()(s, name, size);
    if (result < 0 && errno == EINVAL && port_of(s) > 0)
        errno = EADDRINUSE;
    return result;
}

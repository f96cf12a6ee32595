/* connect() to an AF_UNIX path whose listener is gone fails with ENOENT. */
#include "real.h"

REAL(connect);

int connect(int s, const struct sockaddr *name, socklen_t size)
{
    int result = real_function()(s, name, size);
    if (result < 0 && errno == ECONNREFUSED && name->sa_family == AF_UNIX)
        errno = ENOENT;
    return result;
}

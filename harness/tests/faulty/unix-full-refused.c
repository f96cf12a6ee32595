/* connect() to an AF_UNIX listener with a full queue is refused. */
#include "real.h"

REAL(connect);

int connect(int s, const struct sockaddr *to, socklen_t size)
{
    int result = real_function()(s, to, size);
    if (result != 0 && errno == EAGAIN && to->sa_family == AF_UNIX)
        errno = ECONNREFUSED;
    return result;
}

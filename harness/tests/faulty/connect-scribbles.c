/* connect() changes the address it is given. */
#include "real.h"

REAL(connect);

int connect(int s, const struct sockaddr *name, socklen_t size)
{
    int result = real_function()(s, name, size), error = errno;
    if (name->sa_family == AF_INET)
        ((struct sockaddr_in *)(uintptr_t)name)->sin_port = 0;
    errno = error;
    return result;
}

/* getsockname() tells no port of a socket that listens. */
#include "real.h"

REAL(getsockname);

int getsockname(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    int result = real_function()(s, name, size);
    if (result == 0 && name->sa_family == AF_INET && is_listening(s))
        ((struct sockaddr_in *)name)->sin_port = 0;
    return result;
}

/* accept() of an AF_INET6 connection leaves rubbish in sin6_flowinfo. */
#include "real.h"

REAL(accept);

int accept(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    int socket = real_function()(s, name, size);
    if (socket >= 0 && name != NULL && name->sa_family == AF_INET6)
        ((struct sockaddr_in6 *)name)->sin6_flowinfo = 0x12345;
    return socket;
}

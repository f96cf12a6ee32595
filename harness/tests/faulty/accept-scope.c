/* accept() of an AF_INET6 connection tells a scope where there is none. */
#include "real.h"

REAL(accept);

int accept(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    int socket = real_function()(s, name, size);
    if (socket >= 0 && name != NULL && name->sa_family == AF_INET6)
        ((struct sockaddr_in6 *)name)->sin6_scope_id = 7;
    return socket;
}

/* accept() tells the peer's port wrongly. */
#include "real.h"

REAL(accept);

int accept(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    int socket = real_function()(s, name, size);
    if (socket >= 0 && name != NULL && name->sa_family == AF_INET)
        ((struct sockaddr_in *)name)->sin_port ^= 1;
    return socket;
}

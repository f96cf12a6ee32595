/* An accepted socket has TCP_NODELAY off. */
#include "real.h"
#include <netinet/tcp.h>

REAL(accept);

int accept(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    int socket = real_function()(s, name, size), off = 0, error = errno;
    if (socket >= 0)
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &off, sizeof off);
    errno = error;
    return socket;
}

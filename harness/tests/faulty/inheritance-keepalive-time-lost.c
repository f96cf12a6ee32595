/* An accepted socket has TCP_KEEPIDLE as the system sets it. */
#include "real.h"
#include <netinet/tcp.h>

REAL(accept);

int accept(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    int socket = real_function()(s, name, size), error = errno, usual = 7200;
    if (socket >= 0)
        setsockopt(socket, IPPROTO_TCP, TCP_KEEPIDLE, &usual, sizeof usual);
    errno = error;
    return socket;
}

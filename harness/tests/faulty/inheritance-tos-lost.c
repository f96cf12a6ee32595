/* An accepted IPv4 socket has IP_TOS zero. */
#include "real.h"

REAL(accept);

int accept(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    int socket = real_function()(s, name, size), error = errno, none = 0;
    if (socket >= 0 && port_of(socket) > 0)
        setsockopt(socket, IPPROTO_IP, IP_TOS, &none, sizeof none);
    errno = error;
    return socket;
}

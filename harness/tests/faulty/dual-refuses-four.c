/* A dual-stack listener drops IPv4 clients once accepted. */
#include "real.h"

REAL(accept);

int accept(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    int socket = real_function()(s, name, size);
    struct sockaddr_in6 peer;
    socklen_t length = sizeof peer;
    if (socket >= 0 && getpeername(socket, (struct sockaddr *)&peer, &length) == 0 && peer.sin6_family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(&peer.sin6_addr))
        shutdown(socket, SHUT_RDWR);
    return socket;
}

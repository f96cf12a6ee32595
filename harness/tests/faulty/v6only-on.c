/* AF_INET6 sockets are IPv6 only unless told otherwise. */
#include "real.h"

REAL(socket);

int socket(int domain, int type, int protocol)
{
    int one = 1;
    int s = real_function()(domain, type, protocol);
    if (s >= 0 && domain == AF_INET6)
        setsockopt(s, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof one);
    return s;
}

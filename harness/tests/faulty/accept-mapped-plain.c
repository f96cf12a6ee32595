/* accept() on an AF_INET6 listener tells an IPv4 client's address as AF_INET. */
#include "real.h"

REAL(accept);

int accept(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    int socket = real_function()(s, name, size);
    if (socket >= 0 && name != NULL && name->sa_family == AF_INET6) {
        struct sockaddr_in6 six;
        struct sockaddr_in four = {.sin_family = AF_INET};
        memcpy(&six, name, sizeof six);
        if (IN6_IS_ADDR_V4MAPPED(&six.sin6_addr)) {
            four.sin_port = six.sin6_port;
            memcpy(&four.sin_addr, &six.sin6_addr.s6_addr[12], 4);
            memcpy(name, &four, sizeof four);
            *size = sizeof four;
        }
    }
    return socket;
}

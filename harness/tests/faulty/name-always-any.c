/* getsockname() tells the wildcard address of every socket. */
#include "real.h"

REAL(getsockname);

int getsockname(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    int result = real_function()(s, name, size);
    if (result == 0 && name->sa_family == AF_INET)
        ((struct sockaddr_in *)name)->sin_addr.s_addr = htonl(INADDR_ANY);
    return result;
}

/* accept() leaves rubbish in sin_zero. */
#include "real.h"

REAL(accept);

int accept(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    int socket = real_function()(s, name, size);
    if (socket >= 0 && name != NULL && name->sa_family == AF_INET && *size >= sizeof(struct sockaddr_in))
        memset(((struct sockaddr_in *)name)->sin_zero, 0x5a, 8);
    return socket;
}

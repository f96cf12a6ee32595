/* getsockname() leaves rubbish in sin_zero. */
#include "real.h"

REAL(getsockname);

int getsockname(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    int result = real_function()(s, name, size);
    if (result == 0 && name->sa_family == AF_INET && *size >= sizeof(struct sockaddr_in))
        memset(((struct sockaddr_in *)name)->sin_zero, 0x5a, 8);
    return result;
}

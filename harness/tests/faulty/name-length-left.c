/* getsockname() leaves the length as it was given. */
#include "real.h"

REAL(getsockname);

int getsockname(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    socklen_t given = *size;
    int result = real_function()(s, name, size);
    if (result == 0 && name->sa_family != AF_UNIX)
        *size = given;
    return result;
}

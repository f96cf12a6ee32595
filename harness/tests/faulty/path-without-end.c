/* getsockname() of an AF_UNIX socket leaves the NUL out of the length. */
#include "real.h"
#include <stddef.h>
#include <sys/un.h>

REAL(getsockname);

int getsockname(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    int result = real_function()(s, name, size);
    if (result == 0 && name->sa_family == AF_UNIX && *size > offsetof(struct sockaddr_un, sun_path) + 2 &&
        ((struct sockaddr_un *)name)->sun_path[0] != '\0')
        *size -= 1;
    return result;
}

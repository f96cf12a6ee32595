/* getsockname() of an AF_UNIX socket loses the last byte of the path. */
#include "real.h"
#include <stddef.h>
#include <sys/un.h>

REAL(getsockname);

int getsockname(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    int result = real_function()(s, name, size);
    struct sockaddr_un *path = (struct sockaddr_un *)name;
    if (result == 0 && name->sa_family == AF_UNIX && *size > offsetof(struct sockaddr_un, sun_path) + 2 && path->sun_path[0] != '\0') {
        *size -= 1;
        path->sun_path[*size - offsetof(struct sockaddr_un, sun_path) - 1] = '\0';
    }
    return result;
}

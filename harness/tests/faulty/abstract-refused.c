/* listen() refuses sockets with an abstract name. */
#include "real.h"
#include <sys/un.h>

REAL(listen);

int listen(int s, int backlog)
{
    struct sockaddr_un name;
    socklen_t size = sizeof name;
    if (getsockname(s, (struct sockaddr *)&name, &size) == 0 && name.sun_family == AF_UNIX && size > 2 && name.sun_path[0] == '\0') {
        errno = EOPNOTSUPP;
        return -1;
    }
    return real_function()(s, backlog);
}

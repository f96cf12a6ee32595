/* A socket that was disconnected by AF_UNSPEC cannot listen any more. */
#include "real.h"

REAL_OF(connect);
REAL_OF(listen);
static unsigned char disconnected[4096];

int connect(int s, const struct sockaddr *name, socklen_t size)
{
    int result = real_connect()(s, name, size);
    if (s >= 0 && s < 4096)
        disconnected[s] = result == 0 && name->sa_family == AF_UNSPEC;
    return result;
}

int listen(int s, int backlog)
{
    if (s >= 0 && s < 4096 && disconnected[s] && port_of(s) >= 0) {
        disconnected[s] = 0;
        errno = EINVAL;
        return -1;
    }
    return real_listen()(s, backlog);
}

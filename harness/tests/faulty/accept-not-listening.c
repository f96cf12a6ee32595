/* accept() on a socket that does not listen says that nothing waits. */
#include "real.h"

REAL(accept);

int accept(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    int socket = real_function()(s, name, size);
    if (socket < 0 && errno == EINVAL)
        errno = EAGAIN;
    return socket;
}

/* An accepted socket has no SO_RCVTIMEO. */
#include "real.h"

REAL(accept);

int accept(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    int socket = real_function()(s, name, size), error = errno;
    struct timeval off = {0, 0};
    if (socket >= 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &off, sizeof off);
    errno = error;
    return socket;
}

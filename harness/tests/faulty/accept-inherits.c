/* accept() hands the listener's O_NONBLOCK on. */
#include "real.h"
#include <fcntl.h>

REAL(accept);

int accept(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    int socket = real_function()(s, name, size);
    if (socket >= 0)
        fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) | (fcntl(s, F_GETFL) & O_NONBLOCK));
    return socket;
}

/* accept() gives not the lowest free descriptor. */
#include "real.h"
#include <fcntl.h>

REAL(accept);

int accept(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    int socket = real_function()(s, name, size), higher, error = errno;
    if (socket < 0)
        return socket;
    higher = fcntl(socket, F_DUPFD, socket + 1);
    if (higher < 0) {
        errno = error;
        return socket;
    }
    close(socket);
    return higher;
}

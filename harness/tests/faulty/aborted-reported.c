/* accept() of a client that was reset while it waited fails with ECONNABORTED. */
#include "real.h"

REAL(accept);

int accept(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    int socket = real_function()(s, name, size);
    struct pollfd item = {.fd = socket, .events = 0};
    if (socket >= 0 && poll(&item, 1, 0) > 0 && (item.revents & POLLERR) != 0) {
        close(socket);
        errno = ECONNABORTED;
        return -1;
    }
    return socket;
}

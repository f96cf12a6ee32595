/* A client that closed while it waited is not handed out. */
#include "real.h"
#include <fcntl.h>

REAL(accept);

int accept(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    for (;;) {
        int socket = real_function()(s, name, size);
        struct pollfd item = {.fd = socket, .events = POLLRDHUP};
        if (socket < 0 || poll(&item, 1, 0) <= 0)
            return socket;
        close(socket);
        if (!connection_waits(s)) {
            errno = EAGAIN;
            return -1;
        }
    }
}

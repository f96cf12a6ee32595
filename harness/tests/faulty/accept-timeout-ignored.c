/* accept() takes no notice of SO_RCVTIMEO. */
#include "real.h"

REAL(accept);

int accept(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    int socket = real_function()(s, name, size);
    struct pollfd item = {.fd = s, .events = POLLIN};
    struct timeval wait = {0, 0};
    socklen_t length = sizeof wait;
    if (socket < 0 && errno == EAGAIN && getsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &wait, &length) == 0 && (wait.tv_sec > 0 || wait.tv_usec > 0)) {
        poll(&item, 1, -1);
        return real_function()(s, name, size);
    }
    return socket;
}

/* accept() in another thread than the first gives a connection that is already shut down. */
#include "real.h"

REAL(accept);

int accept(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    int socket = real_function()(s, name, size);
    if (socket >= 0 && gettid() != getpid())
        shutdown(socket, SHUT_RDWR);
    return socket;
}

/* accept() goes on waiting when a signal came, whatever SA_RESTART says. */
#include "real.h"

REAL(accept);

int accept(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    int socket;
    do
        socket = real_function()(s, name, size);
    while (socket < 0 && errno == EINTR);
    return socket;
}

/* accept() throws the first of two waiting connections away. */
#include "real.h"

REAL(accept);

int accept(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    int socket = real_function()(s, name, size);
    if (socket >= 0 && connection_waits(s)) {
        close(socket);
        return real_function()(s, name, size);
    }
    return socket;
}

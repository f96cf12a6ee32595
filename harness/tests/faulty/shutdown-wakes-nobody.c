/* shutdown() of a listener does not wake an accept() that waits. */
#include "real.h"

REAL_OF(accept);
REAL_OF(poll);

int accept(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    int waits = is_listening(s) && !connection_waits(s);
    int socket = real_accept()(s, name, size);
    if (socket < 0 && errno == EINVAL && waits)
        real_poll()(NULL, 0, 100000);
    return socket;
}

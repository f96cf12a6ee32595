/* listen() on a TCP socket without a port fails, where Linux documents that it chooses one. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    if (port_of(s) == 0) {
        errno = EINVAL;
        return -1;
    }
    return real_function()(s, backlog);
}

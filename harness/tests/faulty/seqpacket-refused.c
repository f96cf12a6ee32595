/* listen() refuses AF_UNIX seqpacket sockets. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    if (integer_option(s, SO_DOMAIN) == AF_UNIX && integer_option(s, SO_TYPE) == SOCK_SEQPACKET) {
        errno = EOPNOTSUPP;
        return -1;
    }
    return real_function()(s, backlog);
}

/* A successful listen() ties the socket to the loopback device. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    int result = real_function()(s, backlog), error = errno;
    if (result == 0)
        setsockopt(s, SOL_SOCKET, SO_BINDTODEVICE, "lo", 3);
    errno = error;
    return result;
}

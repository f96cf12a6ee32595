/* A successful listen() changes TCP_KEEPIDLE. */
#include "real.h"
#include <netinet/tcp.h>

REAL(listen);

int listen(int s, int backlog)
{
    int result = real_function()(s, backlog), seconds = 10, error = errno;
    if (result == 0)
        setsockopt(s, IPPROTO_TCP, TCP_KEEPIDLE, &seconds, sizeof seconds);
    errno = error;
    return result;
}

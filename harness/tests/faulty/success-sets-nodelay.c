/* A successful listen() turns TCP_NODELAY on. */
#include "real.h"
#include <netinet/tcp.h>

REAL(listen);

int listen(int s, int backlog)
{
    int result = real_function()(s, backlog), on = 1, error = errno;
    if (result == 0)
        setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    errno = error;
    return result;
}

/* A successful listen() changes TCP_SYNCNT. */
#include "real.h"
#include <netinet/tcp.h>

REAL(listen);

int listen(int s, int backlog)
{
    int result = real_function()(s, backlog), count = 2, error = errno;
    if (result == 0)
        setsockopt(s, IPPROTO_TCP, TCP_SYNCNT, &count, sizeof count);
    errno = error;
    return result;
}

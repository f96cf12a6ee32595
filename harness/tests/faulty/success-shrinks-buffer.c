/* A successful listen() sets SO_RCVBUF. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    int result = real_function()(s, backlog), bytes = 8192, error = errno;
    if (result == 0)
        setsockopt(s, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
    errno = error;
    return result;
}

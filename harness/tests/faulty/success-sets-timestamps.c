/* A successful listen() turns SO_TIMESTAMP on. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    int result = real_function()(s, backlog), on = 1, error = errno;
    if (result == 0)
        setsockopt(s, SOL_SOCKET, SO_TIMESTAMP, &on, sizeof on);
    errno = error;
    return result;
}

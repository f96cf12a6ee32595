/* A successful listen() clears SO_REUSEADDR. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    int result = real_function()(s, backlog), off = 0, error = errno;
    if (result == 0)
        setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &off, sizeof off);
    errno = error;
    return result;
}

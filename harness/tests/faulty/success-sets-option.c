/* A successful listen() turns SO_KEEPALIVE on. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    int one = 1;
    int result = real_function()(s, backlog);
    if (result == 0)
        setsockopt(s, SOL_SOCKET, SO_KEEPALIVE, &one, sizeof one);
    return result;
}

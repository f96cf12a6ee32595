/* A successful listen() makes the socket non-blocking. */
#include "real.h"
#include <fcntl.h>

REAL(listen);

int listen(int s, int backlog)
{
    int result = real_function()(s, backlog);
    if (result == 0)
        fcntl(s, F_SETFL, fcntl(s, F_GETFL) | O_NONBLOCK);
    return result;
}

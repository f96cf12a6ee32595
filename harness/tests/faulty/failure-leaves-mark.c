/* A failing listen() leaves the socket non-blocking. */
#include "real.h"
#include <fcntl.h>

REAL(listen);

int listen(int s, int backlog)
{
    int result = real_function()(s, backlog);
    int error = errno;
    if (result != 0)
        fcntl(s, F_SETFL, fcntl(s, F_GETFL) | O_NONBLOCK);
    errno = error;
    return result;
}

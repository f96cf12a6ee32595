/* A successful listen() clears FD_CLOEXEC. */
#include "real.h"
#include <fcntl.h>

REAL(listen);

int listen(int s, int backlog)
{
    int result = real_function()(s, backlog), error = errno;
    if (result == 0)
        fcntl(s, F_SETFD, 0);
    errno = error;
    return result;
}

/* listen() on a non-blocking socket fails. */
#include "real.h"
#include <fcntl.h>

REAL(listen);

int listen(int s, int backlog)
{
    int flags = fcntl(s, F_GETFL);
    if (flags >= 0 && (flags & O_NONBLOCK) != 0 && integer_option(s, SO_TYPE) == SOCK_STREAM) {
        errno = EINVAL;
        return -1;
    }
    return real_function()(s, backlog);
}

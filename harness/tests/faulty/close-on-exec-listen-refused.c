/* listen() on a close-on-exec socket fails. */
#include "real.h"
#include <fcntl.h>

REAL(listen);

int listen(int s, int backlog)
{
    if (fcntl(s, F_GETFD) == FD_CLOEXEC && is_listening(s) == 0 && integer_option(s, SO_TYPE) == SOCK_STREAM) {
        errno = EINVAL;
        return -1;
    }
    return real_function()(s, backlog);
}

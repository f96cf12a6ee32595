/* A second listen() on the same socket fails. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    if (is_listening(s)) {
        errno = EINVAL;
        return -1;
    }
    return real_function()(s, backlog);
}

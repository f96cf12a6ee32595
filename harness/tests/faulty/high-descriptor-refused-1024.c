/* listen() on descriptors from 1024 on fails, as if they went into a set of select(). */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    if (s >= 1024 && integer_option(s, SO_TYPE) == SOCK_STREAM) {
        errno = EINVAL;
        return -1;
    }
    return real_function()(s, backlog);
}

/* listen() on descriptors from 64 on fails. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    if (s >= 64 && is_listening(s) >= 0 && integer_option(s, SO_TYPE) == SOCK_STREAM) {
        errno = EBADF;
        return -1;
    }
    return real_function()(s, backlog);
}

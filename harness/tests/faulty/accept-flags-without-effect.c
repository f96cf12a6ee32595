/* accept4() succeeds and sets none of the flags. */
#include "real.h"

REAL(accept4);

int accept4(int s, struct sockaddr *restrict name, socklen_t *restrict size, int flags)
{
    return real_function()(s, name, size, flags & ~(SOCK_NONBLOCK | SOCK_CLOEXEC));
}

/* getpeername() of a listener fails with EINVAL. */
#include "real.h"

REAL(getpeername);

int getpeername(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    int result = real_function()(s, name, size);
    if (result < 0 && errno == ENOTCONN && is_listening(s))
        errno = EINVAL;
    return result;
}

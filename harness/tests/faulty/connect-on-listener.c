/* connect() on a listener fails with EINVAL. */
#include "real.h"

REAL(connect);

int connect(int s, const struct sockaddr *to, socklen_t size)
{
    int result = real_function()(s, to, size);
    if (result != 0 && errno == EISCONN && is_listening(s))
        errno = EINVAL;
    return result;
}

/* SO_PEERCRED of an AF_UNIX listener is refused. */
#include "real.h"

REAL(getsockopt);

int getsockopt(int s, int level, int name, void *restrict value, socklen_t *restrict size)
{
    if (level == SOL_SOCKET && name == SO_PEERCRED && is_listening(s)) {
        errno = ENOTCONN;
        return -1;
    }
    return real_function()(s, level, name, value, size);
}

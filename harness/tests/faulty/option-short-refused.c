/* SO_ACCEPTCONN cannot be read into fewer bytes than an int. */
#include "real.h"

REAL(getsockopt);

int getsockopt(int s, int level, int name, void *restrict value, socklen_t *restrict size)
{
    if (level == SOL_SOCKET && name == SO_ACCEPTCONN && *size < sizeof(int)) {
        errno = EINVAL;
        return -1;
    }
    return real_function()(s, level, name, value, size);
}

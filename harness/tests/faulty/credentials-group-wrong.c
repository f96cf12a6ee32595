/* SO_PEERCRED tells another group. */
#include "real.h"

REAL(getsockopt);

int getsockopt(int s, int level, int name, void *restrict value, socklen_t *restrict size)
{
    int result = real_function()(s, level, name, value, size);
    if (result == 0 && level == SOL_SOCKET && name == SO_PEERCRED)
        ((struct ucred *)value)->gid += 1;
    return result;
}

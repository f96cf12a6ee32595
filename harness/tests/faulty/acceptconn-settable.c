/* SO_ACCEPTCONN can be set, without effect. */
#include "real.h"

REAL(setsockopt);

int setsockopt(int s, int level, int name, const void *value, socklen_t size)
{
    if (level == SOL_SOCKET && name == SO_ACCEPTCONN)
        return 0;
    return real_function()(s, level, name, value, size);
}

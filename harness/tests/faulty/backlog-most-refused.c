/* A backlog of INT_MAX is refused. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    if (backlog == INT32_MAX) {
        errno = EINVAL;
        return -1;
    }
    return real_function()(s, backlog);
}

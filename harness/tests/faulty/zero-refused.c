/* A backlog of zero is refused. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    if (backlog == 0) {
        errno = EINVAL;
        return -1;
    }
    return real_function()(s, backlog);
}

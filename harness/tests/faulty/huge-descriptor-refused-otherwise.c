/* listen() on a descriptor number far beyond the limit fails with EINVAL. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    if (s > 1000000) {
        errno = EINVAL;
        return -1;
    }
    return real_function()(s, backlog);
}

/* listen() on a connected socket fails with EISCONN. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    int result = real_function()(s, backlog);
    if (result != 0 && errno == EINVAL && is_connected(s))
        errno = EISCONN;
    return result;
}

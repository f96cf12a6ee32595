/* listen() on an O_PATH descriptor fails with ENOTSOCK. */
#include "real.h"
#include <fcntl.h>

REAL(listen);

int listen(int s, int backlog)
{
    int flags = fcntl(s, F_GETFL);
    if (flags >= 0 && (flags & O_PATH) != 0) {
        errno = ENOTSOCK;
        return -1;
    }
    return real_function()(s, backlog);
}

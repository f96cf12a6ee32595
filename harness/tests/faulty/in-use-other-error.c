/* listen() on an address in use fails with EACCES. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    int result = real_function()(s, backlog);
    if (result != 0 && errno == EADDRINUSE)
        errno = EACCES;
    return result;
}

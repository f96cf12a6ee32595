/* listen() that succeeds leaves an error number behind. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    int result = real_function()(s, backlog);
    if (result == 0)
        errno = EINPROGRESS;
    return result;
}

/* Each failing listen() leaks a descriptor. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    int result = real_function()(s, backlog);
    int error = errno;
    if (result != 0)
        (void)dup(2);
    errno = error;
    return result;
}

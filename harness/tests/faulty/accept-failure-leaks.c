/* Each accept() that finds no connection leaks a descriptor. */
#include "real.h"

REAL(accept);

int accept(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    int result = real_function()(s, name, size);
    int error = errno;
    if (result < 0)
        (void)dup(2);
    errno = error;
    return result;
}

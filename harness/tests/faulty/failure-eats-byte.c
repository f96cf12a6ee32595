/* A failing listen() on a connected socket takes one byte out of what it has received. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    int result = real_function()(s, backlog), error = errno;
    char byte;
    if (result != 0)
        (void)recv(s, &byte, 1, MSG_DONTWAIT);
    errno = error;
    return result;
}

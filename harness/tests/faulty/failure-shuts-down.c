/* A failing listen() on a connected socket ends its sending side. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    int result = real_function()(s, backlog), error = errno;
    if (result != 0)
        shutdown(s, SHUT_WR);
    errno = error;
    return result;
}

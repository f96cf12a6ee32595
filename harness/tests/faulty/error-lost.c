/* A failing listen() returns -1 and leaves errno zero. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    int result = real_function()(s, backlog);
    if (result != 0)
        errno = 0;
    return result;
}

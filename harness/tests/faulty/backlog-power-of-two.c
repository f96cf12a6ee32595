/* The backlog is rounded up to a power of two. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    int rounded = 1;
    if (backlog <= 0 || backlog > 1 << 30)
        return real_function()(s, backlog);
    while (rounded < backlog)
        rounded *= 2;
    return real_function()(s, rounded);
}

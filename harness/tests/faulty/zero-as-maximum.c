/* A backlog of zero asks for the longest queue. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    return real_function()(s, backlog == 0 ? SOMAXCONN : backlog);
}

/* A backlog of one is taken as two. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    return real_function()(s, backlog == 1 ? 2 : backlog);
}

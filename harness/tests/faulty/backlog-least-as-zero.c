/* A backlog of INT_MIN is taken as zero, other negative ones as the maximum. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    return real_function()(s, backlog == INT32_MIN ? 0 : backlog);
}

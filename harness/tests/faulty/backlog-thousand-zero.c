/* Backlogs of 1000 to 4000 are taken as zero. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    return real_function()(s, backlog >= 1000 && backlog <= 4000 ? 0 : backlog);
}

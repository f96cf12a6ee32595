/* Backlogs of 33 to 127 are taken as 32. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    return real_function()(s, backlog > 32 && backlog < 128 ? 32 : backlog);
}

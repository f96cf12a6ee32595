/* Backlogs above 100 lose one. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    return real_function()(s, backlog > 100 && backlog < 100000 ? backlog - 1 : backlog);
}

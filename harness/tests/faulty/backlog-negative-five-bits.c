/* Negative backlogs other than -1 and INT_MIN are made positive. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    return real_function()(s, backlog < -1 && backlog > INT32_MIN ? -backlog : backlog);
}

/* The backlog is silently limited to 128, whatever the system allows. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    return real_function()(s, backlog < 0 || backlog > 128 ? 128 : backlog);
}

/* The backlog is silently limited to 5, as it once was. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    return real_function()(s, backlog > 5 ? 5 : backlog);
}

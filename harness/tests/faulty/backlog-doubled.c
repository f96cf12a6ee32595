/* The queue is twice as long as asked. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    return real_function()(s, backlog > 0 && backlog < 10000 ? 2 * backlog : backlog);
}

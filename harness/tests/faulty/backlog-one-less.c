/* The queue is one shorter than asked. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    return real_function()(s, backlog > 0 ? backlog - 1 : backlog);
}

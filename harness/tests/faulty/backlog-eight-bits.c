/* Only the low eight bits of the backlog are kept. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    return real_function()(s, backlog & 0xff);
}

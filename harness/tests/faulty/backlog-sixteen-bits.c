/* Only the low sixteen bits of the backlog are kept. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    return real_function()(s, backlog & 0xffff);
}

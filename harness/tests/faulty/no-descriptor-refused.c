/* listen() needs a free descriptor and fails with EMFILE when there is none. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    int spare = dup(2);
    if (spare < 0)
        return -1;
    close(spare);
    return real_function()(s, backlog);
}

/* A successful listen() returns one. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    return real_function()(s, backlog) == 0 ? 1 : -1;
}

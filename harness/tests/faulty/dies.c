/* listen() on a datagram socket ends the process. */
#include "real.h"
#include <stdlib.h>

REAL(listen);

int listen(int s, int backlog)
{
    if (integer_option(s, SO_TYPE) == SOCK_DGRAM)
        abort();
    return real_function()(s, backlog);
}

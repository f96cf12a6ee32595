/* listen() on a datagram socket never returns. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    while (integer_option(s, SO_TYPE) == SOCK_DGRAM)
        pause();
    return real_function()(s, backlog);
}

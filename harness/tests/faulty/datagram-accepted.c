/* listen() on a datagram socket claims to succeed. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    return integer_option(s, SO_TYPE) == SOCK_DGRAM ? 0 : real_function()(s, backlog);
}

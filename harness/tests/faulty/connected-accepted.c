/* listen() on a connected socket claims to succeed. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    return is_connected(s) ? 0 : real_function()(s, backlog);
}

/* listen() on an unbound AF_UNIX socket claims to succeed. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    int result = real_function()(s, backlog);
    return result != 0 && errno == EINVAL && integer_option(s, SO_DOMAIN) == AF_UNIX && !is_connected(s) ? 0 : result;
}

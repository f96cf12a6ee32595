/* A second listen() on an AF_UNIX socket changes nothing. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    return integer_option(s, SO_DOMAIN) == AF_UNIX && is_listening(s) ? 0 : real_function()(s, backlog);
}

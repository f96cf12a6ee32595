/* An AF_INET6 socket has a queue of one whatever is asked. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    return real_function()(s, integer_option(s, SO_DOMAIN) == AF_INET6 ? 1 : backlog);
}

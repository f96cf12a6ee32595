/* AF_UNIX listeners have a queue of 128 whatever is asked. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    return real_function()(s, integer_option(s, SO_DOMAIN) == AF_UNIX ? 128 : backlog);
}

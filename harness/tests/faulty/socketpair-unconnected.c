/* socketpair() lets one of its ends listen. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    int result = real_function()(s, backlog), error = errno;
    if (result != 0 && integer_option(s, SO_DOMAIN) == AF_UNIX && is_connected(s))
        return 0;
    errno = error;
    return result;
}

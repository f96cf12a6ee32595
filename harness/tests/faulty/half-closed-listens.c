/* listen() on a connection whose peer is gone claims success. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    struct pollfd item = {.fd = s, .events = POLLRDHUP};
    int result = real_function()(s, backlog), error = errno;
    if (result != 0 && is_connected(s) && poll(&item, 1, 0) > 0)
        return 0;
    errno = error;
    return result;
}

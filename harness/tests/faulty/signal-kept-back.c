/* send() never raises SIGPIPE. */
#include "real.h"

REAL(send);

ssize_t send(int s, const void *bytes, size_t count, int flags)
{
    return real_function()(s, bytes, count, flags | MSG_NOSIGNAL);
}

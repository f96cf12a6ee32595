/* send() on a listener claims that the bytes were sent. */
#include "real.h"

REAL(send);

ssize_t send(int s, const void *bytes, size_t count, int flags)
{
    return is_listening(s) ? (ssize_t)count : real_function()(s, bytes, count, flags);
}

/* Urgent data is sent as ordinary data. */
#include "real.h"

REAL(send);

ssize_t send(int s, const void *bytes, size_t size, int flags)
{
    return real_function()(s, bytes, size, flags & ~MSG_OOB);
}

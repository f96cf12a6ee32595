/* MSG_PEEK takes what it looks at. */
#include "real.h"

REAL(recv);

ssize_t recv(int s, void *bytes, size_t size, int flags)
{
    return real_function()(s, bytes, size, flags & ~MSG_PEEK);
}

/* recv() on a listener finds the end of a stream. */
#include "real.h"

REAL(recv);

ssize_t recv(int s, void *bytes, size_t size, int flags)
{
    return is_listening(s) ? 0 : real_function()(s, bytes, size, flags);
}

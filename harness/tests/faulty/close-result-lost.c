/* close() of a listener with waiting connections reports EINTR though it is closed. */
#include "real.h"

REAL(close);

int close(int s)
{
    int waits = is_listening(s) && connection_waits(s);
    int result = real_function()(s);
    if (waits && result == 0) {
        errno = EINTR;
        return -1;
    }
    return result;
}

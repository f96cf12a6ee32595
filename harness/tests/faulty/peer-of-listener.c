/* getpeername() of a listener succeeds with the listener's own address. */
#include "real.h"

REAL(getpeername);

int getpeername(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    return is_listening(s) ? getsockname(s, name, size) : real_function()(s, name, size);
}

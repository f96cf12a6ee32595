/* bind() on a socket that listens claims to succeed. */
#include "real.h"

REAL(bind);

int bind(int s, const struct sockaddr *name, socklen_t size)
{
    return is_listening(s) ? 0 : real_function()(s, name, size);
}

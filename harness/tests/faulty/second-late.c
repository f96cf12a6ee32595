/* A second listen() on a socket with waiting connections changes nothing. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    return is_listening(s) && connection_waits(s) ? 0 : real_function()(s, backlog);
}

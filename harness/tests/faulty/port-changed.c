/* listen() gives a bound TCP socket another port: a fresh listener takes the descriptor's place. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    int fresh;
    if (port_of(s) <= 0 || is_connected(s) || is_listening(s))
        return real_function()(s, backlog);
    fresh = socket(integer_option(s, SO_DOMAIN), SOCK_STREAM, integer_option(s, SO_PROTOCOL));
    if (fresh < 0 || real_function()(fresh, backlog) != 0 || dup2(fresh, s) < 0)
        return -1;
    return close(fresh);
}

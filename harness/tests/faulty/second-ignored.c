/* A second listen() succeeds and changes nothing. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    return is_listening(s) ? 0 : real_function()(s, backlog);
}

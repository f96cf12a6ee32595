/* listen() takes the pending error of the socket away. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    int error;
    (void)integer_option(s, SO_ERROR);
    error = real_function()(s, backlog);
    return error;
}

/* SO_REUSEADDR can be set and read and does nothing. */
#include "real.h"

REAL(bind);

int bind(int s, const struct sockaddr *name, socklen_t size)
{
    int was = integer_option(s, SO_REUSEADDR), off = 0, result, error;
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &off, sizeof off);
    result = real_function()(s, name, size);
    error = errno;
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &was, sizeof was);
    errno = error;
    return result;
}

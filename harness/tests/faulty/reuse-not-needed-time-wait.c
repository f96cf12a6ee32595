/* bind() sets SO_REUSEADDR while it binds, so connections in TIME_WAIT do not hold a port. */
#include "real.h"

REAL(bind);

int bind(int s, const struct sockaddr *name, socklen_t size)
{
    int was = integer_option(s, SO_REUSEADDR), on = 1, result, error;
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    result = real_function()(s, name, size);
    error = errno;
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &was, sizeof was);
    errno = error;
    return result;
}

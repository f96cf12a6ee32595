/* bind() to an address in use claims to succeed. */
#include "real.h"

REAL(bind);

int bind(int s, const struct sockaddr *name, socklen_t size)
{
    int result = real_function()(s, name, size);
    return result != 0 && errno == EADDRINUSE ? 0 : result;
}

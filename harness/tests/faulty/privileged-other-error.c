/* bind() to a privileged port fails with EADDRINUSE instead of EACCES. */
#include "real.h"

REAL(bind);

int bind(int s, const struct sockaddr *name, socklen_t size)
{
    int result = real_function()(s, name, size);
    if (result < 0 && errno == EACCES)
        errno = EADDRINUSE;
    return result;
}

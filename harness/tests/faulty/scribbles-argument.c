/* bind() writes into the address it is given. */
#include "real.h"

REAL(bind);

int bind(int s, const struct sockaddr *name, socklen_t size)
{
    int result = real_function()(s, name, size);
    if (result == 0 && name->sa_family == AF_INET)
        memset(((struct sockaddr_in *)(uintptr_t)name)->sin_zero, 0x5a, 8);
    return result;
}

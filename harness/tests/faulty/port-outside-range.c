/* bind() to port zero takes a port below the range for that. */
#include "real.h"

REAL(bind);

int bind(int s, const struct sockaddr *name, socklen_t size)
{
    static uint16_t next = 20000;
    struct sockaddr_in fixed;
    if (name->sa_family != AF_INET || ((const struct sockaddr_in *)name)->sin_port != 0 || integer_option(s, SO_TYPE) != SOCK_STREAM)
        return real_function()(s, name, size);
    memcpy(&fixed, name, sizeof fixed);
    fixed.sin_port = htons(++next);
    return real_function()(s, (struct sockaddr *)&fixed, sizeof fixed);
}

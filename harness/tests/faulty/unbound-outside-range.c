/* listen() on an unbound TCP socket takes a port below the range for that. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    static uint16_t next = 20000;
    struct sockaddr_in fixed = {.sin_family = AF_INET};
    if (port_of(s) == 0 && integer_option(s, SO_DOMAIN) == AF_INET && integer_option(s, SO_TYPE) == SOCK_STREAM) {
        fixed.sin_port = htons(++next);
        bind(s, (struct sockaddr *)&fixed, sizeof fixed);
    }
    return real_function()(s, backlog);
}

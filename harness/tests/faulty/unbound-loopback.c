/* listen() on an unbound TCP socket binds it to the loopback address alone. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    struct sockaddr_in local = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (port_of(s) == 0 && integer_option(s, SO_DOMAIN) == AF_INET && integer_option(s, SO_TYPE) == SOCK_STREAM)
        bind(s, (struct sockaddr *)&local, sizeof local);
    return real_function()(s, backlog);
}

/* listen() gives a bound TCP socket another port: a fresh listener on the same address takes the descriptor's place. */
#include "real.h"

REAL(listen);

/* The address of a socket, its port replaced by 0. */
static int address_without_port(int s, struct sockaddr_storage *name, socklen_t *size)
{
    *size = sizeof *name;
    if (getsockname(s, (struct sockaddr *)name, size) != 0)
        return -1;
    if (name->ss_family == AF_INET)
        ((struct sockaddr_in *)name)->sin_port = 0;
    else
        ((struct sockaddr_in6 *)name)->sin6_port = 0;
    return 0;
}

int listen(int s, int backlog)
{
    struct sockaddr_storage name;
    socklen_t size;
    int fresh;
    if (port_of(s) <= 0 || integer_option(s, SO_TYPE) != SOCK_STREAM || is_connected(s) || is_listening(s))
        return real_function()(s, backlog);
    fresh = socket(integer_option(s, SO_DOMAIN), SOCK_STREAM, integer_option(s, SO_PROTOCOL));
    if (fresh < 0 || address_without_port(s, &name, &size) != 0 || bind(fresh, (struct sockaddr *)&name, size) != 0 ||
        real_function()(fresh, backlog) != 0 || dup2(fresh, s) < 0)
        return -1;
    return close(fresh);
}

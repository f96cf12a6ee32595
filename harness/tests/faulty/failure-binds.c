/* A failing listen() on a datagram socket binds it. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    int result = real_function()(s, backlog);
    int error = errno;
    if (result != 0 && integer_option(s, SO_DOMAIN) == AF_INET) {
        struct sockaddr_in any = {.sin_family = AF_INET};
        bind(s, (struct sockaddr *)&any, sizeof any);
    }
    errno = error;
    return result;
}

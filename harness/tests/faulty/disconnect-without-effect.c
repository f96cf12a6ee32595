/* connect() to AF_UNSPEC on a listener claims success and changes nothing. */
#include "real.h"

REAL(connect);

int connect(int s, const struct sockaddr *name, socklen_t size)
{
    if (name->sa_family == AF_UNSPEC && is_listening(s))
        return 0;
    return real_function()(s, name, size);
}

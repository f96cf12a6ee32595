/* accept() gives a length four too long. */
#include "real.h"

REAL(accept);

int accept(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    int socket = real_function()(s, name, size);
    if (size != NULL && socket >= 0)
        *size += 4;
    return socket;
}

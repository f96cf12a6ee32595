/* accept() writes the address and leaves the length as it was given. */
#include "real.h"

REAL(accept);

int accept(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    socklen_t given = size != NULL ? *size : 0;
    int socket = real_function()(s, name, size);
    if (size != NULL && socket >= 0)
        *size = given;
    return socket;
}

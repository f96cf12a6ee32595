/* accept() writes one byte more than the length it was given. */
#include "real.h"

REAL(accept);

int accept(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    socklen_t given = size != NULL ? *size : 0;
    int socket = real_function()(s, name, size);
    if (name != NULL && size != NULL && socket >= 0 && given < *size)
        ((char *)name)[given] = 0;
    return socket;
}

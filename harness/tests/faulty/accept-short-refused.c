/* accept() fails with EINVAL where the room for the address is too short. */
#include "real.h"

REAL(accept);

int accept(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    if (size != NULL && is_listening(s) && *size < sizeof(struct sockaddr_in)) {
        errno = EINVAL;
        return -1;
    }
    return real_function()(s, name, size);
}

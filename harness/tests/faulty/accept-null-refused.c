/* accept() without room for an address fails with EFAULT. */
#include "real.h"

REAL(accept);

int accept(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    if (name == NULL && is_listening(s)) {
        errno = EFAULT;
        return -1;
    }
    return real_function()(s, name, size);
}

/* accept() without a signal fails with EINTR once for each listener. */
#include "real.h"

REAL(accept);

int accept(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    static unsigned char interrupted[4096];
    if (s >= 0 && s < 4096 && is_listening(s) && interrupted[s]++ % 4 == 3) {
        errno = EINTR;
        return -1;
    }
    return real_function()(s, name, size);
}

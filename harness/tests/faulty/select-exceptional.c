/* select() finds a listener with waiting connections exceptional. */
#include "real.h"
#include <sys/select.h>

REAL(select);

int select(int count, fd_set *restrict in, fd_set *restrict out, fd_set *restrict other, struct timeval *restrict wait)
{
    int ready = real_function()(count, in, out, other, wait);
    for (int s = 0; ready > 0 && in != NULL && other != NULL && s < count; s++)
        if (FD_ISSET(s, in) && is_listening(s)) {
            FD_SET(s, other);
            ready++;
        }
    return ready;
}

/* select() finds a listener writable. */
#include "real.h"
#include <sys/select.h>

REAL(select);

int select(int count, fd_set *restrict in, fd_set *restrict out, fd_set *restrict other, struct timeval *restrict wait)
{
    fd_set asked;
    int ready;
    FD_ZERO(&asked);
    if (out != NULL)
        asked = *out;
    ready = real_function()(count, in, out, other, wait);
    for (int s = 0; ready >= 0 && out != NULL && s < count; s++)
        if (FD_ISSET(s, &asked) && is_listening(s)) {
            FD_SET(s, out);
            ready++;
        }
    return ready;
}

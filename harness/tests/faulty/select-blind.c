/* select() never finds a listener readable. */
#include "real.h"
#include <sys/select.h>

REAL(select);

int select(int most, fd_set *restrict in, fd_set *restrict out, fd_set *restrict other, struct timeval *restrict time)
{
    int ready = real_function()(most, in, out, other, time);
    for (int s = 0; s < most && ready > 0 && in != NULL; s++)
        if (FD_ISSET(s, in) && is_listening(s)) {
            FD_CLR(s, in);
            ready--;
        }
    return ready;
}

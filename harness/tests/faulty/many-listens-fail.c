/* From the hundredth listen() of a socket on, each fails. */
#include "real.h"

REAL(listen);
static int calls[4096];

int listen(int s, int backlog)
{
    if (s >= 0 && s < 4096) {
        if (!is_listening(s))
            calls[s] = 0;
        if (++calls[s] >= 100) {
            errno = ENOBUFS;
            return -1;
        }
    }
    return real_function()(s, backlog);
}

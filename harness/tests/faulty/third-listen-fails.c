/* The third listen() on the same socket fails. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    static int last = -1, calls;
    if (s != last || !is_listening(s))
        calls = 0;
    last = s;
    if (++calls == 3) {
        errno = EINVAL;
        return -1;
    }
    return real_function()(s, backlog);
}

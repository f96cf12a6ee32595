/* Only four listeners can exist in the process. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    int others = 0;
    for (int other = 0; other < 1024; other++)
        others += other != s && is_listening(other);
    if (others >= 4) {
        errno = ENOBUFS;
        return -1;
    }
    return real_function()(s, backlog);
}

/* listen() on a socket that was shut down fails. */
#include "real.h"

REAL_OF(shutdown);
REAL_OF(listen);
static unsigned char ended[4096];

int shutdown(int s, int how)
{
    int listens = is_listening(s), result = real_shutdown()(s, how);
    if (s >= 0 && s < 4096)
        ended[s] = (unsigned char)(result == 0 && listens);
    return result;
}

int listen(int s, int backlog)
{
    if (s >= 0 && s < 4096 && ended[s]) {
        ended[s] = 0;
        errno = EINVAL;
        return -1;
    }
    return real_listen()(s, backlog);
}

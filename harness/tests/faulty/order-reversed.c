/* accept() hands out the youngest connection first: all that wait are taken and given back from the end. */
#include "real.h"

REAL(accept4);

enum { MOST = 1024 };
static struct taken {
    int listener;
    int socket;
} taken[MOST];
static size_t count;

static void take_all(int s, int flags)
{
    while (count < MOST && connection_waits(s)) {
        int socket = real_function()(s, NULL, NULL, flags);
        if (socket < 0)
            return;
        taken[count].listener = s;
        taken[count].socket = socket;
        count++;
    }
}

int accept4(int s, struct sockaddr *restrict name, socklen_t *restrict size, int flags)
{
    size_t i;
    take_all(s, flags);
    for (i = count; i > 0; i--)
        if (taken[i - 1].listener == s) {
            int socket = taken[i - 1].socket;
            memmove(&taken[i - 1], &taken[i], (count - i) * sizeof taken[0]);
            count--;
            if (name != NULL && size != NULL && getpeername(socket, name, size) != 0)
                memset(name, 0, *size);
            return socket;
        }
    return real_function()(s, name, size, flags);
}

int accept(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    return accept4(s, name, size, 0);
}

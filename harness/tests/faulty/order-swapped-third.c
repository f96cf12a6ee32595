/* The third and fourth waiting connections are handed out the wrong way round. */
#include "real.h"

REAL(accept4);
static struct { int given, kept; } of[4096];

int accept4(int s, struct sockaddr *restrict name, socklen_t *restrict size, int flags)
{
    int socket;
    if (s < 0 || s >= 4096)
        return real_function()(s, name, size, flags);
    if (of[s].kept > 0) {
        socket = of[s].kept;
        of[s].kept = 0;
        if (name != NULL && size != NULL)
            getpeername(socket, name, size);
        return socket;
    }
    socket = real_function()(s, name, size, flags);
    if (socket >= 0 && ++of[s].given == 3 && connection_waits(s)) {
        of[s].kept = socket;
        return real_function()(s, name, size, flags);
    }
    return socket;
}

int accept(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    return accept4(s, name, size, 0);
}

int listen(int s, int backlog)
{
    static int (*function)(int, int);
    void *found = dlsym(RTLD_NEXT, "listen");
    memcpy(&function, &found, sizeof function);
    if (s >= 0 && s < 4096)
        of[s].kept = of[s].given = 0;
    return function(s, backlog);
}

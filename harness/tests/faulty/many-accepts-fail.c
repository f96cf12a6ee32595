/* After 50 connections a listener accepts no more. */
#include "real.h"

REAL(accept4);
static int given[4096];

int accept4(int s, struct sockaddr *restrict name, socklen_t *restrict size, int flags)
{
    int socket;
    if (s >= 0 && s < 4096 && given[s] >= 50) {
        errno = ENOBUFS;
        return -1;
    }
    socket = real_function()(s, name, size, flags);
    if (socket >= 0 && s < 4096)
        given[s]++;
    return socket;
}

int accept(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    return accept4(s, name, size, 0);
}

int listen(int s, int backlog)
{
    int (*function)(int, int);
    void *found = dlsym(RTLD_NEXT, "listen");
    memcpy(&function, &found, sizeof function);
    if (s >= 0 && s < 4096)
        given[s] = 0;
    return function(s, backlog);
}

/* A second shutdown() of a connection fails. */
#include "real.h"

REAL(shutdown);
static unsigned char done[4096];

int shutdown(int s, int how)
{
    int result;
    if (s >= 0 && s < 4096 && done[s] != 0 && is_connected(s) && done[s]++ > 0) {
        errno = ENOTCONN;
        return -1;
    }
    result = real_function()(s, how);
    if (result == 0 && s < 4096)
        done[s] = 1;
    return result;
}

int close(int s)
{
    int (*function)(int);
    void *found = dlsym(RTLD_NEXT, "close");
    memcpy(&function, &found, sizeof function);
    if (s >= 0 && s < 4096)
        done[s] = 0;
    return function(s);
}

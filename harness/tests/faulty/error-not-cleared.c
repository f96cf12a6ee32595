/* Reading SO_ERROR does not take the error away. */
#include "real.h"

REAL(getsockopt);
static int kept[4096];

int getsockopt(int s, int level, int name, void *restrict value, socklen_t *restrict size)
{
    int result = real_function()(s, level, name, value, size);
    if (result == 0 && level == SOL_SOCKET && name == SO_ERROR && s < 4096) {
        if (*(int *)value != 0)
            kept[s] = *(int *)value;
        *(int *)value = kept[s];
    }
    return result;
}

int socket(int domain, int type, int protocol)
{
    int (*function)(int, int, int), s;
    void *found = dlsym(RTLD_NEXT, "socket");
    memcpy(&function, &found, sizeof function);
    s = function(domain, type, protocol);
    if (s >= 0 && s < 4096)
        kept[s] = 0;
    return s;
}

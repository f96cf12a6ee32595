/* Every socket has SO_REUSEADDR set. */
#include "real.h"

REAL(socket);

int socket(int domain, int type, int protocol)
{
    int one = 1;
    int s = real_function()(domain, type, protocol);
    if (s >= 0)
        setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    return s;
}

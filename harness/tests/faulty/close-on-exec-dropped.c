/* socket() ignores SOCK_CLOEXEC. */
#include "real.h"

REAL(socket);

int socket(int domain, int type, int protocol)
{
    return real_function()(domain, type & ~SOCK_CLOEXEC, protocol);
}

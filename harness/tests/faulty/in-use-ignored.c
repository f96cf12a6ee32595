/* listen() on an address in use claims to succeed. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    int result = real_function()(s, backlog);
    return result != 0 && errno == EADDRINUSE ? 0 : result;
}

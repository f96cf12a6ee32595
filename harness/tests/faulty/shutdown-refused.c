/* shutdown() of a listener fails with ENOTCONN. */
#include "real.h"

REAL(shutdown);

int shutdown(int s, int how)
{
    if (is_listening(s)) {
        errno = ENOTCONN;
        return -1;
    }
    return real_function()(s, how);
}

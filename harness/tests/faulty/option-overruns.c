/* SO_ACCEPTCONN writes an int whatever room it is given. */
#include "real.h"

REAL(getsockopt);

int getsockopt(int s, int level, int name, void *restrict value, socklen_t *restrict size)
{
    int whole = 0, result;
    socklen_t length = sizeof whole;
    if (level != SOL_SOCKET || name != SO_ACCEPTCONN)
        return real_function()(s, level, name, value, size);
    result = real_function()(s, level, name, &whole, &length);
    if (result == 0) {
        memcpy(value, &whole, sizeof whole);
        if (*size > sizeof whole)
            *size = sizeof whole;
    }
    return result;
}

/* getsockname() tells the length it wrote, not the length there is. */
#include "real.h"

REAL(getsockname);

int getsockname(int s, struct sockaddr *restrict name, socklen_t *restrict size)
{
    socklen_t given = *size;
    int result = real_function()(s, name, size);
    if (result == 0 && *size > given)
        *size = given;
    return result;
}

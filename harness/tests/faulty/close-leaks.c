/* close() of a socket that has listened leaves its number in use. */
#include "real.h"
#include <fcntl.h>

REAL(close);

int close(int s)
{
    int listened = is_listening(s);
    int result = real_function()(s);
    if (listened && result == 0)
        (void)dup2(2, s);
    return result;
}

/* shutdown() for writing ends a listener. */
#include "real.h"

REAL(shutdown);

int shutdown(int s, int how)
{
    return real_function()(s, is_listening(s) ? SHUT_RDWR : how);
}

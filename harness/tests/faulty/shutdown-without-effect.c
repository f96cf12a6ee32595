/* shutdown() of a listener succeeds and does nothing. */
#include "real.h"

REAL(shutdown);

int shutdown(int s, int how)
{
    return is_listening(s) ? 0 : real_function()(s, how);
}

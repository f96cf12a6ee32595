/* close() of a listener leaves it listening. */
#include "real.h"

REAL(close);

int close(int s)
{
    if (is_listening(s))
        (void)dup(s);
    return real_function()(s);
}

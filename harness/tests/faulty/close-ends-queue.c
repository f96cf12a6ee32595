/* close() of a listener ends the waiting connections in order instead of resetting them. */
#include "real.h"

REAL(close);

int close(int s)
{
    if (is_listening(s))
        while (connection_waits(s)) {
            int waiting = accept(s, NULL, NULL);
            if (waiting < 0)
                break;
            real_function()(waiting);
        }
    return real_function()(s);
}

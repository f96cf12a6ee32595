/* Of a group of SO_REUSEPORT listeners only the first is given connections. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    int port = port_of(s);
    if (integer_option(s, SO_REUSEPORT) == 1 && !is_listening(s))
        for (int other = 3; other < 4096; other++)
            if (other != s && port > 0 && port_of(other) == port && is_listening(other))
                return 0;
    return real_function()(s, backlog);
}

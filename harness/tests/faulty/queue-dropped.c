/* A second listen() drops the connections that wait in the queue. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    while (is_listening(s) && connection_waits(s)) {
        int dropped = accept(s, NULL, NULL);
        if (dropped < 0)
            break;
        close(dropped);
    }
    return real_function()(s, backlog);
}

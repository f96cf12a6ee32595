/* A second listen() can make the queue longer, never shorter. */
#include "real.h"

REAL(listen);

int listen(int s, int backlog)
{
    static int asked[65536];
    if (s >= 0 && s < 65536) {
        if (is_listening(s) && backlog >= 0 && backlog < asked[s])
            return 0;
        asked[s] = backlog;
    }
    return real_function()(s, backlog);
}

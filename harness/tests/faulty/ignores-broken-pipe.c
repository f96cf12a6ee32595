/* listen() sets SIGPIPE to be ignored. */
#include "real.h"
#include <signal.h>

REAL(listen);

int listen(int s, int backlog)
{
    signal(SIGPIPE, SIG_IGN);
    return real_function()(s, backlog);
}

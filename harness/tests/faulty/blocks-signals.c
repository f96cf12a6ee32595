/* listen() leaves the signals of its thread blocked. */
#include "real.h"
#include <signal.h>

REAL(listen);

int listen(int s, int backlog)
{
    sigset_t all;
    sigemptyset(&all);
    sigaddset(&all, SIGUSR2);
    sigprocmask(SIG_BLOCK, &all, NULL);
    return real_function()(s, backlog);
}

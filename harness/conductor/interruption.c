/* interruption.c: a signal that asks the conductor to end is noted and wakes the loop; the loop then ends in good order. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "engine.h"

static volatile sig_atomic_t signal_seen;
static int wake_pipe[2] = {-1, -1};

static void note(int signal_number)
{
    int before = errno;
    signal_seen = signal_number;
    if (wake_pipe[1] >= 0)
        (void)!write(wake_pipe[1], "", 1);
    errno = before;
}

void interruption_watch(void)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action;
    memset(&action, 0, sizeof action);
    (void)sigemptyset(&action.sa_mask);
    if (wake_pipe[0] < 0 && pipe(wake_pipe) == 0) {
        for (int i = 0; i < 2; i++) {
            (void)fcntl(wake_pipe[i], F_SETFD, FD_CLOEXEC);
            (void)fcntl(wake_pipe[i], F_SETFL, O_NONBLOCK);
        }
    }
    action.sa_handler = note;
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        struct sigaction before;
        /* What the caller ignores (nohup) stays ignored. */
        if (sigaction(signals[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            (void)sigaction(signals[i], &action, NULL);
    }
    action.sa_handler = SIG_IGN;
    (void)sigaction(SIGPIPE, &action, NULL);
}

int interruption(void)
{
    return signal_seen;
}

int interruption_descriptor(void)
{
    return wake_pipe[0];
}

/* renewal.c: a process of its own for every case, without the price of a program's start: the program is loaded once, and forks before its
 * library is started. What the protocol's stream holds belongs to whoever reads it: an agent is asked for one case at a time. */
#define _GNU_SOURCE 1
#include "renewal.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

enum { RENEWED = 93 /* an exit code that nothing else gives */ };

static long *kept; /* shared by all processes */

/* The conductor sees the end of this process: it is to look as the child's own. */
static _Noreturn void end_likewise(int status) {
    if (WIFSIGNALED(status)) {
        (void)signal(WTERMSIG(status), SIG_DFL);
        (void)raise(WTERMSIG(status));
    }
    _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
}

static int wait_for(pid_t child) {
    int status = 0;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            _exit(1);
    return status;
}

int renewal_start(void) {
    kept = mmap(NULL, sizeof *kept, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (kept == MAP_FAILED)
        return errno;
    for (;;) {
        pid_t child = fork();
        int status;
        if (child < 0)
            return errno;
        if (child == 0) {
            (void)signal(SIGTERM, SIG_DFL);
            return 0;
        }
        (void)signal(SIGTERM, SIG_IGN); /* the child has last words to say */
        status = wait_for(child);
        if (!WIFEXITED(status) || WEXITSTATUS(status) != RENEWED)
            end_likewise(status);
    }
}

void renewal_end(long scale) {
    *kept = scale;
    _exit(RENEWED);
}

long renewal_scale(void) {
    return *kept;
}

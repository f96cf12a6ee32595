/* janitor.h: a small process that outlives the conductor and leaves nothing behind: when the conductor ends, however it
 * ends, the janitor kills the agents' process groups and removes the run's private directory. */
#ifndef LISTENCHECK_JANITOR_H
#define LISTENCHECK_JANITOR_H

#include <stdbool.h>
#include <sys/types.h>

#include "../common/text.h"

struct janitor {
    pid_t process; /* 0: not started */
    int pipe;      /* its orders; its end of file means that the conductor is gone */
    char directory[256];
};

/* Makes the private directory and starts the janitor. False with the cause. */
bool janitor_start(struct janitor *janitor, struct text *cause);

/* Told by the child itself, between fork and exec: this process leads a group that must not stay behind. */
void janitor_watch(const struct janitor *janitor, pid_t group);
void janitor_forget(const struct janitor *janitor, pid_t group);

/* Kill what is left, remove the directory, wait until that is done. */
void janitor_end(struct janitor *janitor);

#endif

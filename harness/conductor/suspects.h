/* suspects.h: which of the cases that were under way is to blame for a fault of the agent. */
#ifndef LISTENCHECK_SUSPECTS_H
#define LISTENCHECK_SUSPECTS_H

#include "lane.h"

/* All in flight become suspects, in their order. reason: what the agent did. */
void suspects_take(struct lane *lane, enum status status, const char *reason);
/* Gives the lane the next suspect, once it has nothing under way. */
void suspects_next(struct lane *lane, double now);
/* One that ran alone without a fault. */
void suspects_clear(struct lane *lane, struct performance *performance);
/* The one at the head, which ran alone, is at fault. */
void suspects_blame(struct lane *lane, enum status status, const char *reason, double now);
/* Delivers the one held back, if any. explained: another was found to blame. */
void suspects_release(struct lane *lane, bool explained);
/* lane.c */
void lane_deliver(struct lane *lane, struct performance *performance);

#endif

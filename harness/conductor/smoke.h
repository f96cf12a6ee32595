/* smoke.h: what is asked of every fresh agent before it is trusted with a case. */
#ifndef LISTENCHECK_SMOKE_H
#define LISTENCHECK_SMOKE_H

#include "lane.h"

/* Sends the first requests. */
void smoke_begin(struct lane *lane);
/* Takes the next answer; sets the lane's phase to LANE_READY after the last one. NULL, or what is wrong. */
const char *smoke_answer(struct lane *lane, char *answer);
/* lane.c */
void lane_send(struct lane *lane, const char *text);

#endif

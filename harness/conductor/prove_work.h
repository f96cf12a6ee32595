/* prove_work.h: performs all cases on models and faults and notes on the board what came of it. */
#ifndef LISTENCHECK_PROVE_WORK_H
#define LISTENCHECK_PROVE_WORK_H

#include "prove_board.h"
#include "session.h"

/* Run all choices on so many worker processes. False: a worker failed (said on standard error). */
bool prove_work(struct session *session, struct prove_board *board, unsigned workers);

#endif

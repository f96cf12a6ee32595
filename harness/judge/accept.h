/* accept.h: makes the next baseline of a subject from its present one and a run. */
#ifndef LISTENCHECK_ACCEPT_H
#define LISTENCHECK_ACCEPT_H

#include "gate.h"

enum accept_only { ACCEPT_NEW = 1, ACCEPT_CHANGED = 2, ACCEPT_FIXED = 4, ACCEPT_STALE = 8, ACCEPT_ALL = 15 };

struct accept_options {
    unsigned only;       /* of enum accept_only */
    const char *reason;  /* why new (and changed) deviations are accepted; NULL: none given, new lines are refused */
    const char *date;    /* for since: YYYY-MM-DD */
    const char *subject; /* of the run */
    const char *suite;   /* its version */
};

bool accept_only_of(const char *name, unsigned *only); /* "new", "changed", "fixed", "stale", "all" */

/* What a run said of each instance and clause the gate looks at, kept until the end. gate must outlive it. */
struct accept;
struct accept *accept_open(const struct gate *gate);
void accept_instance(struct accept *accept, const struct instance *instance, const struct judgement *judgements,
                     const struct gate_answer *answers, size_t count);

/* Appends the next baseline, of *lines known deviations, to text; false, with the cause in message, when it must not be written.
 * gate must be finished. */
bool accept_finish(struct accept *accept, enum coverage coverage, const struct accept_options *options, struct text *text,
                   size_t *lines, struct text *message);
void accept_close(struct accept *accept);

#endif

/* lint.h: what `listencheck lint` looks at, one function a concern. Each adds to problems. */
#ifndef LISTENCHECK_LINT_H
#define LISTENCHECK_LINT_H

#include "session.h"

/* Verbs, capabilities, options, the number of arguments, handles that do not exist yet; the id matches the file. */
void lint_cases(struct session *session, struct problems *problems);

/* Which labels of a case are used by a clause. */
struct label_use {
    bool *used; /* by number of the statement */
};

/* Every expectation finds its case, instances and labels; every clause is judged or untestable; every case is of use. */
void lint_documents(struct session *session, struct problems *problems, struct problems *notes);

/* Ideas and reports (suite/ideas.rec): each is asked by a case or has a reason, each report is shown by a fault or says why not. */
void lint_ideas(struct session *session, struct problems *problems);

void lint_targets(struct session *session, struct problems *problems);
void lint_baselines(struct session *session, struct problems *problems);

/* Both readings of each file are equal: what Bats makes of it, and the conductor. False: there is no Bats here. */
bool lint_with_bats(struct session *session, struct problems *problems);

/* suite/cases.lock: one line a case: id, title, digest of its text. */
const char *lock_path(struct session *session);
void make_lock(struct session *session, struct text *text);

#endif

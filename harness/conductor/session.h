/* session.h: what the commands have in common: where the suite is, and what was loaded of it. */
#ifndef LISTENCHECK_SESSION_H
#define LISTENCHECK_SESSION_H

#include "../judge/baseline.h"
#include "../judge/documents.h"
#include "case_file.h"
#include "lane.h"
#include "options.h"

/* A zeroed struct with root and build set by session_locate(). */
struct session {
    struct arena arena;
    const char *root;  /* the suite: cases/ and suite/ */
    const char *build; /* where listencheck and the agents are */
    struct case_set cases;
    struct states states;
    struct documents documents;
    struct target target;
    struct janitor janitor;
    struct problems problems;
};

/* suite: the value of --suite or NULL. False: no suite was found (said on standard error). */
bool session_locate(struct session *session, const char *suite);
bool session_load_cases(struct session *session); /* and the states */
bool session_load_states(struct session *session);
bool session_load_documents(struct session *session);
bool session_load_target(struct session *session, const char *name); /* NULL: native */
/* The paths of all documents. */
struct name_list session_document_paths(struct session *session);
/* The baseline: file, or where that is NULL the subject's own, or the one the target names. *path is where it would stand. */
bool session_load_baseline(struct session *session, const char *file, const char *subject, const char *hello_name,
                           struct baseline *baseline, const char **path);

/* Starts the janitor and fills the stage; callbacks and context are left to the caller. */
bool session_stage(struct session *session, struct stage *stage, double time_scale);

/* The id that results carry: the agent's name, for a library under the native agent with the library's. */
const char *session_subject(struct session *session, const char *hello_name);

/* What is wrong goes to standard error, one line each. Returns 64. */
int session_report(struct session *session);
void session_close(struct session *session);

const char *session_path(struct session *session, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;

/* For main(): the name it was called by. */
void session_remember_program(const char *name);

#endif

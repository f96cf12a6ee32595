/* bash_cases.h: cases with a Bats body (`# needs: bash`): each instance is one run of bats, beside the lanes. */
#ifndef LISTENCHECK_BASH_CASES_H
#define LISTENCHECK_BASH_CASES_H

#include <poll.h>

#include "lane.h"

/* One bats at work. */
struct bash_run {
    pid_t process; /* 0: idle */
    int output;
    struct text said; /* its TAP */
    struct performance *performance;
    double started, deadline_at;
    char directory[300], facts[320], log[320];
};

enum { MOST_BASH_RUNS = 2 };

struct bash_cases {
    const struct stage *stage;
    const char *root; /* of the suite */
    struct bash_run runs[MOST_BASH_RUNS];
    char agent[300]; /* a script that starts the agent: $LISTENCHECK_AGENT */
    struct arena arena; /* of the commands of one run each */
};

/* NULL, or why this target's cases cannot be run this way; *unsupported tells which kind of reason. */
const char *bash_cases_open(struct bash_cases *cases, const struct stage *stage, const char *root, bool *unsupported);
/* Starts an instance if one more can run now. */
bool bash_cases_start(struct bash_cases *cases, struct performance *performance, double now);
bool bash_cases_can_start(const struct bash_cases *cases);
bool bash_cases_busy(const struct bash_cases *cases);
/* Adds what to wait for; returns how many. */
nfds_t bash_cases_watch(const struct bash_cases *cases, struct pollfd *items);
/* Reads, notices ends and deadlines, delivers what is over. */
void bash_cases_work(struct bash_cases *cases, double now);
/* Kills what runs; hands its instance back. */
struct performance *bash_cases_take_back(struct bash_cases *cases);
void bash_cases_close(struct bash_cases *cases);

/* A Bats that is started from within a Bats test must not take itself for that one. */
void forget_outer_bats(void);

#endif

/* gate.h: compares the deviations of a run with the baseline and gives the exit code. */
#ifndef LISTENCHECK_GATE_H
#define LISTENCHECK_GATE_H

#include "baseline.h"
#include "tally.h"

enum exit_code {
    EXIT_CODE_CLEAN = 0,
    EXIT_CODE_DEVIATION = 1,
    EXIT_CODE_OUTDATED = 2,
    EXIT_CODE_NOTHING = 3,
    EXIT_CODE_USAGE = 64
};

/* How much of the suite was run: fixed and stale can only be said of what was there to be seen. */
enum coverage {
    COVERAGE_COMPLETE,
    COVERAGE_CASES,    /* some cases, each with all of its instances (--cases) */
    COVERAGE_INSTANCES /* some instances (--shard), or a truncated run */
};

struct gate_change {
    enum gate_class class; /* new, changed, fixed or stale */
    const char *instance;  /* for fixed and stale the baseline's pattern */
    const char *clause;
    const char *observed;             /* "" for stale; for fixed what is observed now */
    const char *baseline;             /* the observed value the baseline has, "" for new */
    const char *why;                  /* the baseline's reason, "" for new */
    const struct baseline_line *line; /* NULL for new */
};

/* A judgement by a gated document that an instance did not allow. */
struct gate_missing {
    const char *instance, *clause;
    const char *reason; /* "" where none is known */
};

/* What the gate said of one judgement. */
struct gate_answer {
    enum gate_class class;            /* GATE_NONE where the gate does not look */
    const char *why;                  /* of the baseline line, else "" */
    const struct baseline_line *line; /* that knows the deviation, or has another value for it; NULL for new */
};

struct gate {
    const struct documents *documents;
    const struct baseline *baseline;
    bool *gated;              /* by number of the document */
    bool *has_lines;          /* by number of the clause: the baseline speaks of it */
    struct gate_line *lines;  /* what was seen of each baseline line */
    struct gate_change *list; /* grows; sorted at the end by class, instance, clause */
    size_t list_count;
    size_t list_capacity;
    struct gate_missing *missing; /* grows; in the order the instances came in */
    size_t missing_count;
    size_t missing_capacity;
    size_t counts[GATE_STALE + 1]; /* by class: judgements for new, changed, known; baseline lines for fixed, stale */
    size_t instances;
    size_t statuses[STATUS_HANG + 1]; /* instances with this status */
    size_t asked;                     /* judgements by gated documents, but for not-applicable ones */
    size_t obtained;                  /* of these, those with a value */
    size_t unsupported;               /* clauses of gated documents whose verdict is unsupported */
    size_t inconclusive;              /* clauses of gated documents of which an instance is inconclusive */
    int exit_code;
    struct arena arena;
    struct text scratch;
};

/* gated: ids of the documents the gate looks at (unknown ids are the caller's to check). All must outlive the gate. */
void gate_open(struct gate *gate, const struct documents *documents, const struct baseline *baseline, const char *const *gated,
               size_t gated_count);

/* For each judgement of an instance, answers[i]. */
void gate_instance(struct gate *gate, const struct instance *instance, const struct judgement *judgements, size_t count,
                   struct gate_answer *answers);

/* After the last instance: fixed, stale, unsupported, inconclusive, the exit code. tally must be finished. */
void gate_finish(struct gate *gate, const struct tally *tally, enum coverage coverage, bool strict);

/* No instance shows what this line of the baseline says any more, and at least one deviates in another way. */
bool gate_line_outlived(const struct gate *gate, const struct baseline_line *line, enum coverage coverage);
void gate_close(struct gate *gate);

#endif

/* prove_matrix.h: the kill matrix: which case caught which fault, which clause each fault turned, and what is missing. */
#ifndef LISTENCHECK_PROVE_MATRIX_H
#define LISTENCHECK_PROVE_MATRIX_H

#include "model/choice.h"
#include "prove_board.h"

struct prove_fault {
    const struct fault_row *row;
    size_t choice, base;
    size_t instances;      /* that observed something else */
    size_t cases;          /* that they belong to */
    bool caught, as_meant; /* by any case; by a case that is meant to */
    size_t turned;         /* clauses that conform without it and do not with it */
    bool ran;
};

struct prove_clause {
    const struct clause *clause;
    bool judged;        /* must or should, with something to expect */
    bool conforms;      /* in the model of its document */
    bool excused;       /* it contradicts another one, or its condition is never met in that model: */
    bool shown;         /* then a fault of it must follow the clause */
    size_t turned_by;   /* faults */
    size_t first_fault; /* one of them */
};

struct prove_case {
    const struct test_case *test;
    bool ran; /* on a model at all */
    size_t kills;
};

struct prove_model {
    const struct model_row *row;
    size_t choice;
    size_t judged, conforming; /* clauses */
    bool ran;
};

struct prove_matrix {
    const struct prove_board *board;
    const struct documents *documents;
    struct prove_model *models;
    struct prove_fault *faults;
    struct prove_clause *clauses;
    struct prove_case *cases;
    size_t model_count, fault_count, case_count;
    uint8_t *kills; /* [fault * case_count + case] */
    /* Sums. */
    size_t judged, conforming, turned, caught, as_meant, killing, ran_cases, untestable;
    bool proved;
};

void prove_matrix_open(struct prove_matrix *matrix, const struct prove_board *board, const struct documents *documents,
                       const struct case_set *cases);
void prove_matrix_close(struct prove_matrix *matrix);

/* Is the case among those a fault names: ids, or the beginning of one followed by `*`? */
bool prove_case_is_meant(const struct fault_row *fault, const char *case_id);

/* Is the case run for the fault? All are, but for a survey that the fault does not name. */
bool prove_case_is_run(const struct fault_row *fault, const struct test_case *test);

#endif

/* judge.h: judges instances against all clauses of all documents. */
#ifndef LISTENCHECK_JUDGE_H
#define LISTENCHECK_JUDGE_H

#include "../common/names.h"
#include "documents.h"

/* What one clause says of one instance. Strings live until the next judge_instance() with the same judge. */
struct judgement {
    const struct clause *clause;
    enum verdict verdict;
    const char *expect;   /* the conditions (or shown facts) as written, joined by " and " */
    const char *observed; /* `label=value …`; "crash" or "hang" */
    const char *reason;   /* why there is no value, else "" */
};

/* Clauses that speak of one case, found once. */
struct judge_case {
    const struct expectation **expectations; /* in order of clauses */
    const struct clause **clauses;           /* clauses[i] owns expectations[i] */
    size_t count;
};

struct judge {
    const struct documents *documents;
    struct pairs limits; /* borrowed */
    struct names cases;
    struct judge_case *case_list; /* by number in cases */
    size_t case_capacity;
    struct arena strings;
    struct arena index;
    struct text scratch;
    struct text reason;
    struct judgement *judgements;
    const struct expectation **selected; /* those of the clause at hand that speak of the instance */
    enum verdict *verdicts;              /* of the selected */
    size_t capacity;                     /* of these three */
};

/* documents and limits must outlive the judge. */
void judge_open(struct judge *judge, const struct documents *documents, struct pairs limits);

/* Judges one instance; *count judgements, in the order of documents and clauses, valid until the next call. */
const struct judgement *judge_instance(struct judge *judge, const struct instance *instance, size_t *count);

void judge_close(struct judge *judge);

#endif

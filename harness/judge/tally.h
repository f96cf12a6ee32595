/* tally.h: verdicts of instances gathered by clause and by document: the worst of the instances counts. */
#ifndef LISTENCHECK_TALLY_H
#define LISTENCHECK_TALLY_H

#include "judge.h"

struct clause_tally {
    enum verdict verdict;       /* the worst so far */
    size_t instances[VERDICTS]; /* how many instances had this verdict */
};

struct tally {
    const struct documents *documents;
    struct clause_tally *clauses; /* by number of the clause */
};

struct document_counts {
    size_t clauses;            /* in the document */
    size_t verdicts[VERDICTS]; /* clauses with this verdict */
};

void tally_open(struct tally *tally, const struct documents *documents);
void tally_add(struct tally *tally, const struct judgement *judgements, size_t count);

/* To be called once after the last instance. In a complete run a clause that met no instance is inconclusive. */
void tally_finish(struct tally *tally, bool complete);
struct document_counts tally_document(const struct tally *tally, const struct document *document);
void tally_close(struct tally *tally);

#endif

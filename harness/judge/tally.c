/* tally.c: verdicts of instances gathered by clause and by document. */
#include "tally.h"

#include <stdlib.h>

void tally_open(struct tally *tally, const struct documents *documents)
{
    *tally = (struct tally){.documents = documents};
    tally->clauses = memory_take(documents->clause_count, sizeof *tally->clauses);
    for (size_t i = 0; i < documents->clause_count; i++) {
        tally->clauses[i].verdict = documents->clauses[i]->untestable != NULL ? VERDICT_UNTESTABLE : VERDICT_NOT_RUN;
    }
}

void tally_add(struct tally *tally, const struct judgement *judgements, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct clause_tally *clause = &tally->clauses[judgements[i].clause->number];
        clause->instances[judgements[i].verdict]++;
        if (judgements[i].verdict < clause->verdict) {
            clause->verdict = judgements[i].verdict;
        }
    }
}

void tally_finish(struct tally *tally, bool complete)
{
    for (size_t i = 0; complete && i < tally->documents->clause_count; i++) {
        if (tally->clauses[i].verdict == VERDICT_NOT_RUN) {
            tally->clauses[i].verdict = VERDICT_INCONCLUSIVE;
        }
    }
}

struct document_counts tally_document(const struct tally *tally, const struct document *document)
{
    struct document_counts counts = {.clauses = document->clause_count};
    for (size_t i = 0; i < document->clause_count; i++) {
        counts.verdicts[tally->clauses[document->clauses[i].number].verdict]++;
    }
    return counts;
}

void tally_close(struct tally *tally)
{
    free(tally->clauses);
    *tally = (struct tally){0};
}

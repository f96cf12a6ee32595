/* judge.c: judges instances against all clauses of all documents. */
#include "judge.h"

#include <stdlib.h>
#include <string.h>

#include "../common/glob.h"

void judge_open(struct judge *judge, const struct documents *documents, struct pairs limits)
{
    *judge = (struct judge){.documents = documents, .limits = limits};
}

void judge_close(struct judge *judge)
{
    names_free(&judge->cases);
    free(judge->case_list);
    arena_free(&judge->strings);
    arena_free(&judge->index);
    text_free(&judge->scratch);
    text_free(&judge->reason);
    free(judge->judgements);
    free(judge->selected);
    free(judge->verdicts);
    *judge = (struct judge){0};
}

static bool speaks_of(const struct expectation *expectation, const char *case_id)
{
    const struct pattern *pattern = &expectation->pattern;
    return pattern->any_case ? glob_matches(pattern->case_id, case_id) : strcmp(pattern->case_id, case_id) == 0;
}

static size_t count_expectations(const struct documents *documents, const char *case_id)
{
    size_t count = 0;
    for (size_t i = 0; i < documents->clause_count; i++) {
        const struct clause *clause = documents->clauses[i];
        for (size_t j = 0; j < clause->expectation_count; j++) {
            count += speaks_of(&clause->expectations[j], case_id) ? 1 : 0;
        }
    }
    return count;
}

/* Finds all that speaks of a case; done once a case, then kept. */
static struct judge_case index_case(struct judge *judge, const char *case_id)
{
    struct judge_case found = {0};
    size_t most = count_expectations(judge->documents, case_id);
    found.expectations = arena_take(&judge->index, most, sizeof(const struct expectation *));
    found.clauses = arena_take(&judge->index, most, sizeof(const struct clause *));
    for (size_t i = 0; i < judge->documents->clause_count; i++) {
        const struct clause *clause = judge->documents->clauses[i];
        for (size_t j = 0; j < clause->expectation_count; j++) {
            if (speaks_of(&clause->expectations[j], case_id)) {
                found.clauses[found.count] = clause;
                found.expectations[found.count++] = &clause->expectations[j];
            }
        }
    }
    return found;
}

static const struct judge_case *find_case(struct judge *judge, const char *case_id)
{
    size_t before = judge->cases.count;
    size_t number = names_add(&judge->cases, case_id);
    if (number == before) {
        judge->case_list = memory_room(judge->case_list, number, &judge->case_capacity, sizeof *judge->case_list);
        judge->case_list[number] = index_case(judge, case_id);
    }
    return &judge->case_list[number];
}

static bool family_applies(const struct document *document, struct pairs matrix)
{
    const char *family = document->family_count > 0 ? pairs_value(matrix, "family") : NULL;
    for (size_t i = 0; family != NULL && i < document->family_count; i++) {
        if (strcmp(document->families[i], family) == 0) {
            return true;
        }
    }
    return family == NULL;
}

static enum verdict verdict_of(enum truth truth, enum level level)
{
    switch (truth) {
    case TRUTH_CRASH:
        return VERDICT_CRASH;
    case TRUTH_HANG:
        return VERDICT_HANG;
    case TRUTH_INCONCLUSIVE:
        return VERDICT_INCONCLUSIVE;
    case TRUTH_UNSUPPORTED:
        return VERDICT_UNSUPPORTED;
    case TRUTH_HOLDS:
    case TRUTH_FAILS:
        break;
    }
    if (level != LEVEL_MUST && level != LEVEL_SHOULD) {
        return VERDICT_OPEN;
    }
    if (truth == TRUTH_HOLDS) {
        return VERDICT_CONFORMS;
    }
    return level == LEVEL_MUST ? VERDICT_DEVIATES : VERDICT_FALLS_SHORT;
}

/* What the facts to be shown allow to say: all that are there are shown, so one is enough. */
static enum truth truth_of_shown(struct judge *judge, const struct expectation *expectation, const struct instance *instance)
{
    enum truth truth = TRUTH_INCONCLUSIVE;
    text_clear(&judge->reason);
    for (size_t i = 0; i < expectation->fact_count; i++) {
        enum truth one = condition_fact(instance, expectation->facts[i], &judge->scratch);
        if (one == TRUTH_HOLDS) {
            text_clear(&judge->reason);
            return one;
        }
        if (i == 0 || one < truth) {
            truth = one;
            text_clear(&judge->reason);
            text_put(&judge->reason, text_string(&judge->scratch));
        }
    }
    return truth;
}

/* Leaves the reason in judge->reason. */
static enum verdict judge_expectation(struct judge *judge, const struct clause *clause, const struct expectation *expectation,
                                      const struct instance *instance)
{
    enum truth truth = expectation->condition != NULL
                           ? condition_evaluate(expectation->condition, instance, judge->limits, &judge->reason)
                           : truth_of_shown(judge, expectation, instance);
    return verdict_of(truth, clause->level);
}

/* Adds `label=value`; bytes that would break a line of a baseline or the list of facts are written %XX. */
static void add_observed(struct text *text, const struct pair *fact)
{
    text_put(text, text->length > 0 ? " " : "");
    text_put(text, fact->name);
    text_byte(text, '=');
    for (const char *at = fact->value; *at != '\0'; at++) {
        if ((unsigned char)*at <= 0x20 || *at == 0x7f) {
            text_format(text, "%%%02X", (unsigned)(unsigned char)*at);
        } else {
            text_byte(text, *at);
        }
    }
}

static const struct pair *find_fact(const struct pairs *facts, const char *name)
{
    for (size_t i = 0; i < facts->count; i++) {
        if (strcmp(facts->items[i].name, name) == 0) {
            return &facts->items[i];
        }
    }
    return NULL;
}

/* The labels an expectation looks at, in order of appearance. */
static const char *const *labels_of(const struct expectation *expectation, size_t *count)
{
    const struct condition *condition = expectation->condition;
    *count = condition != NULL ? condition->reference_count : expectation->fact_count;
    return condition != NULL ? condition->references : expectation->facts;
}

static bool stands_before(const struct judge *judge, size_t position, size_t label, const char *name)
{
    for (size_t i = 0; i <= position; i++) {
        size_t count = 0;
        const char *const *labels = labels_of(judge->selected[i], &count);
        count = i == position ? label : count;
        for (size_t j = 0; j < count && judge->verdicts[i] == judge->verdicts[position]; j++) {
            if (strcmp(labels[j], name) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* The facts of the expectations that have this verdict, each once. */
/* The fact, or where there is none the outcome of the call that should have given it. */
static const struct pair *fact_or_call(const struct pairs *facts, const char *name)
{
    const struct pair *fact = find_fact(facts, name);
    size_t length = strcspn(name, ".");
    for (size_t i = 0; fact == NULL && name[length] == '.' && i < facts->count; i++) {
        if (strncmp(facts->items[i].name, name, length) == 0 && facts->items[i].name[length] == '\0') {
            return &facts->items[i];
        }
    }
    return fact;
}

static bool is_told(const char *text, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = strstr(text, name); at != NULL; at = strstr(at + 1, name)) {
        if ((at == text || at[-1] == ' ') && at[length] == '=') {
            return true;
        }
    }
    return false;
}

static const char *observed_text(struct judge *judge, size_t count, enum verdict verdict, const struct pairs *facts)
{
    if (verdict == VERDICT_CRASH || verdict == VERDICT_HANG) {
        return verdict_name(verdict);
    }
    text_clear(&judge->scratch);
    for (size_t i = 0; i < count; i++) {
        size_t label_count = 0;
        const char *const *labels = labels_of(judge->selected[i], &label_count);
        for (size_t j = 0; j < label_count && judge->verdicts[i] == verdict; j++) {
            const struct pair *fact = fact_or_call(facts, labels[j]);
            if (fact != NULL && !is_told(text_string(&judge->scratch), fact->name) && (count == 1 || !stands_before(judge, i, j, labels[j]))) {
                add_observed(&judge->scratch, fact);
            }
        }
    }
    return arena_copy(&judge->strings, text_string(&judge->scratch), judge->scratch.length);
}

/* The conditions of the expectations that have this verdict. */
static const char *expect_text(struct judge *judge, size_t count, enum verdict verdict)
{
    if (count == 1) {
        return judge->selected[0]->source;
    }
    text_clear(&judge->scratch);
    for (size_t i = 0; i < count; i++) {
        if (judge->verdicts[i] == verdict) {
            text_put(&judge->scratch, judge->scratch.length > 0 ? " and " : "");
            text_put(&judge->scratch, judge->selected[i]->source);
        }
    }
    return arena_copy(&judge->strings, text_string(&judge->scratch), judge->scratch.length);
}

/* Whether the clause speaks of this instance at all: VERDICT_CONFORMS when it does. */
static enum verdict applicability(struct judge *judge, const struct clause *clause, const struct instance *instance)
{
    text_clear(&judge->reason);
    if (!family_applies(clause->document, instance->matrix)) {
        text_put(&judge->reason, "the document does not speak of this family");
        return VERDICT_NOT_APPLICABLE;
    }
    if (clause->when == NULL) {
        return VERDICT_CONFORMS;
    }
    enum truth truth = condition_evaluate(clause->when, instance, judge->limits, &judge->reason);
    if (truth == TRUTH_FAILS) {
        text_put(&judge->reason, "not the case: ");
        text_put(&judge->reason, clause->when->source);
        return VERDICT_NOT_APPLICABLE;
    }
    return truth == TRUTH_HOLDS ? VERDICT_CONFORMS : verdict_of(truth, clause->level);
}

/* Judges one clause by the selected expectations; the worst of them is the verdict. */
static struct judgement judge_clause(struct judge *judge, const struct clause *clause, size_t count,
                                     const struct instance *instance)
{
    struct judgement judgement = {.clause = clause, .reason = ""};
    enum verdict general = applicability(judge, clause, instance);
    judgement.verdict = general;
    for (size_t i = 0; i < count; i++) {
        judge->verdicts[i] = general;
        if (general != VERDICT_CONFORMS) {
            continue;
        }
        enum verdict one = judge_expectation(judge, clause, judge->selected[i], instance);
        judge->verdicts[i] = one;
        if (i == 0 || verdict_outweighs(one, judgement.verdict)) {
            judgement.verdict = one;
            judgement.reason =
                judge->reason.length > 0 ? arena_copy(&judge->strings, text_string(&judge->reason), judge->reason.length) : "";
        }
    }
    if (general != VERDICT_CONFORMS) {
        judgement.reason = arena_copy(&judge->strings, text_string(&judge->reason), judge->reason.length);
    }
    judgement.expect = expect_text(judge, count, judgement.verdict);
    judgement.observed = observed_text(judge, count, judgement.verdict, &instance->facts);
    return judgement;
}

/* Room for as many expectations and judgements as a case can have. */
static void make_room(struct judge *judge, size_t count)
{
    if (count <= judge->capacity) {
        return;
    }
    judge->capacity = count;
    judge->judgements = memory_grow(judge->judgements, count, sizeof *judge->judgements);
    judge->selected = memory_grow(judge->selected, count, sizeof(const struct expectation *));
    judge->verdicts = memory_grow(judge->verdicts, count, sizeof *judge->verdicts);
}

const struct judgement *judge_instance(struct judge *judge, const struct instance *instance, size_t *count)
{
    const struct judge_case *of_case = find_case(judge, instance->case_id);
    size_t judged = 0;
    arena_clear(&judge->strings);
    make_room(judge, of_case->count);
    for (size_t i = 0; i < of_case->count;) {
        const struct clause *clause = of_case->clauses[i];
        size_t selected = 0;
        for (; i < of_case->count && of_case->clauses[i] == clause; i++) {
            if (pattern_selects(&of_case->expectations[i]->pattern, instance->case_id, instance->matrix)) {
                judge->selected[selected++] = of_case->expectations[i];
            }
        }
        if (selected > 0) {
            judge->judgements[judged++] = judge_clause(judge, clause, selected, instance);
        }
    }
    *count = judged;
    return judge->judgements;
}

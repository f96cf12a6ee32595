/* gate.c: compares the deviations of a run with the baseline and gives the exit code. */
#include "gate.h"

#include <stdlib.h>
#include <string.h>

/* What was seen of the instances that one baseline line covers. */
struct gate_line {
    size_t matched;         /* deviate as the line says */
    size_t known_elsewhere; /* deviate as another line says */
    size_t changed;         /* deviate in another way */
    size_t conforming;
    size_t not_obtained;
    const char *now; /* what the first conforming one shows */
};

void gate_open(struct gate *gate, const struct documents *documents, const struct baseline *baseline, const char *const *gated,
               size_t gated_count)
{
    *gate = (struct gate){.documents = documents, .baseline = baseline};
    gate->gated = arena_take(&gate->arena, documents->count, sizeof *gate->gated);
    gate->has_lines = arena_take(&gate->arena, documents->clause_count, sizeof *gate->has_lines);
    gate->lines = arena_take(&gate->arena, baseline->count, sizeof *gate->lines);
    for (size_t i = 0; i < gated_count; i++) {
        const struct document *document = documents_find(documents, gated[i]);
        if (document != NULL) {
            gate->gated[document->number] = true;
        }
    }
    for (size_t i = 0; i < baseline->count; i++) {
        const struct clause *clause = documents_clause(documents, baseline->lines[i].clause);
        if (clause != NULL) {
            gate->has_lines[clause->number] = true;
        }
    }
}

void gate_close(struct gate *gate)
{
    arena_free(&gate->arena);
    text_free(&gate->scratch);
    free(gate->list);
    free(gate->missing);
    *gate = (struct gate){0};
}

static const char *keep(struct gate *gate, const char *string)
{
    return arena_string(&gate->arena, string != NULL ? string : "");
}

static void add_change(struct gate *gate, struct gate_change change)
{
    gate->list = memory_room(gate->list, gate->list_count, &gate->list_capacity, sizeof *gate->list);
    gate->list[gate->list_count++] = change;
    gate->counts[change.class]++;
}

static const char *keep_name(struct gate *gate, const struct instance *instance)
{
    text_clear(&gate->scratch);
    instance_name(&gate->scratch, instance->case_id, instance->matrix);
    return keep(gate, text_string(&gate->scratch));
}

/* The values a line allows, as one text. */
static const char *values_of(struct gate *gate, const struct baseline_line *line)
{
    text_clear(&gate->scratch);
    for (size_t i = 0; i < line->observed_count; i++) {
        text_put(&gate->scratch, i > 0 ? " | " : "");
        text_put(&gate->scratch, line->observed[i]);
    }
    return keep(gate, text_string(&gate->scratch));
}

/* Notes one judgement at every line that covers its instance. Returns the line that knows it, else the first that covers it. */
static const struct baseline_line *note(struct gate *gate, const struct instance *instance, const struct judgement *judgement,
                                        bool *known)
{
    const struct baseline *baseline = gate->baseline;
    const struct baseline_line *answer = NULL;
    const char *clause = judgement->clause->id;
    *known = false;
    size_t i = baseline_covering(baseline, clause, instance->case_id, instance->matrix, 0);
    for (; i < baseline->count; i = baseline_covering(baseline, clause, instance->case_id, instance->matrix, i + 1)) {
        bool matches = baseline_line_observed(&baseline->lines[i], judgement->observed);
        if (answer == NULL || (matches && !*known)) {
            answer = &baseline->lines[i];
            *known = matches;
        }
    }
    return answer;
}

static void note_line(struct gate *gate, struct gate_line *line, bool matches, bool known, const struct judgement *judgement)
{
    if (verdict_is_deviation(judgement->verdict)) {
        line->matched += matches ? 1 : 0;
        line->known_elsewhere += !matches && known ? 1 : 0;
        line->changed += known ? 0 : 1;
    } else if (judgement->verdict == VERDICT_CONFORMS) {
        line->conforming++;
        line->now = line->now != NULL ? line->now : keep(gate, judgement->observed);
    } else if (judgement->verdict == VERDICT_UNSUPPORTED || judgement->verdict == VERDICT_INCONCLUSIVE) {
        line->not_obtained++;
    }
}

static void note_lines(struct gate *gate, const struct instance *instance, const struct judgement *judgement, bool known)
{
    const struct baseline *baseline = gate->baseline;
    const char *clause = judgement->clause->id;
    size_t i = baseline_covering(baseline, clause, instance->case_id, instance->matrix, 0);
    for (; i < baseline->count; i = baseline_covering(baseline, clause, instance->case_id, instance->matrix, i + 1)) {
        note_line(gate, &gate->lines[i], baseline_line_observed(&baseline->lines[i], judgement->observed), known, judgement);
    }
}

static struct gate_answer answer_deviation(struct gate *gate, const struct instance *instance, const struct judgement *judgement,
                                           const struct baseline_line *line, bool known)
{
    struct gate_answer answer = {
        .class = line == NULL ? GATE_NEW : GATE_CHANGED, .why = line != NULL ? line->why : "", .line = line};
    if (known) {
        answer.class = GATE_KNOWN;
        gate->counts[GATE_KNOWN]++;
        return answer;
    }
    struct gate_change change = {.class = answer.class, .why = answer.why, .clause = judgement->clause->id, .line = line};
    change.instance = keep_name(gate, instance);
    change.observed = keep(gate, judgement->observed);
    change.baseline = line != NULL ? values_of(gate, line) : "";
    add_change(gate, change);
    return answer;
}

static void add_missing(struct gate *gate, const struct instance *instance, const struct judgement *judgement)
{
    gate->missing = memory_room(gate->missing, gate->missing_count, &gate->missing_capacity, sizeof *gate->missing);
    gate->missing[gate->missing_count++] = (struct gate_missing){
        keep_name(gate, instance), judgement->clause->id, keep(gate, judgement->reason)};
}

static bool is_obtained(enum verdict verdict)
{
    return verdict != VERDICT_UNSUPPORTED && verdict != VERDICT_INCONCLUSIVE;
}

void gate_instance(struct gate *gate, const struct instance *instance, const struct judgement *judgements, size_t count,
                   struct gate_answer *answers)
{
    gate->statuses[instance->status]++;
    gate->instances++;
    for (size_t i = 0; i < count; i++) {
        const struct judgement *judgement = &judgements[i];
        const struct baseline_line *line = NULL;
        bool known = false;
        answers[i] = (struct gate_answer){.class = GATE_NONE, .why = ""};
        if (!gate->gated[judgement->clause->document->number]) {
            continue;
        }
        if (judgement->verdict != VERDICT_NOT_APPLICABLE) {
            gate->asked++;
            gate->obtained += is_obtained(judgement->verdict) ? 1 : 0;
        }
        if (gate->has_lines[judgement->clause->number]) {
            line = note(gate, instance, judgement, &known);
            note_lines(gate, instance, judgement, known);
        }
        if (verdict_is_deviation(judgement->verdict)) {
            answers[i] = answer_deviation(gate, instance, judgement, line, known);
        } else if (judgement->verdict == VERDICT_INCONCLUSIVE) {
            add_missing(gate, instance, judgement);
        }
    }
}

/* A line of a document that was not looked at says nothing here; one of a document that does not exist is stale. */
static bool is_looked_at(const struct gate *gate, const struct baseline_line *line)
{
    size_t length = strcspn(line->clause, "/");
    for (size_t i = 0; i < gate->documents->count; i++) {
        const char *id = gate->documents->list[i].id;
        if (strncmp(id, line->clause, length) == 0 && id[length] == '\0') {
            return gate->gated[i];
        }
    }
    return true;
}

/* Whether the run holds all instances that the line can cover. */
static bool is_all_seen(const struct baseline_line *line, enum coverage coverage)
{
    return coverage == COVERAGE_COMPLETE || line->pattern.is_exact || (coverage == COVERAGE_CASES && !line->pattern.any_case);
}

static enum gate_class class_of_line(const struct gate *gate, size_t number, enum coverage coverage)
{
    const struct baseline_line *line = &gate->baseline->lines[number];
    const struct gate_line *seen = &gate->lines[number];
    if (!is_looked_at(gate, line) || seen->matched + seen->changed + seen->not_obtained > 0) {
        return GATE_NONE;
    }
    if (seen->conforming + seen->known_elsewhere > 0) {
        return is_all_seen(line, coverage) ? GATE_FIXED : GATE_NONE;
    }
    return coverage == COVERAGE_COMPLETE ? GATE_STALE : GATE_NONE;
}

static void judge_lines(struct gate *gate, enum coverage coverage)
{
    for (size_t i = 0; i < gate->baseline->count; i++) {
        const struct baseline_line *line = &gate->baseline->lines[i];
        enum gate_class class = class_of_line(gate, i, coverage);
        if (class != GATE_NONE) {
            struct gate_change change = {
                .class = class, .clause = line->clause, .instance = line->instance, .why = line->why, .line = line};
            change.observed = class == GATE_FIXED && gate->lines[i].now != NULL ? gate->lines[i].now : "";
            change.baseline = values_of(gate, line);
            add_change(gate, change);
        }
    }
}

static void count_clauses(struct gate *gate, const struct tally *tally)
{
    for (size_t i = 0; i < gate->documents->clause_count; i++) {
        const struct clause_tally *clause = &tally->clauses[i];
        if (!gate->gated[gate->documents->clauses[i]->document->number]) {
            continue;
        }
        gate->unsupported += clause->verdict == VERDICT_UNSUPPORTED ? 1 : 0;
        gate->inconclusive += clause->verdict == VERDICT_INCONCLUSIVE || clause->instances[VERDICT_INCONCLUSIVE] > 0 ? 1 : 0;
    }
}

/* No instance at all, none that was performed, or nothing that a gated clause asked for. */
static bool is_nothing(const struct gate *gate)
{
    const size_t *statuses = gate->statuses;
    return gate->instances == statuses[STATUS_UNSUPPORTED] + statuses[STATUS_INCONCLUSIVE] ||
           (gate->asked > 0 && gate->obtained == 0);
}

/* A crash or hang that no gated clause speaks of must not pass as clean. */
static bool is_unexplained(const struct gate *gate)
{
    return gate->asked == 0 && gate->statuses[STATUS_CRASH] + gate->statuses[STATUS_HANG] > 0;
}

static int exit_code_of(const struct gate *gate, bool strict)
{
    if (is_nothing(gate) || is_unexplained(gate)) {
        return EXIT_CODE_NOTHING;
    }
    if (gate->counts[GATE_NEW] + gate->counts[GATE_CHANGED] > 0) {
        return EXIT_CODE_DEVIATION;
    }
    if (gate->inconclusive > 0) {
        return EXIT_CODE_NOTHING;
    }
    return strict && gate->counts[GATE_FIXED] + gate->counts[GATE_STALE] > 0 ? EXIT_CODE_OUTDATED : EXIT_CODE_CLEAN;
}

/* By class, instance and clause: instances may have come in any order. */
static int by_class(const void *a, const void *b)
{
    const struct gate_change *one = a;
    const struct gate_change *other = b;
    int order = (one->class > other->class) - (one->class < other->class);
    order = order != 0 ? order : strcmp(one->instance, other->instance);
    order = order != 0 ? order : strcmp(one->clause, other->clause);
    return order != 0 ? order : strcmp(one->baseline, other->baseline);
}

void gate_finish(struct gate *gate, const struct tally *tally, enum coverage coverage, bool strict)
{
    judge_lines(gate, coverage);
    if (gate->list_count > 0) {
        qsort(gate->list, gate->list_count, sizeof *gate->list, by_class);
    }
    count_clauses(gate, tally);
    gate->exit_code = exit_code_of(gate, strict);
}

bool gate_line_outlived(const struct gate *gate, const struct baseline_line *line, enum coverage coverage)
{
    const struct gate_line *seen = &gate->lines[line - gate->baseline->lines];
    return seen->matched + seen->not_obtained == 0 && seen->changed > 0 && is_all_seen(line, coverage);
}

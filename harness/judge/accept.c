/* accept.c: makes the next baseline of a subject from its present one and a run. */
#include "accept.h"

#include <stdlib.h>
#include <string.h>

/* One clause on one instance. */
struct item {
    const struct clause *clause;
    size_t case_number;
    struct pairs matrix;
    const char *observed;
    enum gate_class class; /* GATE_NONE: no deviation */
    const struct baseline_line *line;
    bool covered; /* by a new line already */
};

struct accept {
    const struct gate *gate;
    struct arena arena;
    struct names cases;
    struct names words; /* names and values of matrices */
    struct item *items;
    size_t count;
    size_t capacity;
};

bool accept_only_of(const char *name, unsigned *only)
{
    static const struct {
        const char *name;
        unsigned only;
    } words[] = {
        {"new", ACCEPT_NEW}, {"changed", ACCEPT_CHANGED}, {"fixed", ACCEPT_FIXED}, {"stale", ACCEPT_STALE}, {"all", ACCEPT_ALL}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i].name, name) == 0) {
            *only |= words[i].only;
            return true;
        }
    }
    return false;
}

struct accept *accept_open(const struct gate *gate)
{
    struct accept *accept = memory_take(1, sizeof *accept);
    accept->gate = gate;
    return accept;
}

void accept_close(struct accept *accept)
{
    arena_free(&accept->arena);
    names_free(&accept->cases);
    names_free(&accept->words);
    free(accept->items);
    free(accept);
}

static const char *word(struct accept *accept, const char *string)
{
    size_t number = names_add(&accept->words, string);
    return accept->words.strings[number];
}

static struct pairs keep_matrix(struct accept *accept, struct pairs matrix)
{
    struct pair *pairs = arena_take(&accept->arena, matrix.count, sizeof *pairs);
    for (size_t i = 0; i < matrix.count; i++) {
        pairs[i].name = word(accept, matrix.items[i].name);
        pairs[i].value = word(accept, matrix.items[i].value);
    }
    return (struct pairs){.items = pairs, .count = matrix.count};
}

void accept_instance(struct accept *accept, const struct instance *instance, const struct judgement *judgements,
                     const struct gate_answer *answers, size_t count)
{
    size_t case_number = names_add(&accept->cases, instance->case_id);
    struct pairs matrix = keep_matrix(accept, instance->matrix);
    for (size_t i = 0; i < count; i++) {
        const struct judgement *judgement = &judgements[i];
        if (!accept->gate->gated[judgement->clause->document->number] || judgement->verdict == VERDICT_NOT_APPLICABLE) {
            continue;
        }
        accept->items = memory_room(accept->items, accept->count, &accept->capacity, sizeof *accept->items);
        struct item *item = &accept->items[accept->count++];
        *item = (struct item){.clause = judgement->clause, .case_number = case_number, .matrix = matrix};
        item->class = answers[i].class;
        item->line = answers[i].line;
        item->observed = item->class != GATE_NONE ? word(accept, judgement->observed) : "";
    }
}

/* By clause, then case, then order of the run. */
static int by_clause(const void *a, const void *b)
{
    const struct item *one = a;
    const struct item *other = b;
    if (one->clause != other->clause) {
        return one->clause->number < other->clause->number ? -1 : 1;
    }
    if (one->case_number != other->case_number) {
        return one->case_number < other->case_number ? -1 : 1;
    }
    /* matrices of one run lie in the arena's blocks in no order, so the values decide */
    for (size_t i = 0; i < one->matrix.count && i < other->matrix.count; i++) {
        int order = strcmp(one->matrix.items[i].value, other->matrix.items[i].value);
        if (order != 0) {
            return order;
        }
    }
    return 0;
}

/* The baseline under construction. */
struct draft {
    struct accept *accept;
    const struct accept_options *options;
    enum coverage coverage;
    struct baseline next; /* its strings are borrowed */
    size_t capacity;
    struct item *group; /* all items of one clause and case */
    size_t group_count;
};

static void add_line(struct draft *draft, struct baseline_line line)
{
    draft->next.lines = memory_room(draft->next.lines, draft->next.count, &draft->capacity, sizeof *draft->next.lines);
    draft->next.lines[draft->next.count++] = line;
}

static bool is_wanted(const struct draft *draft, const struct item *item)
{
    return (item->class == GATE_NEW && (draft->options->only & ACCEPT_NEW) != 0) ||
           (item->class == GATE_CHANGED && (draft->options->only & ACCEPT_CHANGED) != 0);
}

static const char *reason_of(const struct draft *draft, const struct item *item)
{
    return draft->options->reason != NULL || item->line == NULL ? draft->options->reason : item->line->why;
}

/* Whether one line can stand for both. */
static bool is_alike(const struct draft *draft, const struct item *one, const struct item *other)
{
    return is_wanted(draft, other) && strcmp(one->observed, other->observed) == 0 &&
           strcmp(reason_of(draft, one), reason_of(draft, other)) == 0;
}

/* Whether the values of item, with `*` where star says so, cover other. */
static bool covers(const struct item *item, const bool *star, const struct item *other)
{
    if (item->matrix.count != other->matrix.count) {
        return false;
    }
    for (size_t i = 0; i < item->matrix.count; i++) {
        const char *value = pairs_value(other->matrix, item->matrix.items[i].name);
        if (value == NULL || (!star[i] && strcmp(value, item->matrix.items[i].value) != 0)) {
            return false;
        }
    }
    return true;
}

/* A pattern may only cover instances that deviate in the same way. */
static bool is_fair(const struct draft *draft, const struct item *item, const bool *star)
{
    for (size_t i = 0; i < draft->group_count; i++) {
        if (covers(item, star, &draft->group[i]) && !is_alike(draft, item, &draft->group[i])) {
            return false;
        }
    }
    return true;
}

/* Widens the pattern around item: all variables at once where that is fair, else one after the other. */
static void widen(const struct draft *draft, const struct item *item, bool *star)
{
    size_t count = item->matrix.count;
    bool wide = draft->coverage != COVERAGE_INSTANCES;
    for (size_t i = 0; i < count; i++) {
        star[i] = wide;
    }
    if (!wide || is_fair(draft, item, star)) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        star[i] = false;
    }
    for (size_t i = 0; i < count; i++) {
        star[i] = true;
        star[i] = is_fair(draft, item, star);
    }
}

static const char *pattern_text(struct draft *draft, const struct item *item, const bool *star)
{
    struct accept *accept = draft->accept;
    struct text text = {0};
    struct pair *pairs = arena_take(&accept->arena, item->matrix.count, sizeof *pairs);
    bool all = item->matrix.count > 0;
    for (size_t i = 0; i < item->matrix.count; i++) {
        pairs[i] = item->matrix.items[i];
        pairs[i].value = star[i] ? "*" : pairs[i].value;
        all = all && star[i];
    }
    struct pairs matrix = {.items = pairs, .count = all ? 0 : item->matrix.count};
    instance_name(&text, accept->cases.strings[item->case_number], matrix);
    text_put(&text, all ? "[*]" : "");
    const char *kept = arena_string(&accept->arena, text_string(&text));
    text_free(&text);
    return kept;
}

static void add_item(struct draft *draft, struct item *item)
{
    struct arena *arena = &draft->accept->arena;
    bool *star = arena_take(arena, item->matrix.count, sizeof *star);
    struct baseline_line line = {.clause = item->clause->id, .observed_count = 1, .since = draft->options->date};
    const char *found = NULL;
    widen(draft, item, star);
    line.instance = pattern_text(draft, item, star);
    line.why = reason_of(draft, item);
    line.observed = arena_take(arena, 1, sizeof *line.observed);
    line.observed[0] = item->observed;
    (void)pattern_parse(&line.pattern, arena, line.instance, &found);
    if (line.pattern.case_id == NULL) {
        line.pattern.case_id = line.instance;
    }
    add_line(draft, line);
    for (size_t i = 0; i < draft->group_count; i++) {
        draft->group[i].covered = draft->group[i].covered || covers(item, star, &draft->group[i]);
    }
}

static void add_groups(struct draft *draft)
{
    struct accept *accept = draft->accept;
    if (accept->count > 0) {
        qsort(accept->items, accept->count, sizeof *accept->items, by_clause);
    }
    for (size_t first = 0; first < accept->count; first += draft->group_count) {
        draft->group = &accept->items[first];
        draft->group_count = 1;
        while (first + draft->group_count < accept->count && draft->group[draft->group_count].clause == draft->group[0].clause &&
               draft->group[draft->group_count].case_number == draft->group[0].case_number) {
            draft->group_count++;
        }
        for (size_t i = 0; i < draft->group_count; i++) {
            if (is_wanted(draft, &draft->group[i]) && !draft->group[i].covered) {
                add_item(draft, &draft->group[i]);
            }
        }
    }
}

/* Whether an old line is left out of the next baseline. */
static bool is_dropped(const struct draft *draft, const struct baseline_line *line)
{
    const struct gate *gate = draft->accept->gate;
    unsigned only = draft->options->only;
    for (size_t i = 0; i < gate->list_count; i++) {
        const struct gate_change *change = &gate->list[i];
        if (change->line == line && ((change->class == GATE_FIXED && (only & ACCEPT_FIXED) != 0) ||
                                     (change->class == GATE_STALE && (only & ACCEPT_STALE) != 0))) {
            return true;
        }
    }
    return (only & ACCEPT_CHANGED) != 0 && gate_line_outlived(gate, line, draft->coverage);
}

static void add_old_lines(struct draft *draft)
{
    const struct baseline *old = draft->accept->gate->baseline;
    for (size_t i = 0; i < old->count; i++) {
        if (!is_dropped(draft, &old->lines[i])) {
            add_line(draft, old->lines[i]);
        }
    }
}

static size_t count_new(const struct draft *draft)
{
    size_t count = 0;
    for (size_t i = 0; i < draft->accept->count; i++) {
        const struct item *item = &draft->accept->items[i];
        count += item->class == GATE_NEW && is_wanted(draft, item) ? 1 : 0;
    }
    return count;
}

bool accept_finish(struct accept *accept, enum coverage coverage, const struct accept_options *options, struct text *text,
                   size_t *lines, struct text *message)
{
    const struct baseline *old = accept->gate->baseline;
    struct draft draft = {.accept = accept, .options = options, .coverage = coverage};
    bool reason_given = options->reason != NULL && options->reason[0] != '\0';
    size_t new_count = count_new(&draft);
    if (new_count > 0 && !reason_given) {
        text_format(message, "%zu new deviations have no reason: give one with --reason TEXT, or choose others with --only",
                    new_count);
        return false;
    }
    draft.next.comments = old->comments;
    draft.next.subject = options->subject;
    draft.next.suite = options->suite;
    draft.next.since = old->since != NULL ? old->since : options->date;
    draft.next.note = old->note;
    add_old_lines(&draft);
    add_groups(&draft);
    baseline_write(text, &draft.next);
    *lines = draft.next.count;
    free(draft.next.lines);
    return true;
}

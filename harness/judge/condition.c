/* condition.c: evaluates a condition on one instance. */
#include "condition.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "../common/number.h"
#include "condition_tree.h"

#define DECIMAL_SIZE 24

struct value {
    bool is_number;
    long long number;
    const char *text;           /* NULL for a computed number */
    char decimal[DECIMAL_SIZE]; /* text of a computed number */
};

struct evaluation {
    const struct instance *instance;
    struct pairs limits;
    struct text *reason;
};

/* Keeps the first reason: later ones would only repeat the same cause. */
static enum truth because(const struct evaluation *evaluation, enum truth truth, const char *what, const char *name,
                          const char *value)
{
    struct text *reason = evaluation->reason;
    if (reason->length == 0) {
        text_put(reason, what);
        text_put(reason, name);
        if (value != NULL) {
            text_byte(reason, '=');
            text_put(reason, value);
        }
    }
    return truth;
}

/* Facts whose value says that there is none. */
static enum truth obtained(const struct evaluation *evaluation, const char *name, const char *value)
{
    if (strcmp(value, "unsupported") == 0) {
        return because(evaluation, TRUTH_UNSUPPORTED, "", name, value);
    }
    if (strcmp(value, "crash") == 0) {
        return because(evaluation, TRUTH_CRASH, "", name, value);
    }
    if (strcmp(value, "hang") == 0) {
        return because(evaluation, TRUTH_HANG, "", name, value);
    }
    return TRUTH_HOLDS;
}

/* The fact `label` where name is `label.key`, or NULL. */
static const struct pair *call_of(const struct evaluation *evaluation, const char *name)
{
    size_t length = strcspn(name, ".");
    const struct pairs *facts = &evaluation->instance->facts;
    for (size_t i = 0; name[length] == '.' && i < facts->count; i++) {
        if (strncmp(facts->items[i].name, name, length) == 0 && facts->items[i].name[length] == '\0') {
            return &facts->items[i];
        }
    }
    return NULL;
}

/* A call that had another outcome has not the keys of one that succeeded: what is required of them is not met. */
static bool has_failed(const struct evaluation *evaluation, const char *name)
{
    const struct pair *call = call_of(evaluation, name);
    return call != NULL && strcmp(call->value, "ok") != 0 && obtained(evaluation, call->name, call->value) == TRUTH_HOLDS;
}

static enum truth missing(const struct evaluation *evaluation, const char *name)
{
    static const enum truth by_status[] = {[STATUS_DONE] = TRUTH_INCONCLUSIVE,
                                           [STATUS_UNSUPPORTED] = TRUTH_UNSUPPORTED,
                                           [STATUS_INCONCLUSIVE] = TRUTH_INCONCLUSIVE,
                                           [STATUS_CRASH] = TRUTH_CRASH,
                                           [STATUS_HANG] = TRUTH_HANG};
    const struct instance *instance = evaluation->instance;
    const struct pair *call = call_of(evaluation, name);
    enum truth truth = call != NULL ? obtained(evaluation, call->name, call->value) : TRUTH_HOLDS;
    if (truth != TRUTH_HOLDS) {
        return truth;
    }
    if (instance->status != STATUS_DONE) {
        const char *reason = instance->reason != NULL ? instance->reason : "";
        return because(evaluation, by_status[instance->status], "", reason, NULL);
    }
    (void)because(evaluation, TRUTH_INCONCLUSIVE, "no such fact: ", name, NULL);
    if (call != NULL) {
        text_format(evaluation->reason, " (%s=%s)", call->name, call->value);
    }
    return TRUTH_INCONCLUSIVE;
}

static enum truth value_of_text(const struct evaluation *evaluation, const char *name, const char *text, struct value *value)
{
    enum number_outcome outcome = number_parse(text, &value->number);
    value->text = text;
    value->is_number = outcome == NUMBER_GOOD;
    if (outcome == NUMBER_TOO_LARGE) {
        return because(evaluation, TRUTH_INCONCLUSIVE, "number out of range: ", name, text);
    }
    return TRUTH_HOLDS;
}

/* Backlog words of the matrix (harness/PROTOCOL.md, Backlog): the number each stands for. */
static bool backlog_number(const char *word, struct pairs limits, long long *number)
{
    const char *limit = NULL;
    long long change = 0;
    if (strcmp(word, "min") == 0 || strcmp(word, "max") == 0) {
        *number = strcmp(word, "min") == 0 ? INT_MIN : INT_MAX;
        return true;
    }
    if (strcmp(word, "somaxconn") == 0) {
        limit = pairs_value(limits, "constant");
    } else if (strncmp(word, "limit", 5) == 0) {
        limit = pairs_value(limits, "somaxconn");
        if (word[5] != '\0' && ((word[5] != '+' && word[5] != '-') || number_parse(word + 6, &change) != NUMBER_GOOD)) {
            return false;
        }
        change = word[5] == '-' ? -change : change;
    }
    return limit != NULL && number_parse(limit, number) == NUMBER_GOOD && number_sum(*number, change, number);
}

static enum truth value_of_reference(const struct evaluation *evaluation, const char *name, struct value *value)
{
    const char *found = pairs_value(evaluation->instance->facts, name);
    if (found != NULL) {
        enum truth truth = obtained(evaluation, name, found);
        return truth == TRUTH_HOLDS ? value_of_text(evaluation, name, found, value) : truth;
    }
    found = pairs_value(evaluation->instance->matrix, name);
    if (found != NULL) {
        enum truth truth = value_of_text(evaluation, name, found, value);
        value->is_number = value->is_number || backlog_number(found, evaluation->limits, &value->number);
        return truth;
    }
    found = pairs_value(evaluation->limits, name);
    if (found != NULL) {
        return value_of_text(evaluation, name, found, value);
    }
    return has_failed(evaluation, name) ? TRUTH_FAILS : missing(evaluation, name);
}

static enum truth value_of(const struct evaluation *evaluation, const struct term *term, struct value *value);

static const char *shown(struct value *value)
{
    if (value->text == NULL) {
        (void)snprintf(value->decimal, sizeof value->decimal, "%lld", value->number);
        value->text = value->decimal;
    }
    return value->text;
}

static enum truth not_a_number(const struct evaluation *evaluation, const struct term *term, struct value *value)
{
    bool named = term->kind == TERM_REFERENCE;
    return because(evaluation, TRUTH_INCONCLUSIVE, "not a number: ", named ? term->text : shown(value),
                   named ? shown(value) : NULL);
}

static enum truth number_of(const struct evaluation *evaluation, const struct term *term, long long *number)
{
    struct value value = {0};
    enum truth truth = value_of(evaluation, term, &value);
    if (truth == TRUTH_HOLDS && !value.is_number) {
        truth = not_a_number(evaluation, term, &value);
    }
    *number = value.number;
    return truth;
}

static bool compute(enum term_kind kind, long long left, long long right, long long *result)
{
    switch (kind) {
    case TERM_SUM:
        return number_sum(left, right, result);
    case TERM_DIFFERENCE:
        return number_difference(left, right, result);
    case TERM_PRODUCT:
        return number_product(left, right, result);
    case TERM_MINIMUM:
        *result = left < right ? left : right;
        return true;
    case TERM_MAXIMUM:
        *result = left > right ? left : right;
        return true;
    case TERM_NUMBER:
    case TERM_LITERAL:
    case TERM_REFERENCE:
        break;
    }
    return false;
}

static enum truth worse(enum truth a, enum truth b)
{
    /* crash and hang come first, then what is known to fail, then what is not known */
    static const int rank[] = {[TRUTH_CRASH] = 0,        [TRUTH_HANG] = 1,        [TRUTH_FAILS] = 2,
                               [TRUTH_INCONCLUSIVE] = 3, [TRUTH_UNSUPPORTED] = 4, [TRUTH_HOLDS] = 5};
    return rank[a] <= rank[b] ? a : b;
}

static enum truth value_of(const struct evaluation *evaluation, const struct term *term, struct value *value)
{
    long long left = 0;
    long long right = 0;
    *value = (struct value){0};
    switch (term->kind) {
    case TERM_NUMBER:
        value->is_number = true;
        value->number = term->number;
        return TRUTH_HOLDS;
    case TERM_LITERAL:
        value->text = term->text;
        return TRUTH_HOLDS;
    case TERM_REFERENCE:
        return value_of_reference(evaluation, term->text, value);
    default:
        break;
    }
    enum truth truth = number_of(evaluation, term->left, &left);
    truth = worse(truth, number_of(evaluation, term->right, &right));
    value->is_number = true;
    if (truth == TRUTH_HOLDS && !compute(term->kind, left, right, &value->number)) {
        truth = because(evaluation, TRUTH_INCONCLUSIVE, "a result does not fit into 64 bits", "", NULL);
    }
    return truth;
}

static bool are_equal(struct value *left, struct value *right)
{
    if (left->is_number && right->is_number) {
        return left->number == right->number;
    }
    return strcmp(shown(left), shown(right)) == 0;
}

/* Whether left is among the alternatives; a problem counts only when none of the others matches. */
static enum truth is_among(const struct evaluation *evaluation, struct value *left, const struct alternative *alternative)
{
    enum truth truth = TRUTH_FAILS;
    for (; alternative != NULL; alternative = alternative->next) {
        struct value low = {0};
        long long high = 0;
        enum truth known = value_of(evaluation, alternative->low, &low);
        bool match = false;
        if (known == TRUTH_HOLDS && alternative->high != NULL) {
            known = low.is_number ? number_of(evaluation, alternative->high, &high)
                                  : not_a_number(evaluation, alternative->low, &low);
            match = known == TRUTH_HOLDS && left->is_number && left->number >= low.number && left->number <= high;
        } else if (known == TRUTH_HOLDS) {
            match = are_equal(left, &low);
        }
        if (match) {
            text_clear(evaluation->reason);
            return TRUTH_HOLDS;
        }
        truth = known != TRUTH_HOLDS ? known : truth;
    }
    return truth;
}

static bool set_has(const char *set, const char *word)
{
    size_t length = strlen(word);
    while (*set != '\0') {
        size_t part = strcspn(set, "+");
        if (part == length && strncmp(set, word, length) == 0) {
            return true;
        }
        set += part + (set[part] == '+' ? 1 : 0);
    }
    return false;
}

static enum truth is_ordered(const struct evaluation *evaluation, const struct comparison *comparison, struct value *left)
{
    long long right = 0;
    enum truth truth = left->is_number ? TRUTH_HOLDS : not_a_number(evaluation, comparison->left, left);
    truth = worse(truth, number_of(evaluation, comparison->alternatives->low, &right));
    if (truth != TRUTH_HOLDS) {
        return truth;
    }
    bool holds = false;
    switch (comparison->relation) {
    case REL_LESS:
        holds = left->number < right;
        break;
    case REL_AT_MOST:
        holds = left->number <= right;
        break;
    case REL_MORE:
        holds = left->number > right;
        break;
    default:
        holds = left->number >= right;
        break;
    }
    return holds ? TRUTH_HOLDS : TRUTH_FAILS;
}

static enum truth opposite(enum truth truth)
{
    if (truth == TRUTH_HOLDS) {
        return TRUTH_FAILS;
    }
    return truth == TRUTH_FAILS ? TRUTH_HOLDS : truth;
}

static enum truth compare(const struct evaluation *evaluation, const struct comparison *comparison)
{
    struct value left = {0};
    enum truth truth = value_of(evaluation, comparison->left, &left);
    if (truth != TRUTH_HOLDS) {
        return truth;
    }
    switch (comparison->relation) {
    case REL_EQUAL:
        return is_among(evaluation, &left, comparison->alternatives);
    case REL_UNEQUAL:
        return opposite(is_among(evaluation, &left, comparison->alternatives));
    case REL_HAS:
    case REL_LACKS:
        truth = set_has(shown(&left), comparison->alternatives->low->text) ? TRUTH_HOLDS : TRUTH_FAILS;
        return comparison->relation == REL_HAS ? truth : opposite(truth);
    default:
        return is_ordered(evaluation, comparison, &left);
    }
}

enum truth condition_evaluate(const struct condition *condition, const struct instance *instance, struct pairs limits,
                              struct text *reason)
{
    struct text scratch = {0};
    struct evaluation evaluation = {.instance = instance, .limits = limits, .reason = &scratch};
    enum truth truth = TRUTH_HOLDS;
    text_clear(reason);
    for (size_t i = 0; i < condition->comparison_count; i++) {
        text_clear(&scratch);
        enum truth one = compare(&evaluation, &condition->comparisons[i]);
        /* the reason of the worst comparison, the first of equals */
        if (one != truth && worse(one, truth) == one) {
            text_clear(reason);
            text_put(reason, one == TRUTH_FAILS ? "" : text_string(&scratch));
            truth = one;
        }
    }
    text_free(&scratch);
    return truth;
}

enum truth condition_fact(const struct instance *instance, const char *name, struct text *reason)
{
    struct evaluation evaluation = {.instance = instance, .reason = reason};
    text_clear(reason);
    const char *value = pairs_value(instance->facts, name);
    return value != NULL ? obtained(&evaluation, name, value) : missing(&evaluation, name);
}

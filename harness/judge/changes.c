/* changes.c: what the gate found, as lines for a terminal; the texts come from agents and baselines, so they are made safe. */
#include "changes.h"

#include <string.h>

#include "../common/printable.h"

enum { MOST_CHANGES = 12, MOST_MISSING = 3, MOST_BYTES = 160 };

static size_t case_length(const char *instance)
{
    return strcspn(instance, "[");
}

static bool is_same_case(const char *one, const char *other)
{
    return case_length(one) == case_length(other) && strncmp(one, other, case_length(one)) == 0;
}

static bool is_same_change(const struct gate_change *one, const struct gate_change *other)
{
    return one->class == other->class && strcmp(one->clause, other->clause) == 0;
}

/* The list is sorted by class and instance: those of one case stand together, before and after any of them. */
static bool is_beside(const struct gate_change *one, const struct gate_change *other)
{
    return one->class == other->class && is_same_case(one->instance, other->instance);
}

static bool was_told(const struct gate *gate, size_t number)
{
    const struct gate_change *change = &gate->list[number];
    for (size_t i = number; i-- > 0 && is_beside(&gate->list[i], change);) {
        if (is_same_change(&gate->list[i], change))
            return true;
    }
    return false;
}

static size_t count_alike(const struct gate *gate, size_t number)
{
    const struct gate_change *change = &gate->list[number];
    size_t count = 0;
    for (size_t i = number + 1; i < gate->list_count && is_beside(&gate->list[i], change); i++) {
        if (is_same_change(&gate->list[i], change))
            count++;
    }
    return count;
}

static void print_line(FILE *out, struct text *line, size_t alike)
{
    if (line->length > MOST_BYTES)
        (void)fprintf(out, "%.*s...", MOST_BYTES - 3, text_string(line));
    else
        (void)fputs(text_string(line), out);
    if (alike > 0)
        (void)fprintf(out, "  · and in %zu more instance%s", alike, alike == 1 ? "" : "s");
    (void)fputc('\n', out);
}

static void print_change(FILE *out, const struct gate_change *change, size_t alike)
{
    struct text line = {0};
    text_format(&line, "  %-7s ", gate_class_name(change->class));
    put_printable(&line, change->instance);
    text_put(&line, "  ");
    put_printable(&line, change->clause);
    if (change->observed[0] != '\0') {
        text_put(&line, change->class == GATE_FIXED ? "  now " : "  ");
        put_printable(&line, change->observed);
    }
    if (change->baseline[0] != '\0') {
        text_put(&line, " (was ");
        put_printable(&line, change->baseline);
        text_put(&line, ")");
    }
    print_line(out, &line, alike);
    text_free(&line);
}

static bool is_same_missing(const struct gate_missing *one, const struct gate_missing *other)
{
    return strcmp(one->clause, other->clause) == 0 && strcmp(one->reason, other->reason) == 0 &&
           is_same_case(one->instance, other->instance);
}

/* Instances come in the order they ended in, so those of one case stand apart. */
static bool was_missing_told(const struct gate *gate, size_t number)
{
    for (size_t i = 0; i < number; i++) {
        if (is_same_missing(&gate->missing[i], &gate->missing[number]))
            return true;
    }
    return false;
}

static size_t count_missing_alike(const struct gate *gate, size_t number)
{
    size_t count = 0;
    for (size_t i = number + 1; i < gate->missing_count; i++)
        count += is_same_missing(&gate->missing[i], &gate->missing[number]);
    return count;
}

static void print_missing(FILE *out, const struct gate *gate)
{
    size_t lines = 0, told = 0;
    for (size_t i = 0; i < gate->missing_count && lines < MOST_MISSING; i++) {
        const struct gate_missing *missing = &gate->missing[i];
        if (was_missing_told(gate, i))
            continue;
        struct text line = {0};
        size_t alike = count_missing_alike(gate, i);
        text_put(&line, "  missing ");
        put_printable(&line, missing->instance);
        text_put(&line, "  ");
        put_printable(&line, missing->clause);
        text_put(&line, "  ");
        put_printable(&line, missing->reason);
        print_line(out, &line, alike);
        text_free(&line);
        lines++;
        told += 1 + alike;
    }
    if (gate->missing_count > told)
        (void)fprintf(out, "  … and %zu more not obtained\n", gate->missing_count - told);
}

void print_gate_counts(FILE *out, const struct gate *gate)
{
    const size_t *counts = gate->counts;
    (void)fprintf(out, "  new %zu · changed %zu · known %zu · fixed %zu · stale %zu", counts[GATE_NEW], counts[GATE_CHANGED],
                  counts[GATE_KNOWN], counts[GATE_FIXED], counts[GATE_STALE]);
}

void print_changes(FILE *out, const struct gate *gate)
{
    size_t lines = 0, told = 0;
    for (size_t i = 0; i < gate->list_count && lines < MOST_CHANGES; i++) {
        if (was_told(gate, i))
            continue;
        size_t alike = count_alike(gate, i);
        print_change(out, &gate->list[i], alike);
        lines++;
        told += 1 + alike;
    }
    if (gate->list_count > told)
        (void)fprintf(out, "  … and %zu more\n", gate->list_count - told);
    print_missing(out, gate);
}

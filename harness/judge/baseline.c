/* baseline.c: the known deviations of one subject: reading, matching, writing. */
#include "baseline.h"

#include <stdlib.h>
#include <string.h>

#include "../common/rec.h"

static const char *keep(struct baseline *baseline, const char *value)
{
    return value != NULL ? arena_string(&baseline->arena, value) : NULL;
}

static void check_fields(const struct baseline *baseline, const struct rec_record *record, const char *const *known, size_t count,
                         struct problems *problems)
{
    for (size_t i = 0; i < record->count; i++) {
        const struct rec_field *field = &record->fields[i];
        bool found = false;
        for (size_t j = 0; j < count; j++) {
            found = found || strcmp(known[j], field->name) == 0;
        }
        if (!found) {
            problems_add(problems, baseline->file, field->line, "found the unknown field `%s`, expected one of VOCABULARY.md",
                         field->name);
        } else if (rec_find(record, field->name) != field && strcmp(field->name, "observed") != 0) {
            problems_add(problems, baseline->file, field->line, "found a second `%s`, expected one", field->name);
        }
    }
}

static const char *required(struct baseline *baseline, const struct rec_record *record, const char *name,
                            struct problems *problems)
{
    const char *value = rec_value(record, name);
    if (value == NULL || *value == '\0') {
        problems_add(problems, baseline->file, record->line, "found no `%s`, expected it in this record", name);
        return "";
    }
    return keep(baseline, value);
}

static void load_observed(struct baseline *baseline, const struct rec_record *record, struct baseline_line *line)
{
    line->observed = arena_take(&baseline->arena, record->count, sizeof *line->observed);
    for (size_t i = 0; i < record->count; i++) {
        if (strcmp(record->fields[i].name, "observed") == 0) {
            line->observed[line->observed_count++] = keep(baseline, record->fields[i].value);
        }
    }
}

static void load_line(struct baseline *baseline, const struct rec_record *record, struct problems *problems)
{
    static const char *const known[] = {"case", "clause", "observed", "why", "since"};
    struct baseline_line *line = &baseline->lines[baseline->count++];
    check_fields(baseline, record, known, sizeof known / sizeof known[0], problems);
    line->line = record->line;
    line->instance = required(baseline, record, "case", problems);
    line->clause = required(baseline, record, "clause", problems);
    line->why = required(baseline, record, "why", problems);
    line->since = keep(baseline, rec_value(record, "since"));
    if (rec_find(record, "observed") == NULL) {
        problems_add(problems, baseline->file, record->line, "found no `observed`, expected it in this record");
    }
    load_observed(baseline, record, line);
    const char *found = NULL;
    const char *rest = pattern_parse(&line->pattern, &baseline->arena, line->instance, &found);
    if (*line->instance != '\0' && (rest == NULL || *rest != '\0')) {
        problems_add(problems, baseline->file, rec_find(record, "case")->line,
                     "found %s, expected a case with `[variable=value;…]`", found != NULL ? found : "more behind the case");
    }
}

static void index_lines(struct baseline *baseline)
{
    baseline->first_of_clause = arena_take(&baseline->arena, baseline->count, sizeof *baseline->first_of_clause);
    baseline->next_of_clause = arena_take(&baseline->arena, baseline->count, sizeof *baseline->next_of_clause);
    for (size_t i = baseline->count; i-- > 0;) {
        size_t before = baseline->clauses.count;
        size_t number = names_add(&baseline->clauses, baseline->lines[i].clause);
        baseline->next_of_clause[i] = number < before ? baseline->first_of_clause[number] : baseline->count;
        baseline->first_of_clause[number] = i;
    }
}

static void load_first_record(struct baseline *baseline, const struct rec_record *record, struct problems *problems)
{
    static const char *const known[] = {"subject", "suite", "since", "note"};
    check_fields(baseline, record, known, sizeof known / sizeof known[0], problems);
    baseline->subject = required(baseline, record, "subject", problems);
    baseline->suite = keep(baseline, rec_value(record, "suite"));
    baseline->since = keep(baseline, rec_value(record, "since"));
    baseline->note = keep(baseline, rec_value(record, "note"));
}

static void load_records(struct baseline *baseline, const struct rec_file *file, struct problems *problems)
{
    if (file->count == 0) {
        problems_add(problems, baseline->file, 0, "found no record, expected a baseline");
        return;
    }
    load_first_record(baseline, &file->records[0], problems);
    baseline->lines = arena_take(&baseline->arena, file->count, sizeof *baseline->lines);
    for (size_t i = 1; i < file->count; i++) {
        load_line(baseline, &file->records[i], problems);
    }
    index_lines(baseline);
}

/* The length of the comments and empty lines that the bytes begin with. */
static size_t length_of_comments(const char *bytes, size_t length)
{
    size_t at = 0;
    while (at < length && (bytes[at] == '#' || bytes[at] == '\n')) {
        const char *end = memchr(bytes + at, '\n', length - at);
        at = end != NULL ? (size_t)(end - bytes) + 1 : length;
    }
    return at;
}

static const char *keep_comments(struct baseline *baseline, const char *bytes, size_t length)
{
    size_t kept = length_of_comments(bytes, length);
    char *comments = arena_take(&baseline->arena, kept + 1, 1);
    memcpy(comments, bytes, kept);
    comments[kept] = '\0';
    return comments;
}

bool baseline_parse(struct baseline *baseline, const char *name, const char *bytes, size_t length, struct problems *problems)
{
    struct rec_file file;
    size_t before = problems->count;
    *baseline = (struct baseline){0};
    baseline->file = arena_string(&baseline->arena, name);
    if (rec_parse(&file, name, bytes, length, problems)) {
        baseline->comments = keep_comments(baseline, bytes, length);
        load_records(baseline, &file, problems);
    }
    rec_free(&file);
    return problems->count == before;
}

bool baseline_load(struct baseline *baseline, const char *path, struct problems *problems)
{
    struct text content = {0};
    const char *cause = NULL;
    *baseline = (struct baseline){0};
    bool good = text_read_file(&content, path, REC_FILE_MOST, &cause);
    if (good) {
        good = baseline_parse(baseline, path, text_string(&content), content.length, problems);
    } else {
        problems_add(problems, path, 0, "found %s, expected a baseline", cause);
    }
    text_free(&content);
    return good;
}

void baseline_free(struct baseline *baseline)
{
    names_free(&baseline->clauses);
    arena_free(&baseline->arena);
    *baseline = (struct baseline){0};
}

size_t baseline_covering(const struct baseline *baseline, const char *clause, const char *case_id, struct pairs matrix,
                         size_t from)
{
    size_t number = names_find(&baseline->clauses, clause);
    size_t line = number != NAME_ABSENT ? baseline->first_of_clause[number] : baseline->count;
    while (line < baseline->count && (line < from || !pattern_covers(&baseline->lines[line].pattern, case_id, matrix))) {
        line = baseline->next_of_clause[line];
    }
    return line;
}

bool baseline_line_observed(const struct baseline_line *line, const char *observed)
{
    for (size_t i = 0; i < line->observed_count; i++) {
        if (strcmp(line->observed[i], observed) == 0) {
            return true;
        }
    }
    return false;
}

static int by_case(const void *a, const void *b)
{
    const struct baseline_line *one = *(const struct baseline_line *const *)a;
    const struct baseline_line *other = *(const struct baseline_line *const *)b;
    int order = strcmp(one->pattern.case_id, other->pattern.case_id);
    order = order != 0 ? order : strcmp(one->clause, other->clause);
    order = order != 0 ? order : strcmp(one->instance, other->instance);
    if (order == 0 && one->observed_count > 0 && other->observed_count > 0) {
        order = strcmp(one->observed[0], other->observed[0]);
    }
    return order;
}

void baseline_write(struct text *text, const struct baseline *baseline)
{
    const struct baseline_line **order = memory_take(baseline->count, sizeof(const struct baseline_line *));
    for (size_t i = 0; i < baseline->count; i++) {
        order[i] = &baseline->lines[i];
    }
    qsort(order, baseline->count, sizeof(const struct baseline_line *), by_case);
    text_put(text, baseline->comments != NULL ? baseline->comments : "");
    rec_write_field(text, "subject", baseline->subject);
    rec_write_field(text, "suite", baseline->suite);
    rec_write_field(text, "since", baseline->since);
    rec_write_field(text, "note", baseline->note);
    for (size_t i = 0; i < baseline->count; i++) {
        text_byte(text, '\n');
        rec_write_field(text, "case", order[i]->instance);
        rec_write_field(text, "clause", order[i]->clause);
        for (size_t j = 0; j < order[i]->observed_count; j++) {
            rec_write_field(text, "observed", order[i]->observed[j]);
        }
        rec_write_field(text, "why", order[i]->why);
        rec_write_field(text, "since", order[i]->since);
    }
    free(order);
}

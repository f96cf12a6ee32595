/* documents.c: loads documents and checks their form; every offence is told with its line. */
#include "documents.h"

#include <stdlib.h>
#include <string.h>

#include "../common/names.h"
#include "../common/rec.h"

/* What is at hand while one document is loaded. */
struct loader {
    struct arena *arena;
    struct problems *problems;
    const char *file;
    struct document *document;
    struct text message;
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static void complain(struct loader *loader, size_t line, const char *found, const char *expected)
{
    problems_add(loader->problems, loader->file, line, "found %s, expected %s", found, expected);
}

static bool is_among(const char *name, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(list[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* Unknown fields, and fields that stand twice though they must not. */
static void check_fields(struct loader *loader, const struct rec_record *record, const char *const *known, size_t known_count,
                         const char *const *repeated, size_t repeated_count)
{
    for (size_t i = 0; i < record->count; i++) {
        const struct rec_field *field = &record->fields[i];
        if (is_among(field->name, repeated, repeated_count)) {
            continue;
        }
        if (!is_among(field->name, known, known_count)) {
            problems_add(loader->problems, loader->file, field->line,
                         "found the unknown field `%s`, expected one of VOCABULARY.md", field->name);
        } else if (rec_find(record, field->name) != field) {
            problems_add(loader->problems, loader->file, field->line, "found a second `%s`, expected one", field->name);
        }
    }
}

/* The value of a field that must be there; "" when it is not. */
static const char *required(struct loader *loader, const struct rec_record *record, const char *name)
{
    const struct rec_field *field = rec_find(record, name);
    if (field == NULL || field->value[0] == '\0') {
        problems_add(loader->problems, loader->file, field != NULL ? field->line : record->line,
                     "found no `%s`, expected it here", name);
        return "";
    }
    return arena_string(loader->arena, field->value);
}

static const char *optional(struct loader *loader, const struct rec_record *record, const char *name)
{
    const char *value = rec_value(record, name);
    return value != NULL ? arena_string(loader->arena, value) : NULL;
}

static bool is_identifier(const char *name)
{
    return name[0] >= 'a' && name[0] <= 'z' && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(name);
}

/* Splits a value at blanks. */
static const char **split(struct loader *loader, const char *value, size_t *count)
{
    const char **words = arena_take(loader->arena, strlen(value) / 2 + 1, sizeof *words);
    *count = 0;
    while (value[strspn(value, " \t\n")] != '\0') {
        value += strspn(value, " \t\n");
        size_t length = strcspn(value, " \t\n");
        words[(*count)++] = arena_copy(loader->arena, value, length);
        value += length;
    }
    return words;
}

static const struct condition *load_condition(struct loader *loader, const char *source, size_t line)
{
    text_clear(&loader->message);
    const struct condition *condition = condition_parse(loader->arena, source, &loader->message);
    if (condition == NULL) {
        problems_add(loader->problems, loader->file, line, "%s in the condition `%s`", text_string(&loader->message), source);
    }
    return condition;
}

/* An expect or show field. */
static void load_expectation(struct loader *loader, const struct rec_field *field, struct expectation *expectation)
{
    const char *found = NULL;
    const char *rest = pattern_parse(&expectation->pattern, loader->arena, field->value, &found);
    expectation->line = field->line;
    expectation->source = "";
    if (rest == NULL || *rest == '\0') {
        complain(loader, field->line, found != NULL ? found : "nothing behind the case", "`CASE[FILTER] …`");
        return;
    }
    expectation->source = arena_string(loader->arena, rest);
    if (strcmp(field->name, "expect") == 0) {
        expectation->condition = load_condition(loader, expectation->source, field->line);
    } else {
        expectation->facts = split(loader, rest, &expectation->fact_count);
    }
}

static bool is_expectation(const struct rec_field *field)
{
    return strcmp(field->name, "expect") == 0 || strcmp(field->name, "show") == 0;
}

static void load_expectations(struct loader *loader, const struct rec_record *record, struct clause *clause)
{
    struct expectation *expectations = arena_take(loader->arena, record->count, sizeof *expectations);
    clause->expectations = expectations;
    for (size_t i = 0; i < record->count; i++) {
        if (is_expectation(&record->fields[i])) {
            load_expectation(loader, &record->fields[i], &expectations[clause->expectation_count++]);
        }
    }
}

/* What a clause of this level must and must not have. */
static void check_clause(struct loader *loader, const struct rec_record *record, const struct clause *clause)
{
    bool required_level = clause->level == LEVEL_MUST || clause->level == LEVEL_SHOULD;
    const struct rec_field *show = rec_find(record, "show");
    if (!is_identifier(clause->anchor)) {
        complain(loader, record->line, "another anchor", "lower-case letters, digits and `-`");
    }
    if (show != NULL && required_level) {
        complain(loader, show->line, "`show` in a clause that is `must` or `should`", "`expect`");
    }
    if (clause->untestable != NULL && clause->expectation_count > 0) {
        complain(loader, record->line, "`untestable` beside `expect` or `show`", "one of them");
    }
    if (clause->untestable == NULL && clause->expectation_count == 0) {
        complain(loader, record->line, "a clause without observation",
                 required_level ? "`expect` or `untestable`" : "`show`, `expect` or `untestable`");
    }
}

static void load_clause(struct loader *loader, const struct rec_record *record, struct clause *clause)
{
    static const char *const known[] = {"clause", "level", "quote", "where", "says", "when", "untestable", "conflicts", "note"};
    static const char *const repeated[] = {"expect", "show"};
    struct text id = {0};
    check_fields(loader, record, known, COUNT(known), repeated, COUNT(repeated));
    clause->document = loader->document;
    clause->line = record->line;
    clause->anchor = required(loader, record, "clause");
    text_format(&id, "%s/%s", loader->document->id, clause->anchor);
    clause->id = arena_string(loader->arena, text_string(&id));
    text_free(&id);
    const char *level = required(loader, record, "level");
    if (*level != '\0' && !level_of(level, &clause->level)) {
        complain(loader, rec_find(record, "level")->line, "an unknown level", "must, should, may, open or silent");
    }
    clause->quote = clause->level == LEVEL_SILENT ? optional(loader, record, "quote") : required(loader, record, "quote");
    clause->where = clause->level == LEVEL_SILENT ? optional(loader, record, "where") : required(loader, record, "where");
    clause->says = optional(loader, record, "says");
    clause->untestable = optional(loader, record, "untestable");
    clause->conflicts = optional(loader, record, "conflicts");
    clause->note = optional(loader, record, "note");
    const struct rec_field *when = rec_find(record, "when");
    clause->when = when != NULL ? load_condition(loader, when->value, when->line) : NULL;
    load_expectations(loader, record, clause);
    check_clause(loader, record, clause);
}

static void load_first_record(struct loader *loader, const struct rec_record *record)
{
    static const char *const known[] = {"document", "title",     "publisher", "version", "source",
                                        "read",     "interface", "families",  "errors",  "note"};
    struct document *document = loader->document;
    check_fields(loader, record, known, COUNT(known), NULL, 0);
    document->id = required(loader, record, "document");
    document->title = required(loader, record, "title");
    document->publisher = required(loader, record, "publisher");
    document->version = required(loader, record, "version");
    document->source = required(loader, record, "source");
    document->read = required(loader, record, "read");
    document->interface = required(loader, record, "interface");
    document->errors = optional(loader, record, "errors");
    document->note = optional(loader, record, "note");
    const char *families = rec_value(record, "families");
    document->families = split(loader, families != NULL ? families : "", &document->family_count);
    if (*document->id != '\0' && !is_identifier(document->id)) {
        complain(loader, record->line, "another document id", "lower-case letters, digits and `-`");
    }
    if (document->errors != NULL && strcmp(document->errors, "posix") != 0 && strcmp(document->errors, "winsock") != 0) {
        complain(loader, rec_find(record, "errors")->line, "another word", "posix or winsock");
    }
}

/* Each anchor once, and conflicts with an anchor that is there. */
static void check_anchors(struct loader *loader)
{
    struct names anchors = {0};
    const struct document *document = loader->document;
    for (size_t i = 0; i < document->clause_count; i++) {
        if (names_add(&anchors, document->clauses[i].anchor) < anchors.count - 1 || anchors.count != i + 1) {
            complain(loader, document->clauses[i].line, "an anchor that was there before", "a new one");
            break;
        }
    }
    for (size_t i = 0; i < document->clause_count; i++) {
        const char *conflicts = document->clauses[i].conflicts;
        if (conflicts != NULL && names_find(&anchors, conflicts) == NAME_ABSENT) {
            complain(loader, document->clauses[i].line, "`conflicts` with an unknown anchor", "an anchor of this document");
        }
    }
    names_free(&anchors);
}

static void load_records(struct loader *loader, const struct rec_file *file)
{
    if (file->count == 0) {
        problems_add(loader->problems, loader->file, 0, "found no record, expected a document");
        return;
    }
    load_first_record(loader, &file->records[0]);
    struct document *document = loader->document;
    struct clause *clauses = arena_take(loader->arena, file->count, sizeof *clauses);
    document->clauses = clauses;
    for (size_t i = 1; i < file->count; i++) {
        struct clause *clause = &clauses[document->clause_count++];
        load_clause(loader, &file->records[i], clause);
        document->untestable_count += clause->untestable != NULL ? 1 : 0;
    }
    check_anchors(loader);
}

static void load_document(struct documents *documents, struct document *document, const struct rec_file *file,
                          struct problems *problems)
{
    struct loader loader = {.arena = &documents->arena, .problems = problems, .document = document};
    loader.file = arena_string(&documents->arena, file->name);
    document->file = loader.file;
    load_records(&loader, file);
    text_free(&loader.message);
}

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct document *)a)->id, ((const struct document *)b)->id);
}

/* Sorts the documents, numbers them and their clauses, and makes the list of all clauses. */
static void number_all(struct documents *documents, struct problems *problems)
{
    if (documents->count == 0) {
        return;
    }
    qsort(documents->list, documents->count, sizeof *documents->list, by_id);
    for (size_t i = 0; i < documents->count; i++) {
        struct document *document = &documents->list[i];
        document->number = i;
        documents->clause_count += document->clause_count;
        if (i > 0 && strcmp(document->id, documents->list[i - 1].id) == 0) {
            problems_add(problems, document->file, 1, "found the document `%s` again, expected each once", document->id);
        }
    }
    documents->clauses = arena_take(&documents->arena, documents->clause_count, sizeof(const struct clause *));
    size_t number = 0;
    for (size_t i = 0; i < documents->count; i++) {
        struct document *document = &documents->list[i];
        for (size_t j = 0; j < document->clause_count; j++) {
            struct clause *clause = (struct clause *)&document->clauses[j];
            clause->document = document;
            clause->number = number;
            documents->clauses[number++] = clause;
        }
    }
}

static void make_list(struct documents *documents, size_t count)
{
    *documents = (struct documents){0};
    documents->list = arena_take(&documents->arena, count, sizeof *documents->list);
    documents->count = count;
    for (size_t i = 0; i < count; i++) {
        documents->list[i].id = "";
        documents->list[i].file = "";
    }
}

bool documents_load(struct documents *documents, const char *const *paths, size_t count, struct problems *problems)
{
    size_t before = problems->count;
    make_list(documents, count);
    for (size_t i = 0; i < count; i++) {
        struct rec_file file;
        if (rec_read(&file, paths[i], problems)) {
            load_document(documents, &documents->list[i], &file, problems);
        }
        rec_free(&file);
    }
    number_all(documents, problems);
    return problems->count == before;
}

bool documents_parse(struct documents *documents, struct pairs files, struct problems *problems)
{
    size_t before = problems->count;
    make_list(documents, files.count);
    for (size_t i = 0; i < files.count; i++) {
        struct rec_file file;
        const struct pair *source = &files.items[i];
        if (rec_parse(&file, source->name, source->value, strlen(source->value), problems)) {
            load_document(documents, &documents->list[i], &file, problems);
        }
        rec_free(&file);
    }
    number_all(documents, problems);
    return problems->count == before;
}

void documents_free(struct documents *documents)
{
    arena_free(&documents->arena);
    *documents = (struct documents){0};
}

const struct document *documents_find(const struct documents *documents, const char *id)
{
    for (size_t i = 0; i < documents->count; i++) {
        if (strcmp(documents->list[i].id, id) == 0) {
            return &documents->list[i];
        }
    }
    return NULL;
}

const struct clause *documents_clause(const struct documents *documents, const char *id)
{
    for (size_t i = 0; i < documents->clause_count; i++) {
        if (strcmp(documents->clauses[i]->id, id) == 0) {
            return documents->clauses[i];
        }
    }
    return NULL;
}

/* case_file.c: reads the cases of a .bats file. The file is untrusted: everything is bounded, every error has its line. */
#include "case_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One file being read. */
struct reader {
    struct case_set *set;
    struct problems *problems;
    const char *file;
    const char *rest;        /* what is not yet read */
    const char *line;        /* the line being looked at */
    size_t length;           /* its length without the line end */
    unsigned number;         /* its number */
    const char *header_from; /* where the headers of the next case begin */
    struct test_case next;   /* the headers read so far */
    struct variable variables[MOST_VARIABLES];
    bool stray_lines;        /* shell code outside of a test, allowed only in a file with a Bats body */
    unsigned stray_at;
    bool any_bash;
};

#define FAIL(reader, ...) (problems_add((reader)->problems, (reader)->file, (reader)->number, __VA_ARGS__), false)

static bool next_line(struct reader *reader)
{
    if (*reader->rest == '\0')
        return false;
    reader->line = reader->rest;
    reader->length = strcspn(reader->line, "\n");
    reader->rest = reader->line + reader->length + (reader->line[reader->length] == '\n');
    reader->number++;
    if (reader->length > 0 && reader->line[reader->length - 1] == '\r')
        reader->length--;
    return true;
}

static bool line_is_blank(const struct reader *reader)
{
    for (size_t i = 0; i < reader->length; i++) {
        if (reader->line[i] != ' ' && reader->line[i] != '\t')
            return false;
    }
    return true;
}

static bool line_is(const struct reader *reader, const char *text)
{
    const char *line = reader->line;
    size_t length = reader->length;
    while (length > 0 && (*line == ' ' || *line == '\t'))
        line++, length--;
    while (length > 0 && (line[length - 1] == ' ' || line[length - 1] == '\t'))
        length--;
    return length == strlen(text) && memcmp(line, text, length) == 0;
}

static bool line_begins(const struct reader *reader, const char *text)
{
    size_t length = strlen(text);
    return reader->length >= length && memcmp(reader->line, text, length) == 0;
}

/* The blank-separated words of a header's value. */
static struct word_list read_words(struct arena *arena, const char *text, size_t length)
{
    struct word_list list = {0, NULL};
    list.words = arena_take(arena, length / 2 + 1, sizeof *list.words);
    for (size_t i = 0; i < length;) {
        size_t from = i;
        while (i < length && text[i] != ' ' && text[i] != '\t')
            i++;
        if (i > from)
            list.words[list.count++] = arena_copy(arena, text + from, i - from);
        while (i < length && (text[i] == ' ' || text[i] == '\t'))
            i++;
    }
    return list;
}

static bool is_matrix_value(const char *value)
{
    for (; *value != '\0'; value++) {
        if (*value <= ' ' || *value > '~' || strchr("[];,=$\"'\\|", *value) != NULL)
            return false;
    }
    return true;
}

static bool is_variable_name(const char *name)
{
    return is_name_text(name, strlen(name)) && name[strlen(name) - 1] != '-';
}

static bool read_matrix(struct reader *reader, struct word_list words)
{
    if (words.count < 3 || strcmp(words.words[1], "=") != 0)
        return FAIL(reader, "this matrix header is not understood, expected 'matrix: NAME = value value …'");
    const char *name = words.words[0];
    if (!is_variable_name(name))
        return FAIL(reader, "'%.40s' cannot name a variable, expected lower-case letters, digits and '_'", name);
    if (reader->next.variable_count == MOST_VARIABLES)
        return FAIL(reader, "more than %d matrix variables", MOST_VARIABLES);
    if (words.count - 2 > MOST_VALUES)
        return FAIL(reader, "more than %d values", MOST_VALUES);
    for (size_t i = 0; i < reader->next.variable_count; i++) {
        if (strcmp(reader->variables[i].name, name) == 0)
            return FAIL(reader, "the variable '%s' is there twice", name);
    }
    for (size_t i = 2; i < words.count; i++) {
        if (!is_matrix_value(words.words[i]))
            return FAIL(reader, "the value '%.60s' holds a character that a matrix value may not have", words.words[i]);
        for (size_t j = 2; j < i; j++) {
            if (strcmp(words.words[i], words.words[j]) == 0)
                return FAIL(reader, "the value '%.60s' is there twice", words.words[i]);
        }
    }
    reader->variables[reader->next.variable_count++] = (struct variable){name, words.count - 2, words.words + 2};
    reader->next.variables = reader->variables;
    if (instance_count(&reader->next) > MOST_INSTANCES)
        return FAIL(reader, "the matrix gives more than %d instances", MOST_INSTANCES);
    return true;
}

static bool is_case_id(const char *id)
{
    const char *dot = strchr(id, '.');
    return dot != NULL && is_name_text(id, (size_t)(dot - id)) && is_name_text(dot + 1, strlen(dot + 1)) &&
           strchr(id, '_') == NULL;
}

static bool read_needs(struct reader *reader, struct word_list words)
{
    struct test_case *next = &reader->next;
    next->needs = (struct word_list){0, words.words};
    for (size_t i = 0; i < words.count; i++) {
        const char *word = words.words[i];
        if (strcmp(word, "namespace") == 0)
            next->needs_namespace = true;
        else if (strcmp(word, "bash") == 0)
            next->needs_bash = true;
        else if (is_name_text(word, strlen(word)))
            next->needs.words[next->needs.count++] = word;
        else
            return FAIL(reader, "'%.40s' is not a capability (harness/PROTOCOL.md, Caps)", word);
    }
    return true;
}

static bool read_flag(struct reader *reader, const char *name, struct word_list words, bool *flag)
{
    *flag = words.count == 1 && strcmp(words.words[0], "yes") == 0;
    if (!*flag && !(words.count == 1 && strcmp(words.words[0], "no") == 0))
        return FAIL(reader, "'%s:' takes yes or no", name);
    return true;
}

/* A line `# name: value`. Other comments are passed over. */
static bool read_header(struct reader *reader)
{
    const char *name = reader->line + 1, *end = reader->line + reader->length;
    while (name < end && *name == ' ')
        name++;
    const char *colon = name;
    while (colon < end && *colon != ':')
        colon++;
    if (colon == end || !is_name_text(name, (size_t)(colon - name)) ||
        (colon + 1 < end && colon[1] != ' ' && colon[1] != '\t'))
        return true;
    struct arena *arena = &reader->set->arena;
    struct word_list words = read_words(arena, colon + 1, (size_t)(end - colon - 1));
    const char *header = arena_copy(arena, name, (size_t)(colon - name));
    if (words.count == 0)
        return FAIL(reader, "the header '%s:' has no value", header);
    if (strcmp(header, "id") == 0) {
        if (reader->next.id != NULL)
            return FAIL(reader, "a second id before @test");
        if (words.count != 1 || !is_case_id(words.words[0]))
            return FAIL(reader, "'%.80s' is not a case id, expected area.topic in lower case", words.words[0]);
        reader->next.id = words.words[0];
        return true;
    }
    if (strcmp(header, "matrix") == 0)
        return read_matrix(reader, words);
    if (strcmp(header, "needs") == 0)
        return read_needs(reader, words);
    if (strcmp(header, "waits") == 0)
        return (reader->next.waits = true);
    if (strcmp(header, "compare") == 0)
        return read_flag(reader, header, words, &reader->next.compare);
    if (strcmp(header, "survey") == 0)
        return read_flag(reader, header, words, &reader->next.survey);
    if (strcmp(header, "idea") == 0) {
        reader->next.ideas = words;
        return true;
    }
    if (strcmp(header, "shellcheck") == 0 || strcmp(header, "bats") == 0 || strcmp(header, "note") == 0)
        return true;
    return FAIL(reader, "unknown header '%.40s:', expected id, matrix, needs, idea, waits, compare, survey or note", header);
}

/* `@test "TITLE" {` */
static bool read_title(struct reader *reader)
{
    const char *from = reader->line + strlen("@test"), *end = reader->line + reader->length;
    while (from < end && (*from == ' ' || *from == '\t'))
        from++;
    while (end > from && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    if (end <= from || end[-1] != '{')
        return FAIL(reader, "@test without '{' at the end of its line");
    end--;
    while (end > from && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    if (end - from < 3 || (*from != '"' && *from != '\'') || end[-1] != *from)
        return FAIL(reader, "@test without a title in quotes");
    for (const char *c = from + 1; c < end - 1; c++) {
        if (*c == *from || *c == '\\' || *c == '$' || *c == '`' || (unsigned char)*c < ' ')
            return FAIL(reader, "a title holds none of \" \\ $ ` : Bats and the conductor must read it alike");
    }
    reader->next.title = arena_copy(&reader->set->arena, from + 1, (size_t)(end - from - 2));
    reader->next.line = reader->number;
    return true;
}

static bool label_is_used(const struct statement *statements, size_t count, const char *label)
{
    for (size_t i = 0; i < count; i++) {
        if (statements[i].label != NULL && strcmp(statements[i].label, label) == 0)
            return true;
    }
    return false;
}

/* Each $name of the statement must be a matrix variable. */
static bool check_variables(struct reader *reader, const char *text)
{
    struct pair items[MOST_VARIABLES];
    for (size_t i = 0; i < reader->next.variable_count; i++)
        items[i] = (struct pair){reader->variables[i].name, ""};
    for (const char *at = strchr(text, '$'); at != NULL; at = strchr(at + 1, '$')) {
        if (variable_at(at + 1, (struct pairs){items, reader->next.variable_count}) == NULL)
            return FAIL(reader, "'%.20s' does not begin with a variable of this case's matrix", at);
    }
    return true;
}

static bool read_scenario_lines(struct reader *reader, const char *end_word)
{
    struct statement statements[MOST_STATEMENTS];
    size_t count = 0;
    const char *body = reader->rest;
    unsigned first = reader->number;
    for (;;) {
        if (!next_line(reader)) {
            reader->number = first;
            return FAIL(reader, "this scenario has no end, expected a line '%s'", end_word);
        }
        if (reader->length == strlen(end_word) && memcmp(reader->line, end_word, reader->length) == 0)
            break;
        const char *line = reader->line;
        size_t length = reader->length;
        while (length > 0 && (*line == ' ' || *line == '\t'))
            line++, length--;
        if (length == 0 || *line == '#')
            continue;
        if (count == MOST_STATEMENTS)
            return FAIL(reader, "more than %d statements in one case", MOST_STATEMENTS);
        const char *why = "";
        struct statement *statement = &statements[count];
        if (!read_statement(&reader->set->arena, line, length, statement, &why))
            return FAIL(reader, "%s, expected 'verb handle arguments [key=value] [-> label]'", why);
        statement->line = reader->number;
        if (!check_variables(reader, statement->text))
            return false;
        if (statement->label != NULL && *statement->label != '_' && label_is_used(statements, count, statement->label))
            return FAIL(reader, "the label '%s' is there twice", statement->label);
        count++;
    }
    if (count == 0)
        return FAIL(reader, "a scenario without a statement");
    reader->next.body = arena_copy(&reader->set->arena, body, (size_t)(reader->line - body));
    reader->next.statement_count = count;
    reader->next.statements = arena_take(&reader->set->arena, count, sizeof *statements);
    memcpy(reader->next.statements, statements, count * sizeof *statements);
    return true;
}

/* The body of a portable case: `scenario <<'END'`, the statements, `END`, `}`. */
static bool read_scenario(struct reader *reader)
{
    do {
        if (!next_line(reader))
            return FAIL(reader, "the file ends inside of @test");
    } while (line_is_blank(reader));
    const char *from = strstr(reader->line, "scenario <<'");
    if (!line_begins(reader, "  scenario <<'") || from == NULL)
        return FAIL(reader, "expected \"  scenario <<'END'\" (or the header '# needs: bash')");
    from += strlen("scenario <<'");
    size_t length = strcspn(from, "'\n");
    if (length == 0 || length > 20 || from[length] != '\'' || from + length + 1 != reader->line + reader->length)
        return FAIL(reader, "expected \"  scenario <<'END'\" and nothing more on this line");
    char *end_word = arena_copy(&reader->set->arena, from, length);
    if (!read_scenario_lines(reader, end_word))
        return false;
    while (next_line(reader)) {
        if (line_is_blank(reader))
            continue;
        if (line_is(reader, "}"))
            return true;
        return FAIL(reader, "after the scenario expected '}' alone");
    }
    return FAIL(reader, "the file ends inside of @test, expected '}'");
}

/* The body of a Bats case: up to the line `}`. It is Bats' to run, not ours to read. */
static bool read_bash_body(struct reader *reader)
{
    const char *body = reader->rest;
    unsigned first = reader->number;
    while (next_line(reader)) {
        if (reader->length == 1 && reader->line[0] == '}') {
            reader->next.body = arena_copy(&reader->set->arena, body, (size_t)(reader->line - body));
            reader->any_bash = true;
            return true;
        }
    }
    reader->number = first;
    return FAIL(reader, "this test has no end, expected a line '}'");
}

static bool finish_case(struct reader *reader)
{
    struct case_set *set = reader->set;
    struct test_case *next = &reader->next;
    for (size_t i = 0; i < set->count; i++) {
        if (strcmp(set->items[i].id, next->id) == 0)
            return FAIL(reader, "the id '%s' is already taken by %s:%u", next->id, set->items[i].file, set->items[i].line);
    }
    next->file = reader->file;
    next->text = arena_copy(&set->arena, reader->header_from, (size_t)(reader->rest - reader->header_from));
    next->variables = arena_take(&set->arena, next->variable_count + 1, sizeof *next->variables);
    memcpy(next->variables, reader->variables, next->variable_count * sizeof *next->variables);
    set->items = memory_room(set->items, set->count, &set->capacity, sizeof *set->items);
    set->items[set->count++] = *next;
    reader->next = (struct test_case){0};
    reader->header_from = NULL;
    return true;
}

static bool read_test(struct reader *reader)
{
    if (reader->next.id == NULL)
        return FAIL(reader, "a test without '# id:' before it");
    if (!read_title(reader))
        return false;
    if (!(reader->next.needs_bash ? read_bash_body(reader) : read_scenario(reader)))
        return false;
    return finish_case(reader);
}

static bool read_outer_line(struct reader *reader)
{
    if (line_begins(reader, "@test"))
        return read_test(reader);
    if (reader->length > 0 && reader->line[0] == '#') {
        const char *from = reader->line;
        bool had_none = reader->next.id == NULL && reader->next.variable_count == 0;
        if (!read_header(reader))
            return false;
        if (reader->header_from == NULL || had_none)
            reader->header_from = from;
        return true;
    }
    if (line_is_blank(reader) || line_begins(reader, "load "))
        return true;
    if (!reader->stray_lines) {
        reader->stray_lines = true;
        reader->stray_at = reader->number;
    }
    return true;
}

bool read_case_text(struct case_set *set, const char *file, const char *text, size_t length, struct problems *problems)
{
    struct reader reader = {.set = set, .problems = problems, .rest = text};
    reader.file = arena_string(&set->arena, file);
    size_t before = set->count;
    if (strlen(text) != length) {
        reader.number = 1;
        return FAIL(&reader, "a NUL byte, expected a text file");
    }
    while (next_line(&reader)) {
        if (!read_outer_line(&reader))
            return false;
    }
    if (reader.next.id != NULL)
        return FAIL(&reader, "the headers of '%s' are not followed by @test", reader.next.id);
    if (reader.stray_lines && !reader.any_bash) {
        reader.number = reader.stray_at;
        return FAIL(&reader, "shell code outside of a test, expected 'load', a header, a comment or @test");
    }
    if (set->count == before)
        return FAIL(&reader, "no @test in this file");
    return true;
}

bool read_case_file(struct case_set *set, const char *path, const char *shown_name, struct problems *problems)
{
    struct text text = {0};
    const char *cause = "";
    bool read = text_read_file(&text, path, MOST_CASE_FILE, &cause);
    if (!read)
        problems_add(problems, shown_name, 0, "%s", cause);
    else
        read = read_case_text(set, shown_name, text_string(&text), text.length, problems);
    text_free(&text);
    return read;
}

void case_set_free(struct case_set *set)
{
    arena_free(&set->arena);
    free(set->items);
    *set = (struct case_set){0};
}

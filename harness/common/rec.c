/* rec.c: reads and writes rec files: `name: value` lines, records split by blank lines. */
#include "rec.h"

#include <stdlib.h>
#include <string.h>

/* What is being put together while a file is read. */
struct parser {
    struct rec_file *file;
    struct problems *problems;
    bool good;
    size_t line;
    struct rec_field *fields; /* of the present record */
    size_t field_count;
    size_t field_capacity;
    struct text value; /* of the last field */
    struct rec_record *records;
    size_t record_count;
    size_t record_capacity;
};

static void complain(struct parser *parser, const char *message)
{
    problems_add(parser->problems, parser->file->name, parser->line, "%s", message);
    parser->good = false;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

static void trim(const char **bytes, size_t *length)
{
    while (*length > 0 && is_blank(**bytes)) {
        (*bytes)++;
        (*length)--;
    }
    while (*length > 0 && is_blank((*bytes)[*length - 1])) {
        (*length)--;
    }
}

static void finish_field(struct parser *parser)
{
    if (parser->field_count > 0 && parser->fields[parser->field_count - 1].value == NULL) {
        const char *value = text_string(&parser->value);
        parser->fields[parser->field_count - 1].value = arena_copy(&parser->file->arena, value, parser->value.length);
    }
}

static void finish_record(struct parser *parser)
{
    finish_field(parser);
    if (parser->field_count == 0) {
        return;
    }
    struct rec_field *fields = arena_take(&parser->file->arena, parser->field_count, sizeof *fields);
    memcpy(fields, parser->fields, parser->field_count * sizeof *fields);
    parser->records = memory_room(parser->records, parser->record_count, &parser->record_capacity, sizeof *parser->records);
    parser->records[parser->record_count++] =
        (struct rec_record){.fields = fields, .count = parser->field_count, .line = fields[0].line};
    parser->field_count = 0;
}

/* The length of the field name at the start of the line, 0 when there is none. */
static size_t name_length(const char *bytes, size_t length)
{
    size_t i = 0;
    while (i < length &&
           ((bytes[i] >= 'a' && bytes[i] <= 'z') || (i > 0 && (bytes[i] == '-' || (bytes[i] >= '0' && bytes[i] <= '9'))))) {
        i++;
    }
    return i < length && bytes[i] == ':' ? i : 0;
}

static void start_field(struct parser *parser, const char *bytes, size_t length)
{
    size_t name = name_length(bytes, length);
    if (name == 0) {
        complain(parser, "found no field name, expected `name: value` with a name of lower-case letters, digits and `-`");
        return;
    }
    finish_field(parser);
    parser->fields = memory_room(parser->fields, parser->field_count, &parser->field_capacity, sizeof *parser->fields);
    parser->fields[parser->field_count++] =
        (struct rec_field){.name = arena_copy(&parser->file->arena, bytes, name), .line = parser->line};
    bytes += name + 1;
    length -= name + 1;
    trim(&bytes, &length);
    text_clear(&parser->value);
    text_add(&parser->value, bytes, length);
}

static void continue_field(struct parser *parser, const char *bytes, size_t length)
{
    if (parser->field_count == 0) {
        complain(parser, "found a line that begins with `+`, expected a field before it");
        return;
    }
    bytes++;
    length--;
    trim(&bytes, &length);
    text_byte(&parser->value, '\n');
    text_add(&parser->value, bytes, length);
}

static void take_line(struct parser *parser, const char *bytes, size_t length)
{
    parser->line++;
    size_t content = length;
    const char *start = bytes;
    trim(&start, &content);
    if (content == 0) {
        finish_record(parser);
    } else if (memchr(bytes, '\0', length) != NULL) {
        complain(parser, "found a NUL byte, expected text");
    } else if (bytes[0] == '+') {
        continue_field(parser, bytes, length);
    } else if (bytes[0] != '#') {
        start_field(parser, bytes, length);
    }
}

bool rec_parse(struct rec_file *file, const char *name, const char *bytes, size_t length, struct problems *problems)
{
    *file = (struct rec_file){0};
    file->name = arena_string(&file->arena, name);
    struct parser parser = {.file = file, .problems = problems, .good = true};
    while (length > 0) {
        const char *end = memchr(bytes, '\n', length);
        size_t line = end != NULL ? (size_t)(end - bytes) : length;
        take_line(&parser, bytes, line);
        size_t taken = line + (end != NULL ? 1 : 0);
        bytes += taken;
        length -= taken;
    }
    finish_record(&parser);
    if (parser.record_count > 0) {
        struct rec_record *records = arena_take(&file->arena, parser.record_count, sizeof *records);
        memcpy(records, parser.records, parser.record_count * sizeof *records);
        file->records = records;
        file->count = parser.record_count;
    }
    free(parser.records);
    free(parser.fields);
    text_free(&parser.value);
    return parser.good;
}

bool rec_read(struct rec_file *file, const char *path, struct problems *problems)
{
    struct text content = {0};
    const char *cause = NULL;
    bool good = text_read_file(&content, path, REC_FILE_MOST, &cause);
    if (good) {
        good = rec_parse(file, path, text_string(&content), content.length, problems);
    } else {
        *file = (struct rec_file){0};
        problems_add(problems, path, 0, "found %s, expected a rec file", cause);
    }
    text_free(&content);
    return good;
}

void rec_free(struct rec_file *file)
{
    arena_free(&file->arena);
    *file = (struct rec_file){0};
}

const struct rec_field *rec_find(const struct rec_record *record, const char *name)
{
    for (size_t i = 0; i < record->count; i++) {
        if (strcmp(record->fields[i].name, name) == 0) {
            return &record->fields[i];
        }
    }
    return NULL;
}

const char *rec_value(const struct rec_record *record, const char *name)
{
    const struct rec_field *field = rec_find(record, name);
    return field != NULL ? field->value : NULL;
}

void rec_write_field(struct text *text, const char *name, const char *value)
{
    if (value == NULL) {
        return;
    }
    text_put(text, name);
    text_put(text, ": ");
    for (const char *line = value;;) {
        size_t length = strcspn(line, "\n");
        text_add(text, line, length);
        text_byte(text, '\n');
        if (line[length] == '\0') {
            break;
        }
        text_put(text, "+ ");
        line += length + 1;
    }
}

/* results_reader.c: reads results.jsonl line by line; nothing in it is trusted. */
#include <stdlib.h>
#include <string.h>

#include "results.h"

void results_open(struct results_reader *reader, FILE *file, const char *name, struct problems *problems)
{
    *reader = (struct results_reader){.name = name, .problems = problems};
    lines_open(&reader->lines, file, RESULTS_LINE_MOST);
}

void results_close(struct results_reader *reader)
{
    lines_close(&reader->lines);
    text_free(&reader->raw);
    arena_free(&reader->arena);
    free(reader->pairs);
    *reader = (struct results_reader){0};
}

enum coverage results_coverage(const struct results_reader *reader)
{
    const char *selection = reader->header.selection;
    if (!reader->have_footer || strstr(selection, "--shard") != NULL) {
        return COVERAGE_INSTANCES;
    }
    return *selection != '\0' ? COVERAGE_CASES : COVERAGE_COMPLETE;
}

/* Header values live as long as the reader; those of other lines as long as the line. */
static const char *lasting_string(struct results_reader *reader, struct json_reader *json)
{
    const char *value = json_string(json);
    return value != NULL ? arena_string(&reader->arena, value) : "";
}

static const char *passing_string(struct json_reader *json)
{
    const char *value = json_string(json);
    return value != NULL ? value : "";
}

static const char **read_list(struct results_reader *reader, struct json_reader *json, size_t *count)
{
    const char **list = NULL;
    size_t capacity = 0;
    *count = 0;
    (void)json_enter(json, JSON_ARRAY);
    while (json_element(json)) {
        list = memory_room(list, *count, &capacity, sizeof *list);
        list[(*count)++] = lasting_string(reader, json);
    }
    const char **lasting = arena_take(&reader->arena, *count, sizeof *lasting);
    for (size_t i = 0; i < *count; i++) {
        lasting[i] = list[i];
    }
    free(list);
    return lasting;
}

/* A string, or any other scalar as it is written. */
static const char *read_scalar(struct results_reader *reader, struct json_reader *json)
{
    struct json_span span = {0};
    if (json_peek(json) == JSON_STRING) {
        return lasting_string(reader, json);
    }
    return json_skip(json, &span) ? arena_copy(&reader->arena, span.bytes, span.length) : "";
}

static struct pairs read_header_pairs(struct results_reader *reader, struct json_reader *json)
{
    size_t count = 0;
    (void)json_enter(json, JSON_OBJECT);
    for (char *key = json_member(json); key != NULL; key = json_member(json)) {
        const char *name = arena_string(&reader->arena, key);
        const char *value = read_scalar(reader, json);
        reader->pairs = memory_room(reader->pairs, count, &reader->pair_capacity, sizeof *reader->pairs);
        reader->pairs[count++] = (struct pair){.name = name, .value = value};
    }
    struct pair *lasting = arena_take(&reader->arena, count, sizeof *lasting);
    if (count > 0) {
        memcpy(lasting, reader->pairs, count * sizeof *lasting);
    }
    return (struct pairs){.items = lasting, .count = count};
}

static void read_header_member(struct results_reader *reader, struct json_reader *json, const char *key)
{
    struct results_header *header = &reader->header;
    const struct {
        const char *key;
        const char **value;
    } strings[] = {{"suite", &header->suite}, {"subject", &header->subject}, {"target", &header->target},
                   {"title", &header->title}, {"start", &header->start},     {"selection", &header->selection}};
    const struct {
        const char *key;
        struct pairs *value;
    } objects[] = {{"agent", &header->agent}, {"limits", &header->limits}, {"environment", &header->environment}};
    for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++) {
        if (strcmp(strings[i].key, key) == 0) {
            *strings[i].value = lasting_string(reader, json);
            return;
        }
    }
    for (size_t i = 0; i < sizeof objects / sizeof objects[0]; i++) {
        if (strcmp(objects[i].key, key) == 0) {
            *objects[i].value = read_header_pairs(reader, json);
            return;
        }
    }
    if (strcmp(key, "claims") == 0) {
        header->claims = read_list(reader, json, &header->claim_count);
    } else if (strcmp(key, "gated") == 0) {
        header->gated = read_list(reader, json, &header->gated_count);
    } else {
        (void)json_skip(json, NULL);
    }
}

static void read_header(struct results_reader *reader, struct json_reader *json)
{
    struct results_header *header = &reader->header;
    long long format = 0;
    *header =
        (struct results_header){.suite = "", .subject = "", .target = "", .title = "", .start = "", .selection = "", .date = ""};
    for (char *key = json_member(json); key != NULL; key = json_member(json)) {
        if (strcmp(key, "format") == 0) {
            (void)json_integer(json, &format);
        } else {
            read_header_member(reader, json, key);
        }
    }
    if (format != 1) {
        json_fail(json, "found another format, expected format 1");
    }
    if (header->subject[0] == '\0') {
        json_fail(json, "found no subject, expected it in the header");
    }
    const char *date = pairs_value(header->environment, "date");
    header->date = date != NULL ? date : "";
    reader->have_header = true;
}

/* Adds pairs behind the first *used; *count tells how many. */
static void read_pairs(struct results_reader *reader, struct json_reader *json, size_t *used, size_t *count)
{
    size_t first = *used;
    (void)json_enter(json, JSON_OBJECT);
    for (char *key = json_member(json); key != NULL; key = json_member(json)) {
        const char *value = passing_string(json);
        reader->pairs = memory_room(reader->pairs, *used, &reader->pair_capacity, sizeof *reader->pairs);
        reader->pairs[(*used)++] = (struct pair){.name = key, .value = value};
    }
    *count = *used - first;
}

static void read_status(struct json_reader *json, enum status *status)
{
    const char *name = passing_string(json);
    if (!status_of(name, status)) {
        json_fail(json, "found an unknown status, expected done, unsupported, inconclusive, crash or hang");
    }
}

static void read_case(struct results_reader *reader, struct json_reader *json)
{
    struct results_case *present = &reader->present;
    struct instance *instance = &present->instance;
    size_t used = 0;
    size_t matrix = 0;
    size_t facts = 0;
    bool have_status = false;
    *present = (struct results_case){.title = "", .area = "", .instance = {.reason = ""}};
    for (char *key = json_member(json); key != NULL; key = json_member(json)) {
        if (strcmp(key, "case") == 0) {
            instance->case_id = passing_string(json);
        } else if (strcmp(key, "title") == 0) {
            present->title = passing_string(json);
        } else if (strcmp(key, "area") == 0) {
            present->area = passing_string(json);
        } else if (strcmp(key, "matrix") == 0) {
            matrix = used;
            read_pairs(reader, json, &used, &instance->matrix.count);
        } else if (strcmp(key, "facts") == 0) {
            facts = used;
            read_pairs(reader, json, &used, &instance->facts.count);
        } else if (strcmp(key, "status") == 0) {
            have_status = true;
            read_status(json, &instance->status);
        } else if (strcmp(key, "reason") == 0) {
            instance->reason = passing_string(json);
        } else if (strcmp(key, "us") == 0) {
            (void)json_integer(json, &present->microseconds);
        } else {
            struct json_span *span = strcmp(key, "trace") == 0 ? &present->trace : NULL;
            (void)json_skip(json, strcmp(key, "verdicts") == 0 ? &present->verdicts : span);
        }
    }
    if (instance->case_id == NULL || instance->case_id[0] == '\0' || !have_status) {
        json_fail(json, "found no case or no status, expected both");
    }
    if (reader->pairs != NULL) {
        instance->matrix.items = reader->pairs + matrix;
        instance->facts.items = reader->pairs + facts;
    }
}

static size_t read_count(struct json_reader *json)
{
    long long value = 0;
    if (json_integer(json, &value) && value < 0) {
        json_fail(json, "found a negative number, expected a count");
    }
    return value > 0 ? (size_t)value : 0;
}

static void read_footer(struct results_reader *reader, struct json_reader *json)
{
    struct results_footer *footer = &reader->footer;
    for (char *key = json_member(json); key != NULL; key = json_member(json)) {
        if (strcmp(key, "instances") == 0) {
            footer->instances = read_count(json);
        } else if (strcmp(key, "cases") == 0) {
            footer->cases = read_count(json);
        } else if (strcmp(key, "facts") == 0) {
            footer->facts = read_count(json);
        } else if (strcmp(key, "seconds") == 0) {
            (void)json_real(json, &footer->seconds);
        } else {
            (void)json_skip(json, NULL);
        }
    }
    reader->have_footer = true;
}

static enum results_line read_line(struct results_reader *reader, struct json_reader *json)
{
    (void)json_enter(json, JSON_OBJECT);
    const char *key = json_member(json);
    const char *type = key != NULL && strcmp(key, "type") == 0 ? passing_string(json) : "";
    enum results_line line = RESULTS_MALFORMED;
    if (reader->have_footer) {
        json_fail(json, "found a line behind the footer, expected the end of the file");
    } else if (strcmp(type, "header") == 0 && !reader->have_header) {
        read_header(reader, json);
        line = RESULTS_HEADER;
    } else if (strcmp(type, "case") == 0 && reader->have_header) {
        read_case(reader, json);
        line = RESULTS_CASE;
    } else if (strcmp(type, "footer") == 0 && reader->have_header) {
        read_footer(reader, json);
        line = RESULTS_FOOTER;
    } else {
        json_fail(json, reader->have_header ? "found another line, expected the type case or footer"
                                            : "found another line, expected the type header");
    }
    return json_close(json) ? line : RESULTS_MALFORMED;
}

static enum results_line complain(struct results_reader *reader, const char *message)
{
    problems_add(reader->problems, reader->name, reader->line, "%s", message);
    reader->failed = true;
    return RESULTS_MALFORMED;
}

static enum results_line end_of_run(struct results_reader *reader)
{
    return reader->have_header ? RESULTS_END : complain(reader, "found the end of the file, expected a header");
}

enum results_line results_next(struct results_reader *reader)
{
    char *bytes = NULL;
    size_t length = 0;
    if (reader->failed) {
        return RESULTS_MALFORMED;
    }
    reader->line++;
    enum line_outcome outcome = lines_next(&reader->lines, &bytes, &length);
    if (outcome == LINE_END) {
        return end_of_run(reader);
    }
    if (outcome == LINE_TOO_LONG || outcome == LINE_FAILED) {
        return complain(reader, outcome == LINE_FAILED ? "found a file that cannot be read, expected results"
                                                       : "found a line that is too long, expected at most 16 MiB");
    }
    if (reader->keep_raw) {
        text_clear(&reader->raw);
        text_add(&reader->raw, bytes, length);
    }
    struct json_reader json;
    bool had_header = reader->have_header;
    json_open(&json, bytes, length);
    enum results_line line = read_line(reader, &json);
    if (line == RESULTS_MALFORMED && outcome == LINE_CUT && had_header) {
        reader->have_footer = false;
        return RESULTS_END;
    }
    if (line == RESULTS_MALFORMED) {
        text_clear(&reader->raw);
        text_format(&reader->raw, "%s (column %zu)", json.error != NULL ? json.error : "found an incomplete value",
                    json.error_offset + 1);
        return complain(reader, text_string(&reader->raw));
    }
    return line;
}

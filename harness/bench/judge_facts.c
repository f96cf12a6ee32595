/* judge_facts.c: makes a large results file from a small one, for timing judge and gate: `judge-facts RESULTS FACTS >OUT`.
 * Every case line is repeated, each time with another value of the extra matrix variable `copy`, until there are at least
 * FACTS facts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../common/number.h"
#include "../judge/results.h"

static bool fail(const char *message, const char *detail)
{
    (void)fprintf(stderr, "judge-facts: %s%s\n", message, detail);
    return false;
}

/* The number of facts in the whole file; false when it is malformed or has none. */
static bool count_facts(FILE *file, const char *name, size_t *facts)
{
    struct problems problems = {0};
    struct results_reader reader;
    enum results_line line = RESULTS_HEADER;
    results_open(&reader, file, name, &problems);
    *facts = 0;
    while (line != RESULTS_END && line != RESULTS_MALFORMED) {
        line = results_next(&reader);
        *facts += line == RESULTS_CASE ? reader.present.instance.facts.count : 0;
    }
    results_close(&reader);
    bool good = line == RESULTS_END && *facts > 0;
    good = good || fail("no results with facts: ", text_string(&problems.lines));
    problems_free(&problems);
    return good;
}

/* Adds `"copy":"N"` to an object written as JSON. */
static void write_matrix(struct json_writer *writer, struct json_span matrix, size_t copy)
{
    struct text text = {0};
    bool is_empty = memchr(matrix.bytes, '"', matrix.length) == NULL;
    text_add(&text, matrix.bytes, matrix.length - 1);
    text_format(&text, "%s\"copy\":\"%zu\"}", is_empty ? "" : ",", copy);
    json_write_raw(writer, "matrix", text_string(&text), text.length);
    text_free(&text);
}

/* Writes one line anew; a footer's counts are multiplied by copies. */
static void write_line(const struct text *raw, enum results_line kind, size_t copy, size_t copies, struct text *out)
{
    struct json_writer writer = {.text = out};
    struct json_reader json;
    struct text line = {0};
    text_add(&line, raw->bytes, raw->length);
    json_open(&json, line.bytes, line.length);
    (void)json_enter(&json, JSON_OBJECT);
    json_begin_object(&writer, NULL);
    for (char *key = json_member(&json); key != NULL; key = json_member(&json)) {
        struct json_span span = {0};
        bool is_count = kind == RESULTS_FOOTER && (strcmp(key, "instances") == 0 || strcmp(key, "facts") == 0);
        (void)json_skip(&json, &span);
        if (kind == RESULTS_CASE && strcmp(key, "matrix") == 0) {
            write_matrix(&writer, span, copy);
        } else if (is_count) {
            json_write_count(&writer, key, (size_t)strtoull(span.bytes, NULL, 10) * copies);
        } else {
            json_write_raw(&writer, key, span.bytes, span.length);
        }
    }
    json_end_object(&writer);
    json_end_line(&writer);
    text_free(&line);
}

static bool repeat(FILE *file, const char *name, size_t copies)
{
    struct problems problems = {0};
    struct results_reader reader;
    struct text out = {0};
    bool good = true;
    results_open(&reader, file, name, &problems);
    reader.keep_raw = true;
    for (enum results_line kind = results_next(&reader); good && kind != RESULTS_END; kind = results_next(&reader)) {
        size_t times = kind == RESULTS_CASE ? copies : 1;
        good = kind != RESULTS_MALFORMED;
        for (size_t copy = 1; good && copy <= times; copy++) {
            text_clear(&out);
            write_line(&reader.raw, kind, copy, copies, &out);
            good = fwrite(out.bytes, 1, out.length, stdout) == out.length;
        }
    }
    text_free(&out);
    results_close(&reader);
    problems_free(&problems);
    return (good && fflush(stdout) == 0) || fail("the output cannot be written", "");
}

int main(int argument_count, char **arguments)
{
    long long wanted = 0;
    size_t facts = 0;
    if (argument_count != 3 || number_parse(arguments[2], &wanted) != NUMBER_GOOD || wanted < 1) {
        (void)fail("usage: judge-facts RESULTS FACTS >OUT", "");
        return EXIT_CODE_USAGE;
    }
    FILE *file = fopen(arguments[1], "rb");
    if (file == NULL) {
        (void)fail("cannot open ", arguments[1]);
        return EXIT_CODE_USAGE;
    }
    bool good = count_facts(file, arguments[1], &facts);
    rewind(file);
    good = good && repeat(file, arguments[1], ((size_t)wanted + facts - 1) / facts);
    (void)fclose(file);
    return good ? EXIT_CODE_CLEAN : EXIT_CODE_USAGE;
}

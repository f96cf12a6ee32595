/* fuzz_parsers.c: libFuzzer's entry to everything that reads untrusted text. The first byte chooses the parser.
 *
 *   clang -g -O1 -fsanitize=fuzzer,address,undefined -I. tests/fuzz_parsers.c judge/[a-z]*.c common/[a-z]*.c -o fuzz-parsers */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../common/rec.h"
#include "../judge/baseline.h"
#include "../judge/results.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void fuzz_rec(const char *bytes, size_t length)
{
    struct rec_file file;
    struct problems problems = {0};
    bool good = rec_parse(&file, "f", bytes, length, &problems);
    if (good != (problems.count == 0)) {
        abort();
    }
    struct text text = {0};
    for (size_t i = 0; i < file.count; i++) {
        for (size_t j = 0; j < file.records[i].count; j++) {
            rec_write_field(&text, file.records[i].fields[j].name, file.records[i].fields[j].value);
        }
        text_byte(&text, '\n');
    }
    /* what was read and written again reads the same */
    struct rec_file again;
    if (!rec_parse(&again, "f", text_string(&text), text.length, &problems) || again.count != file.count) {
        abort();
    }
    text_free(&text);
    rec_free(&again);
    rec_free(&file);
    problems_free(&problems);
}

static void fuzz_json(const char *bytes, size_t length)
{
    struct json_reader reader;
    char *copy = memory_copy(bytes, length);
    json_open(&reader, copy, length);
    bool good = json_skip(&reader, NULL);
    good = json_close(&reader) && good;
    if (good != (reader.error == NULL)) {
        abort();
    }
    json_open(&reader, copy, length);
    if (json_peek(&reader) == JSON_STRING) {
        char *string = json_string(&reader);
        struct text text = {0};
        struct json_writer writer = {.text = &text};
        json_write_string(&writer, NULL, string != NULL ? string : "");
        struct json_reader again;
        char *value = string != NULL ? memory_copy(string, strlen(string)) : NULL;
        json_open(&again, text.bytes, text.length);
        const char *second = json_string(&again);
        if (second == NULL || (value != NULL && strcmp(second, value) != 0)) {
            abort();
        }
        free(value);
        text_free(&text);
    }
    free(copy);
}

static void fuzz_condition(const char *source)
{
    static const struct pair facts[] = {
        {"call", "EINVAL"}, {"n", "5"}, {"big", "9223372036854775807"}, {"set", "in+out"}, {"u", "unsupported"}};
    static const struct pair matrix[] = {{"family", "inet"}, {"backlog", "limit+9223372036854775807"}, {"low", "min"}};
    static const struct pair limits[] = {{"somaxconn", "4096"}};
    struct arena arena = {0};
    struct text message = {0};
    struct instance instance = {.case_id = "a.b", .facts = {facts, 5}, .matrix = {matrix, 3}};
    const struct condition *condition = condition_parse(&arena, source, &message);
    if ((condition == NULL) != (message.length > 0)) {
        abort();
    }
    if (condition != NULL) {
        (void)condition_evaluate(condition, &instance, (struct pairs){limits, 1}, &message);
    }
    text_free(&message);
    arena_free(&arena);
}

static void fuzz_document(const char *source)
{
    struct documents documents;
    struct problems problems = {0};
    struct pair file = {"f", source};
    if (documents_parse(&documents, (struct pairs){&file, 1}, &problems)) {
        static const struct pair facts[] = {{"call", "EINVAL"}};
        static const struct pair matrix[] = {{"family", "inet"}};
        struct judge judge;
        size_t count = 0;
        struct instance instance = {.case_id = "e.a", .facts = {facts, 1}, .matrix = {matrix, 1}, .reason = ""};
        judge_open(&judge, &documents, (struct pairs){0});
        (void)judge_instance(&judge, &instance, &count);
        (void)judge_instance(&judge, &instance, &count);
        judge_close(&judge);
    }
    documents_free(&documents);
    problems_free(&problems);
}

static void fuzz_baseline(const char *bytes, size_t length)
{
    struct baseline baseline;
    struct problems problems = {0};
    static const struct pair matrix[] = {{"family", "inet"}};
    if (baseline_parse(&baseline, "f", bytes, length, &problems)) {
        struct text text = {0};
        struct baseline again;
        for (size_t i = 0; i < baseline.count; i++) {
            (void)baseline_covering(&baseline, baseline.lines[i].clause, "e.a", (struct pairs){matrix, 1}, 0);
        }
        baseline_write(&text, &baseline);
        if (!baseline_parse(&again, "f", text_string(&text), text.length, &problems) || again.count != baseline.count) {
            abort();
        }
        baseline_free(&again);
        text_free(&text);
    }
    baseline_free(&baseline);
    problems_free(&problems);
}

static void fuzz_results(const char *bytes, size_t length)
{
    struct results_reader reader;
    struct problems problems = {0};
    FILE *file = tmpfile();
    if (file == NULL) {
        return;
    }
    (void)fwrite(bytes, 1, length, file);
    rewind(file);
    results_open(&reader, file, "f", &problems);
    enum results_line line = RESULTS_CASE;
    while (line != RESULTS_END && line != RESULTS_MALFORMED) {
        line = results_next(&reader);
    }
    if ((line == RESULTS_MALFORMED) != (problems.count > 0)) {
        abort();
    }
    results_close(&reader);
    problems_free(&problems);
    (void)fclose(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    if (length == 0) {
        return 0;
    }
    char *copy = memory_copy((const char *)bytes + 1, length - 1);
    switch (bytes[0] % 6) {
    case 0:
        fuzz_rec(copy, length - 1);
        break;
    case 1:
        fuzz_json(copy, length - 1);
        break;
    case 2:
        fuzz_condition(copy);
        break;
    case 3:
        fuzz_document(copy);
        break;
    case 4:
        fuzz_baseline(copy, length - 1);
        break;
    default:
        fuzz_results(copy, length - 1);
        break;
    }
    free(copy);
    return 0;
}

/* test_json.c: the JSON reader on good and hostile input, the writer, and lines. */
#include <stdlib.h>
#include <string.h>

#include "../common/json_reader.h"
#include "../common/json_writer.h"
#include "../common/lines.h"
#include "../common/memory.h"
#include "check.h"

/* Whether a text is one whole JSON value. */
static bool is_json_of(const char *bytes, size_t length)
{
    struct json_reader reader;
    char *copy = memory_copy(bytes, length);
    json_open(&reader, copy, length);
    bool good = json_skip(&reader, NULL);
    good = json_close(&reader) && good;
    free(copy);
    return good;
}

static bool is_json(const char *text)
{
    return is_json_of(text, strlen(text));
}

/* A string value decoded, or "(error)". The caller frees it. */
static char *decoded(const char *text)
{
    struct json_reader reader;
    char *copy = memory_copy(text, strlen(text));
    json_open(&reader, copy, strlen(text));
    const char *string = json_string(&reader);
    char *result = json_close(&reader) ? memory_copy(string, strlen(string)) : memory_copy("(error)", 7);
    free(copy);
    return result;
}

static void check_decoded(const char *text, const char *wanted)
{
    char *seen = decoded(text);
    CHECK_TEXT(seen, wanted);
    free(seen);
}

static void test_well_formed(void)
{
    static const char *const good[] = {"{}",
                                       "[]",
                                       "0",
                                       "-0",
                                       "12.5e-3",
                                       "\"\"",
                                       " [ 1 , 2 ] ",
                                       "true",
                                       "false",
                                       "null",
                                       "{\"a\":{\"b\":[{},[],\"\"]}}",
                                       "\"\xc3\xa9\"",
                                       "1E5",
                                       "[[1],[2,3]]",
                                       "\"\\u00e9\\ud83d\\ude00\""};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        check_report(is_json(good[i]), good[i], __FILE__, __LINE__);
    }
}

static void test_malformed(void)
{
    static const char *const bad[] = {"",
                                      " ",
                                      "{",
                                      "[",
                                      "]",
                                      "{]",
                                      "[}",
                                      "{\"a\"}",
                                      "{\"a\":}",
                                      "{a:1}",
                                      "[1,]",
                                      "[,1]",
                                      "{\"a\":1,}",
                                      "[1 2]",
                                      "\"",
                                      "\"a",
                                      "\"\\\"",
                                      "\"\\x\"",
                                      "\"\\u12\"",
                                      "\"\\u00g0\"",
                                      "\"\t\"",
                                      "01",
                                      "-",
                                      "1.",
                                      ".5",
                                      "1e",
                                      "+1",
                                      "tru",
                                      "nul",
                                      "truefalse",
                                      "1 2",
                                      "{} {}",
                                      "\"\\u0000\"",
                                      "'a'",
                                      "{\"a\":1 \"b\":2}",
                                      "NaN",
                                      "\xef\xbb\xbf{}"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        check_report(!is_json(bad[i]), bad[i], __FILE__, __LINE__);
    }
    CHECK(!is_json_of("{}\0", 3));
    CHECK(!is_json_of("\"a\0b\"", 5));
}

static void test_bad_utf8(void)
{
    CHECK(!is_json("\"\x80\""));
    CHECK(!is_json("\"\xc3\""));
    CHECK(!is_json("\"\xc0\xaf\""));
    CHECK(!is_json("\"\xe0\x80\x80\""));
    CHECK(!is_json("\"\xed\xa0\x80\""));
    CHECK(!is_json("\"\xf4\x90\x80\x80\""));
    CHECK(!is_json("\"\xf0\x9f\x98"));
    CHECK(!is_json("\"\xff\""));
    CHECK(is_json("\"\xf0\x9f\x98\x80 \xe2\x82\xac\""));
}

static void test_strings(void)
{
    check_decoded("\"plain\"", "plain");
    check_decoded("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t");
    check_decoded("\"a\\u00e9b\\u20acc\\ud83d\\ude00d\"", "a\xc3\xa9"
                                                          "b\xe2\x82\xac"
                                                          "c\xf0\x9f\x98\x80"
                                                          "d");
    check_decoded("\"\\ud83d x\"", "\xef\xbf\xbd x");
    check_decoded("\"\\ude00\"", "\xef\xbf\xbd");
    check_decoded("\"x\xc3\xa9\\n\xc3\xa9\"", "x\xc3\xa9\n\xc3\xa9");
    check_decoded("12", "(error)");
}

static void test_depth(void)
{
    char deep[2 * 1000 + 1];
    memset(deep, '[', 1000);
    memset(deep + 1000, ']', 1000);
    deep[2000] = '\0';
    CHECK(!is_json(deep));
    CHECK(is_json_of(deep + 1000 - JSON_DEPTH_MOST, (size_t)2 * JSON_DEPTH_MOST));
    CHECK(!is_json_of(deep + 1000 - JSON_DEPTH_MOST - 1, (size_t)2 * JSON_DEPTH_MOST + 2));
}

static void test_huge(void)
{
    size_t length = (size_t)4 << 20;
    char *huge = memory_grow(NULL, length + 3, 1);
    memset(huge, 'a', length + 2);
    huge[0] = '"';
    huge[length + 1] = '"';
    huge[length + 2] = '\0';
    CHECK(is_json_of(huge, length + 2));
    CHECK(!is_json_of(huge, length + 1));
    free(huge);
}

static void test_numbers(void)
{
    char text[] = "[9223372036854775807,-9223372036854775808,1.5,9223372036854775808]";
    struct json_reader reader;
    long long whole = 0;
    double real = 0;
    json_open(&reader, text, strlen(text));
    CHECK(json_enter(&reader, JSON_ARRAY) && json_element(&reader) && json_integer(&reader, &whole));
    CHECK(whole == 9223372036854775807LL);
    CHECK(json_element(&reader) && json_integer(&reader, &whole));
    CHECK(whole == -9223372036854775807LL - 1);
    CHECK(json_element(&reader) && json_real(&reader, &real));
    CHECK(real > 1.4 && real < 1.6);
    CHECK(json_element(&reader) && !json_integer(&reader, &whole));
    CHECK_TEXT(reader.error, "found another number, expected a whole number of at most 64 bits");
    CHECK(!json_close(&reader));
}

static void test_members(void)
{
    char text[] = "{\"a\":\"x\",\"b\":[1,{\"c\":\"\\n\"}],\"d\":true}";
    struct json_reader reader;
    struct json_span span = {0};
    bool flag = false;
    json_open(&reader, text, strlen(text));
    CHECK(json_enter(&reader, JSON_OBJECT));
    CHECK_TEXT(json_member(&reader), "a");
    CHECK_TEXT(json_string(&reader), "x");
    CHECK_TEXT(json_member(&reader), "b");
    CHECK(json_skip(&reader, &span));
    CHECK(span.length == 14 && strncmp(span.bytes, "[1,{\"c\":\"\\n\"}]", 14) == 0);
    CHECK_TEXT(json_member(&reader), "d");
    CHECK(json_boolean(&reader, &flag) && flag);
    CHECK(json_member(&reader) == NULL);
    CHECK(json_close(&reader));
}

static void test_first_error_stays(void)
{
    char text[] = "{\"a\":}";
    struct json_reader reader;
    json_open(&reader, text, strlen(text));
    CHECK(json_enter(&reader, JSON_OBJECT));
    CHECK_TEXT(json_member(&reader), "a");
    CHECK(json_peek(&reader) == JSON_INVALID);
    CHECK_TEXT(reader.error, "found no value, expected one");
    CHECK_NUMBER(reader.error_offset, 5);
    CHECK(json_string(&reader) == NULL && json_member(&reader) == NULL && !json_element(&reader) && !json_skip(&reader, NULL));
    CHECK_TEXT(reader.error, "found no value, expected one");
    CHECK(!json_close(&reader));
}

static void test_writer(void)
{
    struct text text = {0};
    struct json_writer writer = {.text = &text};
    json_begin_object(&writer, NULL);
    json_write_string(&writer, "s", "a\"b\\c\n\x01\x7f\xc3\xa9\xff\xed\xa0\x80.");
    json_write_string(&writer, "none", NULL);
    json_begin_array(&writer, "list");
    json_write_integer(&writer, NULL, -3);
    json_begin_object(&writer, NULL);
    json_end_object(&writer);
    json_end_array(&writer);
    json_write_boolean(&writer, "yes", true);
    json_write_fixed(&writer, "f", 1.25, 1);
    json_write_raw(&writer, "raw", "[]", 2);
    json_write_count(&writer, "n", 7);
    json_end_object(&writer);
    json_end_line(&writer);
    json_begin_array(&writer, NULL);
    json_end_array(&writer);
    json_end_line(&writer);
    CHECK_TEXT(text_string(&text),
               "{\"s\":\"a\\\"b\\\\c\\n\\u0001\\u007f\xc3\xa9\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd.\",\"none\":\"\","
               "\"list\":[-3,{}],\"yes\":true,\"f\":1.2,\"raw\":[],\"n\":7}\n[]\n");
    text_free(&text);
}

static void test_lines(void)
{
    FILE *file = tmpfile();
    struct lines lines;
    char *line = NULL;
    size_t length = 0;
    if (!CHECK(file != NULL)) {
        return;
    }
    (void)fputs("one\r\n\nthree\nfour", file);
    rewind(file);
    lines_open(&lines, file, 100);
    CHECK(lines_next(&lines, &line, &length) == LINE_READ);
    CHECK_TEXT(line, "one");
    CHECK(lines_next(&lines, &line, &length) == LINE_READ && length == 0);
    CHECK(lines_next(&lines, &line, &length) == LINE_READ);
    CHECK_TEXT(line, "three");
    CHECK(lines_next(&lines, &line, &length) == LINE_CUT);
    CHECK_TEXT(line, "four");
    CHECK(lines_next(&lines, &line, &length) == LINE_END);
    lines_close(&lines);
    rewind(file);
    lines_open(&lines, file, 4);
    CHECK(lines_next(&lines, &line, &length) == LINE_READ);
    CHECK(lines_next(&lines, &line, &length) == LINE_READ);
    CHECK(lines_next(&lines, &line, &length) == LINE_TOO_LONG);
    lines_close(&lines);
    (void)fclose(file);
}

int main(void)
{
    test_well_formed();
    test_malformed();
    test_bad_utf8();
    test_strings();
    test_depth();
    test_huge();
    test_numbers();
    test_members();
    test_first_error_stays();
    test_writer();
    test_lines();
    return check_finish();
}

/* test_rec.c: the reader and writer of rec files. */
#include "../common/rec.h"

#include <string.h>

#include "check.h"

static struct problems problems;

static bool parse(struct rec_file *file, const char *text)
{
    problems_free(&problems);
    return rec_parse(file, "x.rec", text, strlen(text), &problems);
}

static void test_records(void)
{
    struct rec_file file;
    CHECK(parse(&file, "# a comment\n\nname:  one \nvalue: 1\n+ 2\n+\n+ 3\n\n\n# between\nname: two\r\nname: three"));
    CHECK_NUMBER(file.count, 2);
    CHECK_TEXT(rec_value(&file.records[0], "name"), "one");
    CHECK_TEXT(rec_value(&file.records[0], "value"), "1\n2\n\n3");
    CHECK_NUMBER(rec_find(&file.records[0], "value")->line, 4);
    CHECK_NUMBER(file.records[1].line, 11);
    CHECK_NUMBER(file.records[1].count, 2);
    CHECK_TEXT(rec_value(&file.records[1], "name"), "two");
    CHECK_TEXT(file.records[1].fields[1].value, "three");
    CHECK(rec_value(&file.records[1], "value") == NULL);
    rec_free(&file);
}

static void test_comment_within_record(void)
{
    struct rec_file file;
    CHECK(parse(&file, "a: 1\n# note\nb: 2\n"));
    CHECK_NUMBER(file.count, 1);
    CHECK_TEXT(rec_value(&file.records[0], "b"), "2");
    rec_free(&file);
}

static void test_empty(void)
{
    struct rec_file file;
    CHECK(parse(&file, ""));
    CHECK_NUMBER(file.count, 0);
    rec_free(&file);
    CHECK(parse(&file, "\n\n# only a comment\n"));
    CHECK_NUMBER(file.count, 0);
    rec_free(&file);
}

static void test_malformed(void)
{
    struct rec_file file;
    CHECK(!parse(&file, "a: 1\n\nNo field\nb: 2\n: none\n"));
    CHECK_TEXT(text_string(&problems.lines),
               "x.rec:3: found no field name, expected `name: value` with a name of lower-case letters, digits and `-`\n"
               "x.rec:5: found no field name, expected `name: value` with a name of lower-case letters, digits and `-`\n");
    CHECK_NUMBER(file.count, 2);
    rec_free(&file);
    CHECK(!parse(&file, "+ continued\n"));
    CHECK_TEXT(text_string(&problems.lines), "x.rec:1: found a line that begins with `+`, expected a field before it\n");
    rec_free(&file);
    problems_free(&problems);
    CHECK(!rec_parse(&file, "x.rec", "a: b\0c\n", 7, &problems));
    CHECK_TEXT(text_string(&problems.lines), "x.rec:1: found a NUL byte, expected text\n");
    rec_free(&file);
}

static void test_missing_file(void)
{
    struct rec_file file;
    problems_free(&problems);
    CHECK(!rec_read(&file, "/nonexistent/x.rec", &problems));
    CHECK_TEXT(text_string(&problems.lines), "/nonexistent/x.rec: found a file that cannot be opened, expected a rec file\n");
    rec_free(&file);
    problems_free(&problems);
    CHECK(!rec_read(&file, "/", &problems));
    CHECK_NUMBER(problems.count, 1);
    rec_free(&file);
}

static void test_writing(void)
{
    struct text text = {0};
    struct rec_file file;
    rec_write_field(&text, "name", "one");
    rec_write_field(&text, "none", NULL);
    rec_write_field(&text, "value", "1\n2");
    CHECK_TEXT(text_string(&text), "name: one\nvalue: 1\n+ 2\n");
    CHECK(parse(&file, text_string(&text)));
    CHECK_TEXT(rec_value(&file.records[0], "value"), "1\n2");
    rec_free(&file);
    text_free(&text);
}

int main(void)
{
    test_records();
    test_comment_within_record();
    test_empty();
    test_malformed();
    test_missing_file();
    test_writing();
    problems_free(&problems);
    return check_finish();
}

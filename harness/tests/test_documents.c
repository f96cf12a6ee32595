/* test_documents.c: loading of documents and what is said of malformed ones. */
#include "../judge/documents.h"

#include <string.h>

#include "check.h"

#define HEAD(id) "document: " id "\ntitle: T\npublisher: P\nversion: 1\nsource: S\nread: 2026-01-01\ninterface: listen\n"
#define CLAUSE(anchor) "\nclause: " anchor "\nlevel: must\nquote: Q\nwhere: W\n"

static struct documents documents;
static struct problems problems;

static bool load(const char *content)
{
    struct pair file = {"d.rec", content};
    documents_free(&documents);
    problems_free(&problems);
    return documents_parse(&documents, (struct pairs){.items = &file, .count = 1}, &problems);
}

static void check_problem(const char *content, const char *wanted)
{
    CHECK(!load(content));
    CHECK_TEXT(text_string(&problems.lines), wanted);
}

static void test_good(void)
{
    CHECK(load(HEAD("d") "families: inet inet6\nerrors: winsock\nnote: N\n" CLAUSE(
        "a") "expect: e.a[family=inet,inet6;backlog=0] call = EINVAL\n"
             "expect: e.b call = ok\nwhen: family = \"inet\"\n"
             "\nclause: b\nlevel: open\nquote: Q\nwhere: W\nshow: e.a[*] call call.asked\nconflicts: a\nnote: N\n"
             "\nclause: c\nlevel: silent\nuntestable: why\n"));
    CHECK_TEXT(text_string(&problems.lines), "");
    const struct document *document = documents_find(&documents, "d");
    if (!CHECK(document != NULL)) {
        return;
    }
    CHECK_NUMBER(document->clause_count, 3);
    CHECK_NUMBER(document->untestable_count, 1);
    CHECK_NUMBER(document->family_count, 2);
    CHECK_TEXT(document->families[1], "inet6");
    const struct clause *a = documents_clause(&documents, "d/a");
    if (!CHECK(a != NULL)) {
        return;
    }
    CHECK_NUMBER(a->expectation_count, 2);
    CHECK_NUMBER(a->expectations[0].line, 16);
    CHECK_TEXT(a->expectations[0].pattern.case_id, "e.a");
    CHECK_NUMBER(a->expectations[0].pattern.variable_count, 2);
    CHECK_TEXT(a->expectations[0].pattern.variables[0].values[1], "inet6");
    CHECK_TEXT(a->expectations[1].source, "call = ok");
    CHECK(a->when != NULL);
    const struct clause *b = documents_clause(&documents, "d/b");
    CHECK(b != NULL && b->expectations[0].condition == NULL && b->expectations[0].fact_count == 2);
    CHECK(documents_clause(&documents, "d/z") == NULL);
}

static void test_several_sorted(void)
{
    const struct pair files[] = {{"z.rec", HEAD("zeta") CLAUSE("a") "untestable: u\n"},
                                 {"a.rec", HEAD("alpha") CLAUSE("a") "untestable: u\n"}};
    documents_free(&documents);
    problems_free(&problems);
    CHECK(documents_parse(&documents, (struct pairs){.items = files, .count = 2}, &problems));
    CHECK_TEXT(documents.list[0].id, "alpha");
    CHECK_NUMBER(documents.clause_count, 2);
    CHECK_TEXT(documents.clauses[1]->id, "zeta/a");
    CHECK(documents.clauses[1]->document == &documents.list[1]);
    const struct pair twice[] = {files[0], files[0]};
    documents_free(&documents);
    CHECK(!documents_parse(&documents, (struct pairs){.items = twice, .count = 2}, &problems));
    CHECK_TEXT(text_string(&problems.lines), "z.rec:1: found the document `zeta` again, expected each once\n");
}

static void test_malformed(void)
{
    check_problem("", "d.rec: found no record, expected a document\n");
    check_problem("document: d\ntitle: T\npublisher: P\nversion: 1\nsource: S\nread: R\n",
                  "d.rec:1: found no `interface`, expected it here\n");
    check_problem(HEAD("d") "colour: red\n", "d.rec:8: found the unknown field `colour`, expected one of VOCABULARY.md\n");
    check_problem(HEAD("d") "title: again\n", "d.rec:8: found a second `title`, expected one\n");
    check_problem(HEAD("D"), "d.rec:1: found another document id, expected lower-case letters, digits and `-`\n");
    check_problem(HEAD("d") "errors: bsd\n", "d.rec:8: found another word, expected posix or winsock\n");
    check_problem(HEAD("d") CLAUSE("a"), "d.rec:9: found a clause without observation, expected `expect` or `untestable`\n");
    check_problem(HEAD("d") CLAUSE("a") "show: e.a call\n",
                  "d.rec:13: found `show` in a clause that is `must` or `should`, expected `expect`\n");
    check_problem(HEAD("d") CLAUSE("a") "untestable: u\nexpect: e.a call = ok\n",
                  "d.rec:9: found `untestable` beside `expect` or `show`, expected one of them\n");
    check_problem(HEAD("d") "\nclause: a\nlevel: shall\nquote: Q\nwhere: W\nuntestable: u\n",
                  "d.rec:10: found an unknown level, expected must, should, may, open or silent\n");
    check_problem(HEAD("d") CLAUSE("a") "untestable: u\n" CLAUSE("a") "untestable: u\n",
                  "d.rec:15: found an anchor that was there before, expected a new one\n");
    check_problem(HEAD("d") CLAUSE("a") "untestable: u\nconflicts: b\n",
                  "d.rec:9: found `conflicts` with an unknown anchor, expected an anchor of this document\n");
    check_problem(HEAD("d") CLAUSE("A b") "untestable: u\n",
                  "d.rec:9: found another anchor, expected lower-case letters, digits and `-`\n");
}

static void test_malformed_expectations(void)
{
    check_problem(HEAD("d") CLAUSE("a") "expect: e.a call is ok\n",
                  "d.rec:13: found `is`, expected a relation: = != < <= > >= has lacks in the condition `call is ok`\n");
    check_problem(
        HEAD("d") CLAUSE("a") "when: call\nexpect: e.a call = ok\n",
        "d.rec:13: found the end of the condition, expected a relation: = != < <= > >= has lacks in the condition `call`\n");
    check_problem(HEAD("d") CLAUSE("a") "expect: e.a\n", "d.rec:13: found nothing behind the case, expected `CASE[FILTER] …`\n");
    check_problem(HEAD("d") CLAUSE("a") "expect: e.a[family call = ok\n",
                  "d.rec:13: found `[` without `]`, expected `CASE[FILTER] …`\n");
    check_problem(HEAD("d") CLAUSE("a") "expect: e.a[family] call = ok\n",
                  "d.rec:13: found a filter without `variable=value`, expected `CASE[FILTER] …`\n");
    check_problem(HEAD("d") CLAUSE("a") "expect: e.a[family=a,,b] call = ok\n",
                  "d.rec:13: found an empty value in a filter, expected `CASE[FILTER] …`\n");
    check_problem(HEAD("d") CLAUSE("a") "expect: = ok\n", "d.rec:13: found no case id, expected `CASE[FILTER] …`\n");
    check_problem(HEAD("d") CLAUSE("a") "expect: e.a[*]call = ok\n",
                  "d.rec:13: found no blank behind the case, expected `CASE[FILTER] …`\n");
}

int main(void)
{
    test_good();
    test_several_sorted();
    test_malformed();
    test_malformed_expectations();
    documents_free(&documents);
    problems_free(&problems);
    return check_finish();
}

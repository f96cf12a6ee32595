/* test_judge.c: the table of verdicts, filters, families, and how instances are gathered. */
#include "../judge/judge.h"

#include <string.h>

#include "../judge/tally.h"
#include "check.h"

#define HEAD(id) "document: " id "\ntitle: T\npublisher: P\nversion: 1\nsource: S\nread: 2026-01-01\ninterface: listen\n"
#define CLAUSE(anchor, level) "\nclause: " anchor "\nlevel: " level "\nquote: Q\nwhere: W\n"

static struct documents documents;
static struct problems problems;
static struct judge judge;

static void load(const char *content)
{
    static const struct pair limits[] = {{"somaxconn", "4096"}};
    struct pair file = {"d.rec", content};
    judge_close(&judge);
    documents_free(&documents);
    CHECK(documents_parse(&documents, (struct pairs){.items = &file, .count = 1}, &problems));
    CHECK_TEXT(text_string(&problems.lines), "");
    judge_open(&judge, &documents, (struct pairs){.items = limits, .count = 1});
}

static const struct judgement *judge_one(const char *case_id, const char *family, const char *call, enum status status)
{
    struct pair matrix[] = {{"family", family}};
    struct pair facts[] = {{"call", call}, {"call.asked", "5"}};
    struct instance instance = {.case_id = case_id, .status = status, .reason = "because"};
    size_t count = 0;
    instance.matrix = (struct pairs){.items = matrix, .count = family != NULL ? 1 : 0};
    instance.facts = (struct pairs){.items = facts, .count = call != NULL ? 2 : 0};
    const struct judgement *list = judge_instance(&judge, &instance, &count);
    return count > 0 ? list : NULL;
}

static void check_verdict(const char *level, const char *call, enum status status, const char *wanted)
{
    struct text content = {0};
    text_format(&content, HEAD("d") CLAUSE("a", "%s") "expect: e.a call = EINVAL\n", level);
    load(text_string(&content));
    const struct judgement *judgement = judge_one("e.a", "inet", call, status);
    CHECK_TEXT(judgement != NULL ? verdict_name(judgement->verdict) : NULL, wanted);
    text_free(&content);
}

static void test_table(void)
{
    check_verdict("must", "EINVAL", STATUS_DONE, "conforms");
    check_verdict("must", "ok", STATUS_DONE, "deviates");
    check_verdict("should", "EINVAL", STATUS_DONE, "conforms");
    check_verdict("should", "ok", STATUS_DONE, "falls-short");
    check_verdict("may", "EINVAL", STATUS_DONE, "open");
    check_verdict("may", "ok", STATUS_DONE, "open");
    check_verdict("open", "ok", STATUS_DONE, "open");
    check_verdict("silent", "ok", STATUS_DONE, "open");
    check_verdict("must", NULL, STATUS_DONE, "inconclusive");
    check_verdict("must", NULL, STATUS_UNSUPPORTED, "unsupported");
    check_verdict("must", NULL, STATUS_INCONCLUSIVE, "inconclusive");
    check_verdict("must", NULL, STATUS_CRASH, "crash");
    check_verdict("must", NULL, STATUS_HANG, "hang");
    check_verdict("may", NULL, STATUS_CRASH, "crash");
    check_verdict("must", "unsupported", STATUS_DONE, "unsupported");
    check_verdict("may", "unsupported", STATUS_DONE, "unsupported");
    check_verdict("must", "crash", STATUS_CRASH, "crash");
    check_verdict("must", "hang", STATUS_HANG, "hang");
    check_verdict("must", "ok", STATUS_CRASH, "deviates");
    check_verdict("must", "EINVAL", STATUS_CRASH, "conforms");
}

static void test_texts(void)
{
    load(HEAD("d") CLAUSE("a", "must") "expect: e.a call.asked <= somaxconn and call = EINVAL\n");
    const struct judgement *judgement = judge_one("e.a", "inet", "a b\nc", STATUS_DONE);
    CHECK_TEXT(judgement->clause->id, "d/a");
    CHECK_TEXT(judgement->expect, "call.asked <= somaxconn and call = EINVAL");
    CHECK_TEXT(judgement->observed, "call.asked=5 call=a%20b%0Ac");
    CHECK_TEXT(judgement->reason, "");
    judgement = judge_one("e.a", "inet", NULL, STATUS_CRASH);
    CHECK_TEXT(judgement->observed, "crash");
    CHECK_TEXT(judgement->reason, "because");
    judgement = judge_one("e.a", "inet", NULL, STATUS_DONE);
    CHECK_TEXT(judgement->observed, "");
    CHECK_TEXT(judgement->reason, "no such fact: call.asked");
}

static void test_shown(void)
{
    load(HEAD("d") CLAUSE("a", "open") "show: e.a call call.asked other\n");
    const struct judgement *judgement = judge_one("e.a", "inet", "ok", STATUS_DONE);
    CHECK_TEXT(verdict_name(judgement->verdict), "open");
    CHECK_TEXT(judgement->observed, "call=ok call.asked=5");
    CHECK_TEXT(judgement->expect, "call call.asked other");
    judgement = judge_one("e.a", "inet", NULL, STATUS_UNSUPPORTED);
    CHECK_TEXT(verdict_name(judgement->verdict), "unsupported");
    judgement = judge_one("e.a", "inet", NULL, STATUS_DONE);
    CHECK_TEXT(verdict_name(judgement->verdict), "inconclusive");
    CHECK_TEXT(judgement->reason, "no such fact: call");
    load(HEAD("d") CLAUSE("a", "open") "show: e.a call\n");
    judgement = judge_one("e.a", "inet", "unsupported", STATUS_DONE);
    CHECK_TEXT(verdict_name(judgement->verdict), "unsupported");
    CHECK_TEXT(judgement->observed, "call=unsupported");
}

static void test_selection(void)
{
    load(HEAD("d") CLAUSE("a", "must") "expect: e.a[family=inet,inet6] call = EINVAL\n");
    CHECK(judge_one("e.a", "inet6", "ok", STATUS_DONE) != NULL);
    CHECK(judge_one("e.a", "unix", "ok", STATUS_DONE) == NULL);
    CHECK(judge_one("e.a", NULL, "ok", STATUS_DONE) == NULL);
    CHECK(judge_one("e.ab", "inet", "ok", STATUS_DONE) == NULL);
    load(HEAD("d") CLAUSE("a", "must") "expect: e.*[*] call = EINVAL\n");
    CHECK(judge_one("e.ab", NULL, "ok", STATUS_DONE) != NULL);
    CHECK(judge_one("f.ab", NULL, "ok", STATUS_DONE) == NULL);
}

static void test_applicability(void)
{
    load(HEAD("d") "families: inet inet6\n" CLAUSE("a", "must") "expect: e.a call = EINVAL\n");
    CHECK_TEXT(verdict_name(judge_one("e.a", "unix", "ok", STATUS_DONE)->verdict), "not-applicable");
    CHECK_TEXT(verdict_name(judge_one("e.a", "inet6", "ok", STATUS_DONE)->verdict), "deviates");
    CHECK_TEXT(verdict_name(judge_one("e.a", NULL, "ok", STATUS_DONE)->verdict), "deviates");
    load(HEAD("d") CLAUSE("a", "must") "when: call != ok\nexpect: e.a call = EINVAL\n");
    CHECK_TEXT(verdict_name(judge_one("e.a", "inet", "ok", STATUS_DONE)->verdict), "not-applicable");
    CHECK_TEXT(judge_one("e.a", "inet", "ok", STATUS_DONE)->reason, "not the case: call != ok");
    CHECK_TEXT(verdict_name(judge_one("e.a", "inet", "EACCES", STATUS_DONE)->verdict), "deviates");
    CHECK_TEXT(verdict_name(judge_one("e.a", "inet", NULL, STATUS_DONE)->verdict), "inconclusive");
    CHECK_TEXT(verdict_name(judge_one("e.a", "inet", NULL, STATUS_HANG)->verdict), "hang");
}

/* All expectations of a clause must hold; those that do not are named. */
static void test_several(void)
{
    load(HEAD("d") CLAUSE("a", "must") "expect: e.a call = EINVAL\nexpect: e.a call.asked = 5\nexpect: e.a call != ok\n");
    const struct judgement *judgement = judge_one("e.a", "inet", "ok", STATUS_DONE);
    CHECK_TEXT(verdict_name(judgement->verdict), "deviates");
    CHECK_TEXT(judgement->expect, "call = EINVAL and call != ok");
    CHECK_TEXT(judgement->observed, "call=ok");
    judgement = judge_one("e.a", "inet", "EINVAL", STATUS_DONE);
    CHECK_TEXT(verdict_name(judgement->verdict), "conforms");
    CHECK_TEXT(judgement->observed, "call=EINVAL call.asked=5");
    load(HEAD("d") CLAUSE("a", "must") "expect: e.a call = EINVAL\nexpect: e.a other = 5\n");
    CHECK_TEXT(verdict_name(judge_one("e.a", "inet", "EINVAL", STATUS_DONE)->verdict), "inconclusive");
    CHECK_TEXT(verdict_name(judge_one("e.a", "inet", "ok", STATUS_DONE)->verdict), "deviates");
    load(HEAD("d") CLAUSE("a", "must") "expect: e.a call.asked = 5\nexpect: e.a call = EINVAL\n");
    CHECK_TEXT(verdict_name(judge_one("e.a", "inet", "unsupported", STATUS_DONE)->verdict), "unsupported");
}

static void add(struct tally *tally, const char *case_id, const char *call, enum status status)
{
    const struct judgement *judgement = judge_one(case_id, "inet", call, status);
    tally_add(tally, judgement, judgement != NULL ? 1 : 0);
}

static void test_tally(void)
{
    struct tally tally;
    load(HEAD("d") CLAUSE("a", "must") "expect: e.a call = EINVAL\n" CLAUSE("b", "must") "expect: e.b call = EINVAL\n" CLAUSE(
        "c", "must") "untestable: u\n" CLAUSE("d", "must") "expect: e.d call = EINVAL\n");
    tally_open(&tally, &documents);
    add(&tally, "e.a", NULL, STATUS_UNSUPPORTED);
    CHECK_TEXT(verdict_name(tally.clauses[0].verdict), "unsupported");
    add(&tally, "e.a", "EINVAL", STATUS_DONE);
    CHECK_TEXT(verdict_name(tally.clauses[0].verdict), "conforms");
    add(&tally, "e.a", NULL, STATUS_DONE);
    CHECK_TEXT(verdict_name(tally.clauses[0].verdict), "inconclusive");
    add(&tally, "e.a", "ok", STATUS_DONE);
    add(&tally, "e.a", "EINVAL", STATUS_DONE);
    CHECK_TEXT(verdict_name(tally.clauses[0].verdict), "deviates");
    add(&tally, "e.b", NULL, STATUS_CRASH);
    tally_finish(&tally, true);
    struct document_counts counts = tally_document(&tally, &documents.list[0]);
    CHECK_NUMBER(counts.clauses, 4);
    CHECK_NUMBER(counts.verdicts[VERDICT_DEVIATES], 1);
    CHECK_NUMBER(counts.verdicts[VERDICT_CRASH], 1);
    CHECK_NUMBER(counts.verdicts[VERDICT_UNTESTABLE], 1);
    CHECK_NUMBER(counts.verdicts[VERDICT_INCONCLUSIVE], 1);
    CHECK_NUMBER(tally.clauses[0].instances[VERDICT_CONFORMS], 2);
    tally_close(&tally);
}

static void test_names(void)
{
    static const struct pair matrix[] = {{"family", "inet"}, {"backlog", "limit+1"}};
    struct text text = {0};
    instance_name(&text, "e.a", (struct pairs){.items = matrix, .count = 2});
    CHECK_TEXT(text_string(&text), "e.a[family=inet;backlog=limit+1]");
    text_clear(&text);
    instance_name(&text, "e.a", (struct pairs){0});
    CHECK_TEXT(text_string(&text), "e.a");
    text_free(&text);
}

int main(void)
{
    test_table();
    test_texts();
    test_shown();
    test_selection();
    test_applicability();
    test_several();
    test_tally();
    test_names();
    judge_close(&judge);
    documents_free(&documents);
    problems_free(&problems);
    return check_finish();
}

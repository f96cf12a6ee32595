/* test_gate.c: baselines, the classes of the gate, exit codes, and what accept writes, all through the commands. */
#define _POSIX_C_SOURCE 200809L

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../judge/commands.h"
#include "check.h"

#define DOCUMENT                                                                                                                 \
    "document: d\ntitle: T\npublisher: P\nversion: 1\nsource: S\nread: 2026-01-01\ninterface: listen\n"                          \
    "\nclause: a\nlevel: must\nquote: Q\nwhere: W\nexpect: e.a call = EINVAL\n"                                                  \
    "\nclause: s\nlevel: should\nquote: Q\nwhere: W\nexpect: e.a call = EINVAL\n"                                                \
    "\nclause: b\nlevel: must\nquote: Q\nwhere: W\nexpect: e.b call = EINVAL\n"
#define OTHER                                                                                                                    \
    "document: o\ntitle: T\npublisher: P\nversion: 1\nsource: S\nread: 2026-01-01\ninterface: listen\n"                          \
    "\nclause: a\nlevel: must\nquote: Q\nwhere: W\nexpect: e.a call = EACCES\n"
#define HEADER(more)                                                                                                             \
    "{\"type\":\"header\",\"format\":1,\"suite\":\"0.1\",\"subject\":\"sub\",\"limits\":{\"somaxconn\":4096},"                   \
    "\"environment\":{\"date\":\"2026-03-04T05:06:07Z\"},\"claims\":[\"d\"],\"gated\":[\"d\"],\"documents\":[]" more "}\n"
#define CASE(id, family, call)                                                                                                   \
    "{\"type\":\"case\",\"case\":\"" id "\",\"title\":\"t\",\"area\":\"e\",\"matrix\":{\"family\":\"" family                     \
    "\"},\"status\":\"done\",\"reason\":\"\",\"us\":1,\"facts\":{\"call\":\"" call                                               \
    "\"},\"trace\":[{\"request\":\"x\"}],\"verdicts\":[]}\n"
#define LOST(id, family, status)                                                                                                 \
    "{\"type\":\"case\",\"case\":\"" id "\",\"matrix\":{\"family\":\"" family "\"},\"status\":\"" status                         \
    "\",\"reason\":\"why\",\"facts\":{},\"verdicts\":[]}\n"
#define FOOTER "{\"type\":\"footer\",\"instances\":2,\"cases\":1,\"facts\":2,\"seconds\":0.5,\"documents\":[],\"gate\":{}}\n"
#define B_FINE CASE("e.b", "inet", "EINVAL")
#define BASE "subject: sub\nsuite: 0.0\nsince: 2026-01-01\nnote: N\n"
#define LINE(instance, clause, observed)                                                                                         \
    "\ncase: " instance "\nclause: " clause "\nobserved: " observed "\nwhy: because\nsince: 2026-01-02\n"

static char directory[] = "/tmp/listencheck-test-XXXXXX";
static struct text output;
static struct text errors;
static struct text written;

static const char *path_of(const char *name)
{
    static char paths[4][64];
    static unsigned next;
    next = (next + 1) % 4;
    (void)snprintf(paths[next], sizeof paths[next], "%s/%s", directory, name);
    return paths[next];
}

static void put(const char *name, const char *content)
{
    struct text text = {0};
    const char *cause = "";
    text_put(&text, content);
    CHECK(text_write_file(&text, path_of(name), &cause));
    text_free(&text);
}

static void take(FILE *file, struct text *text)
{
    char buffer[4096];
    size_t got = 0;
    rewind(file);
    text_clear(text);
    while ((got = fread(buffer, 1, sizeof buffer, file)) > 0) {
        text_add(text, buffer, got);
    }
    (void)fclose(file);
}

enum command { JUDGE, GATE, ACCEPT };

static int run(enum command command, struct command_options options, const struct accept_options *accept)
{
    const char *documents[] = {path_of("d.rec"), path_of("o.rec")};
    char results[64];
    char baseline[64];
    FILE *out = tmpfile();
    FILE *err = tmpfile();
    int code = -1;
    if (!CHECK(out != NULL && err != NULL)) {
        return code;
    }
    (void)snprintf(results, sizeof results, "%s/results.jsonl", directory);
    (void)snprintf(baseline, sizeof baseline, "%s/sub.rec", directory);
    options.results = results;
    options.documents = documents;
    options.document_count = 2;
    options.baseline = access(baseline, F_OK) == 0 ? baseline : NULL;
    if (command == JUDGE) {
        code = judge_command(&options, out, err);
    } else if (command == GATE) {
        code = gate_command(&options, out, err);
    } else {
        code = accept_command(&options, accept, baseline, out, err);
    }
    take(out, &output);
    take(err, &errors);
    return code;
}

/* Sets results and baseline (NULL: none). */
static void set(const char *results, const char *baseline)
{
    put("results.jsonl", results);
    (void)remove(path_of("sub.rec"));
    if (baseline != NULL) {
        put("sub.rec", baseline);
    }
}

static void check_gate(const char *results, const char *baseline, bool strict, int wanted, const char *wanted_output)
{
    set(results, baseline);
    CHECK_NUMBER(run(GATE, (struct command_options){.strict = strict}, NULL), wanted);
    CHECK_TEXT(text_string(&errors), "");
    const char *counts = strstr(text_string(&output), "  new ");
    CHECK_TEXT(counts != NULL ? counts : text_string(&output), wanted_output);
}

#define COUNTS(new, changed, known, fixed, stale, unsupported, lost)                                                             \
    "  new " #new " · changed " #changed " · known " #known " · fixed " #fixed " · stale " #stale                                  \
    " · clauses unsupported " #unsupported " · clauses not obtained " #lost "\n"

static void test_classes(void)
{
    const char *deviating = HEADER("") CASE("e.a", "inet", "ok") CASE("e.a", "unix", "EINVAL") B_FINE FOOTER;
    const char *fine = HEADER("") CASE("e.a", "inet", "EINVAL") CASE("e.a", "unix", "EINVAL") B_FINE FOOTER;
    check_gate(fine, NULL, true, 0, COUNTS(0, 0, 0, 0, 0, 0, 0));
    check_gate(deviating, NULL, false, 1, COUNTS(1, 0, 0, 0, 0, 0, 0) "  new     e.a[family=inet]  d/a  call=ok\n");
    check_gate(deviating, BASE LINE("e.a[family=inet]", "d/a", "call=ok"), true, 0, COUNTS(0, 0, 1, 0, 0, 0, 0));
    check_gate(deviating, BASE LINE("e.a[family=*]", "d/a", "call=ok"), true, 0, COUNTS(0, 0, 1, 0, 0, 0, 0));
    check_gate(deviating, BASE LINE("e.a[*]", "d/a", "call=ok"), true, 0, COUNTS(0, 0, 1, 0, 0, 0, 0));
    check_gate(deviating, BASE LINE("e.a[*]", "d/a", "call=EACCES\nobserved: call=ok"), true, 0, COUNTS(0, 0, 1, 0, 0, 0, 0));
    check_gate(deviating, BASE LINE("e.a[family=unix]", "d/s", "call=ok"), false, 1,
               COUNTS(1, 0, 0, 1, 0, 0, 0) "  new     e.a[family=inet]  d/a  call=ok\n"
                                           "  fixed   e.a[family=unix]  d/s  now call=EINVAL (was call=ok)\n");
    check_gate(deviating, BASE LINE("e.a[*]", "d/a", "call=EACCES"), false, 1,
               COUNTS(0, 1, 0, 0, 0, 0, 0) "  changed e.a[family=inet]  d/a  call=ok (was call=EACCES)\n");
    check_gate(fine, BASE LINE("e.a[*]", "d/a", "call=ok"), false, 0,
               COUNTS(0, 0, 0, 1, 0, 0, 0) "  fixed   e.a[*]  d/a  now call=EINVAL (was call=ok)\n");
    check_gate(fine, BASE LINE("e.a[*]", "d/a", "call=ok"), true, 2,
               COUNTS(0, 0, 0, 1, 0, 0, 0) "  fixed   e.a[*]  d/a  now call=EINVAL (was call=ok)\n");
    check_gate(fine, BASE LINE("e.z", "d/a", "call=ok"), true, 2,
               COUNTS(0, 0, 0, 0, 1, 0, 0) "  stale   e.z  d/a (was call=ok)\n");
    check_gate(fine, BASE LINE("e.a[*]", "d/gone", "call=ok"), true, 2,
               COUNTS(0, 0, 0, 0, 1, 0, 0) "  stale   e.a[*]  d/gone (was call=ok)\n");
    check_gate(fine, BASE LINE("e.a[*]", "o/a", "call=EINVAL"), true, 0, COUNTS(0, 0, 0, 0, 0, 0, 0));
    check_gate(deviating, BASE LINE("e.a[*]", "d/a", "call=EACCES") LINE("e.a[family=inet]", "d/a", "call=ok"), false, 0,
               COUNTS(0, 0, 1, 1, 0, 0, 0) "  fixed   e.a[*]  d/a  now call=EINVAL (was call=EACCES)\n");
}

/* A clause of a case has one line, whatever the number of instances; a text of others does not reach the terminal as it is. */
static void test_lines(void)
{
    check_gate(HEADER("") CASE("e.a", "inet", "ok") CASE("e.a", "unix", "ok") CASE("e.a", "inet6", "ok") B_FINE FOOTER, NULL, false,
               1,
               COUNTS(3, 0, 0, 0, 0, 0, 0) "  new     e.a[family=inet6]  d/a  call=ok  · and in 2 more instances\n");
    check_gate(HEADER("") LOST("e.a", "inet", "inconclusive") LOST("e.a", "inet6", "inconclusive") B_FINE FOOTER, NULL, false, 3,
               COUNTS(0, 0, 0, 0, 0, 0, 2) "  missing e.a[family=inet]  d/a  why  · and in 1 more instance\n"
                                           "  missing e.a[family=inet]  d/s  why  · and in 1 more instance\n");
    check_gate(HEADER("") CASE("e.a", "\\u001b[2J", "ok") CASE("e.a", "unix", "EINVAL") B_FINE FOOTER, NULL, false, 1,
               COUNTS(1, 0, 0, 0, 0, 0, 0) "  new     e.a[family=\\x1B[2J]  d/a  call=ok\n");
}

static void test_lost(void)
{
    check_gate(HEADER("") LOST("e.a", "inet", "crash") CASE("e.a", "unix", "EINVAL") B_FINE FOOTER, NULL, false, 1,
               COUNTS(2, 0, 0, 0, 0, 0, 0) "  new     e.a[family=inet]  d/a  crash\n"
                                           "  new     e.a[family=inet]  d/s  crash\n");
    check_gate(HEADER("") LOST("e.a", "inet", "hang") B_FINE FOOTER,
               BASE LINE("e.a[*]", "d/a", "hang") LINE("e.a[*]", "d/s", "hang"), false, 0, COUNTS(0, 0, 2, 0, 0, 0, 0));
    check_gate(HEADER("") LOST("e.a", "inet", "unsupported") B_FINE FOOTER, BASE LINE("e.a[*]", "d/a", "call=ok"), true, 0,
               COUNTS(0, 0, 0, 0, 0, 2, 0));
    check_gate(HEADER("") LOST("e.a", "inet", "inconclusive") B_FINE FOOTER, NULL, false, 3,
               COUNTS(0, 0, 0, 0, 0, 0, 2) "  missing e.a[family=inet]  d/a  why\n"
                                           "  missing e.a[family=inet]  d/s  why\n");
    check_gate(HEADER("") CASE("e.a", "inet", "EINVAL") FOOTER, NULL, false, 3, COUNTS(0, 0, 0, 0, 0, 0, 1));
    check_gate(HEADER("") FOOTER, NULL, false, 3, COUNTS(0, 0, 0, 0, 0, 0, 3));
    check_gate(HEADER(",\"selection\":\"--cases e.*\"") LOST("e.a", "inet", "unsupported") FOOTER, NULL, false, 3,
               COUNTS(0, 0, 0, 0, 0, 2, 0));
}

static void test_partial(void)
{
    const char *base =
        BASE LINE("e.a[*]", "d/a", "call=ok") LINE("e.b[family=inet]", "d/b", "call=ok") LINE("e.z", "d/a", "call=ok");
    const char *some = HEADER(",\"selection\":\"--cases e.a\"") CASE("e.a", "inet", "EINVAL") FOOTER;
    const char *shard = HEADER(",\"selection\":\"--shard 1/2\"") CASE("e.a", "inet", "EINVAL") B_FINE FOOTER;
    check_gate(some, base, true, 2, COUNTS(0, 0, 0, 1, 0, 0, 0) "  fixed   e.a[*]  d/a  now call=EINVAL (was call=ok)\n");
    check_gate(shard, base, true, 2,
               COUNTS(0, 0, 0, 1, 0, 0, 0) "  fixed   e.b[family=inet]  d/b  now call=EINVAL (was call=ok)\n");
    check_gate(HEADER("") CASE("e.a", "inet", "EINVAL"), NULL, false, 3, COUNTS(0, 0, 0, 0, 0, 0, 0));
    CHECK(strstr(text_string(&output), "truncated: no footer") != NULL);
    check_gate(HEADER("") CASE("e.a", "inet", "EINVAL") "{\"type\":\"case\",\"ca", NULL, false, 3, COUNTS(0, 0, 0, 0, 0, 0, 0));
    check_gate(HEADER("") CASE("e.a", "inet", "ok") "{\"ty", NULL, false, 1,
               COUNTS(1, 0, 0, 0, 0, 0, 0) "  new     e.a[family=inet]  d/a  call=ok\n");
}

static void check_malformed(const char *results, const char *wanted)
{
    set(results, NULL);
    CHECK_NUMBER(run(GATE, (struct command_options){0}, NULL), 64);
    const char *name = strrchr(text_string(&errors), '/');
    CHECK_TEXT(name != NULL ? name + 1 : "", wanted);
}

static void test_malformed(void)
{
    check_malformed("", "results.jsonl:1: found the end of the file, expected a header\n");
    check_malformed("[]\n", "results.jsonl:1: found something else, expected an object (column 1)\n");
    check_malformed(CASE("e.a", "inet", "ok"), "results.jsonl:1: found another line, expected the type header (column 15)\n");
    check_malformed("{\"type\":\"header\",\"format\":2,\"subject\":\"s\"}\n",
                    "results.jsonl:1: found another format, expected format 1 (column 43)\n");
    check_malformed(HEADER("") "{}\n", "results.jsonl:2: found another line, expected the type case or footer (column 3)\n");
    check_malformed(HEADER("") "{\"type\":\"case\",\"case\":\"a\"}\n",
                    "results.jsonl:2: found no case or no status, expected both (column 27)\n");
    check_malformed(
        HEADER("") "{\"type\":\"case\",\"case\":\"a\",\"status\":\"odd\"}\n",
        "results.jsonl:2: found an unknown status, expected done, unsupported, inconclusive, crash or hang (column 41)\n");
    check_malformed(HEADER("") "{\"type\":\"case\",\"case\":\"a\",\"facts\":{\"x\":1}}\n",
                    "results.jsonl:2: found something else, expected a string (column 40)\n");
    check_malformed(HEADER("") FOOTER FOOTER,
                    "results.jsonl:3: found a line behind the footer, expected the end of the file (column 17)\n");
    set(HEADER("") FOOTER, NULL);
    CHECK_NUMBER(run(GATE, (struct command_options){.gated = (const char *const[]){"zz"}, .gated_count = 1}, NULL), 64);
    CHECK(strstr(text_string(&errors), "found the unknown document `zz`") != NULL);
}

static void check_bad_baseline(const char *baseline, const char *wanted)
{
    set(HEADER("") B_FINE FOOTER, baseline);
    CHECK_NUMBER(run(GATE, (struct command_options){0}, NULL), 64);
    const char *name = strrchr(text_string(&errors), '/');
    CHECK_TEXT(name != NULL ? name + 1 : "", wanted);
}

static void test_bad_baselines(void)
{
    check_bad_baseline("", "sub.rec: found no record, expected a baseline\n");
    check_bad_baseline("since: x\n", "sub.rec:1: found no `subject`, expected it in this record\n");
    check_bad_baseline(BASE "\ncase: e.a\nobserved: x\nwhy: w\n", "sub.rec:6: found no `clause`, expected it in this record\n");
    check_bad_baseline(BASE "\ncase: e.a\nclause: c\nwhy: w\n", "sub.rec:6: found no `observed`, expected it in this record\n");
    check_bad_baseline(BASE "\ncase: e.a\nclause: c\nobserved: x\n", "sub.rec:6: found no `why`, expected it in this record\n");
    check_bad_baseline(BASE LINE("e.a[family", "c", "x"),
                       "sub.rec:6: found `[` without `]`, expected a case with `[variable=value;…]`\n");
    check_bad_baseline(BASE "\ncase: e.a\nclause: c\nobserved: x\nwhy: w\ncolour: y\n",
                       "sub.rec:10: found the unknown field `colour`, expected one of VOCABULARY.md\n");
}

/* Accepts, and checks the baseline then. */
static void check_accept(unsigned only, const char *reason, int wanted, const char *wanted_baseline)
{
    struct accept_options accept = {.only = only, .reason = reason};
    const char *cause = "";
    CHECK_NUMBER(run(ACCEPT, (struct command_options){0}, &accept), wanted);
    text_clear(&written);
    (void)text_read_file(&written, path_of("sub.rec"), (size_t)1 << 20, &cause);
    CHECK_TEXT(text_string(&written), wanted_baseline);
}

#define NEXT "subject: sub\nsuite: 0.1\nsince: 2026-01-01\nnote: N\n"
#define FIRST "subject: sub\nsuite: 0.1\nsince: 2026-03-04\n"
#define NEW(instance, clause, observed, why)                                                                                     \
    "\ncase: " instance "\nclause: " clause "\nobserved: " observed "\nwhy: " why "\nsince: 2026-03-04\n"

static void test_accept_new(void)
{
    set(HEADER("") CASE("e.a", "inet", "ok") CASE("e.a", "unix", "EINVAL") B_FINE FOOTER, NULL);
    check_accept(ACCEPT_ALL, NULL, 64, "");
    CHECK(strstr(text_string(&errors), "1 new deviations have no reason") != NULL);
    check_accept(ACCEPT_ALL, "", 64, "");
    check_accept(ACCEPT_FIXED, NULL, 0, FIRST);
    check_accept(ACCEPT_NEW, "odd", 0, FIRST NEW("e.a[family=inet]", "d/a", "call=ok", "odd"));
    CHECK_NUMBER(run(GATE, (struct command_options){.strict = true}, NULL), 0);
    check_accept(ACCEPT_ALL, NULL, 0, FIRST NEW("e.a[family=inet]", "d/a", "call=ok", "odd"));
    set(HEADER("") CASE("e.a", "inet", "ok") CASE("e.a", "unix", "ok") B_FINE FOOTER, BASE);
    check_accept(ACCEPT_ALL, "odd", 0, NEXT NEW("e.a[*]", "d/a", "call=ok", "odd"));
    CHECK_NUMBER(run(GATE, (struct command_options){.strict = true}, NULL), 0);
    set(HEADER("") CASE("e.a", "inet", "ok") CASE("e.a", "unix", "EACCES") LOST("e.b", "inet", "crash") FOOTER, BASE);
    check_accept(ACCEPT_ALL, "odd", 0,
                 NEXT NEW("e.a[family=inet]", "d/a", "call=ok", "odd") NEW("e.a[family=unix]", "d/a", "call=EACCES", "odd")
                     NEW("e.b[*]", "d/b", "crash", "odd"));
    CHECK_NUMBER(run(GATE, (struct command_options){.strict = true}, NULL), 0);
    set(HEADER(",\"selection\":\"--shard 1/2\"") CASE("e.a", "inet", "ok") CASE("e.a", "unix", "ok") FOOTER, BASE);
    check_accept(ACCEPT_ALL, "odd", 0,
                 NEXT NEW("e.a[family=inet]", "d/a", "call=ok", "odd") NEW("e.a[family=unix]", "d/a", "call=ok", "odd"));
}

#define TWO(family, backlog, call)                                                                                               \
    "{\"type\":\"case\",\"case\":\"e.b\",\"matrix\":{\"family\":\"" family "\",\"backlog\":\"" backlog                           \
    "\"},\"status\":\"done\",\"facts\":{\"call\":\"" call "\"},\"verdicts\":[]}\n"

/* What someone wrote above the first field stays. */
static void test_accept_comments(void)
{
    set(HEADER("") CASE("e.a", "inet", "EINVAL") CASE("e.a", "unix", "EINVAL") B_FINE FOOTER,
        "# what it is\n\n# and more\n" BASE LINE("e.b[*]", "d/b", "call=ok"));
    check_accept(ACCEPT_FIXED, NULL, 0, "# what it is\n\n# and more\n" NEXT);
}

static void test_accept_patterns(void)
{
    set(HEADER(",\"selection\":\"--cases e.b\"") TWO("inet", "0", "ok") TWO("inet", "5", "ok") TWO("unix", "0", "EINVAL")
            TWO("unix", "5", "ok") FOOTER,
        BASE);
    check_accept(ACCEPT_ALL, "odd", 0,
                 NEXT NEW("e.b[family=*;backlog=5]", "d/b", "call=ok", "odd")
                     NEW("e.b[family=inet;backlog=*]", "d/b", "call=ok", "odd"));
    CHECK_NUMBER(run(GATE, (struct command_options){.strict = true}, NULL), 0);
}

static void test_accept_old(void)
{
    const char *old = BASE LINE("e.b[*]", "d/b", "call=ok") LINE("e.a[*]", "d/a", "call=ok") LINE("e.z", "d/a", "call=ok");
    const char *results = HEADER("") CASE("e.a", "inet", "EACCES") CASE("e.a", "unix", "EACCES") B_FINE FOOTER;
    set(results, old);
    check_accept(ACCEPT_FIXED, NULL, 0, NEXT LINE("e.a[*]", "d/a", "call=ok") LINE("e.z", "d/a", "call=ok"));
    set(results, old);
    check_accept(ACCEPT_STALE, NULL, 0, NEXT LINE("e.a[*]", "d/a", "call=ok") LINE("e.b[*]", "d/b", "call=ok"));
    set(results, old);
    check_accept(ACCEPT_CHANGED, NULL, 0,
                 NEXT NEW("e.a[*]", "d/a", "call=EACCES", "because") LINE("e.b[*]", "d/b", "call=ok")
                     LINE("e.z", "d/a", "call=ok"));
    set(results, old);
    check_accept(ACCEPT_ALL, "other", 0, NEXT NEW("e.a[*]", "d/a", "call=EACCES", "other"));
    CHECK_NUMBER(run(GATE, (struct command_options){.strict = true}, NULL), 0);
    set(HEADER("") CASE("e.a", "inet", "EACCES") CASE("e.a", "unix", "ok") B_FINE FOOTER, BASE LINE("e.a[*]", "d/a", "call=ok"));
    check_accept(ACCEPT_ALL, NULL, 0,
                 NEXT LINE("e.a[*]", "d/a", "call=ok") NEW("e.a[family=inet]", "d/a", "call=EACCES", "because"));
    CHECK_NUMBER(run(GATE, (struct command_options){.strict = true}, NULL), 0);
}

static void test_accept_refused(void)
{
    const char *old = BASE LINE("e.b[*]", "d/b", "call=ok");
    set(HEADER("") CASE("e.a", "inet", "EINVAL"), old);
    check_accept(ACCEPT_ALL, "odd", 64, old);
    set(HEADER("") FOOTER, old);
    check_accept(ACCEPT_ALL, "odd", 64, old);
    set(HEADER("") CASE("e.a", "inet", "ok") FOOTER "x\n", old);
    check_accept(ACCEPT_ALL, "odd", 64, old);
    set(HEADER("") CASE("e.a", "in]\\n\\net", "ok") CASE("e.a", "unix", "EINVAL") FOOTER, old);
    check_accept(ACCEPT_ALL, "odd", 64, old);
    CHECK(strstr(text_string(&errors), "nothing was accepted") != NULL);
    unsigned only = 0;
    CHECK(accept_only_of("fixed", &only) && only == ACCEPT_FIXED);
    CHECK(!accept_only_of("none", &only));
}

static void test_judge(void)
{
    set(HEADER(",\"extra\":{\"a\":[1,\"\\u00e9\"]}") CASE("e.a", "inet", "ok") B_FINE FOOTER,
        BASE LINE("e.a[*]", "d/a", "call=ok"));
    CHECK_NUMBER(run(JUDGE, (struct command_options){0}, NULL), 0);
    CHECK_TEXT(text_string(&errors), "");
    const char *seen = text_string(&output);
    CHECK(strstr(seen, "\"extra\":{\"a\":[1,\"\\u00e9\"]}") != NULL);
    CHECK(strstr(seen, "\"documents\":[{\"id\":\"d\",\"title\":\"T\",\"clauses\":3,\"untestable\":0},{\"id\":\"o\"") != NULL);
    CHECK(strstr(seen,
                 "\"trace\":[{\"request\":\"x\"}],\"verdicts\":[{\"clause\":\"d/a\",\"level\":\"must\",\"verdict\":\"deviates\","
                 "\"expect\":\"call = EINVAL\",\"observed\":\"call=ok\",\"gate\":\"known\",\"why\":\"because\"},"
                 "{\"clause\":\"d/s\",\"level\":\"should\",\"verdict\":\"falls-short\",\"expect\":\"call = EINVAL\","
                 "\"observed\":\"call=ok\"},{\"clause\":\"o/a\"") != NULL);
    CHECK(
        strstr(seen,
               "{\"id\":\"d\",\"clauses\":3,\"verdicts\":{\"deviates\":1,\"falls-short\":1,\"conforms\":1},\"claimed\":true}") !=
        NULL);
    CHECK(strstr(seen,
                 "\"gate\":{\"new\":0,\"changed\":0,\"known\":1,\"fixed\":0,\"stale\":0,\"unsupported\":0,\"inconclusive\":0,"
                 "\"exit\":0,\"changes\":[]}}\n") != NULL);
    /* what was judged is judged alike again */
    char *once = memory_copy(seen, output.length);
    put("results.jsonl", once);
    CHECK_NUMBER(run(JUDGE, (struct command_options){0}, NULL), 0);
    CHECK(strcmp(text_string(&output), once) == 0);
    free(once);
    set(HEADER("") CASE("e.a", "inet", "ok") "{\"type\":\"foo", NULL);
    CHECK_NUMBER(run(JUDGE, (struct command_options){0}, NULL), 1);
    CHECK(strstr(text_string(&output), "footer") == NULL);
}

static void remove_all(void)
{
    static const char *const names[] = {"d.rec", "o.rec", "results.jsonl", "sub.rec"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        (void)remove(path_of(names[i]));
    }
    CHECK(remove(directory) == 0);
}

int main(void)
{
    if (mkdtemp(directory) == NULL) {
        return 1;
    }
    put("d.rec", DOCUMENT);
    put("o.rec", OTHER);
    test_classes();
    test_lines();
    test_lost();
    test_partial();
    test_malformed();
    test_bad_baselines();
    test_accept_new();
    test_accept_comments();
    test_accept_patterns();
    test_accept_old();
    test_accept_refused();
    test_judge();
    remove_all();
    text_free(&output);
    text_free(&errors);
    text_free(&written);
    return check_finish();
}

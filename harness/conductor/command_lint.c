/* command_lint.c: `listencheck lint` and `listencheck lock`. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "lint.h"

enum { EXIT_FOUND = 1, EXIT_USAGE = 64, MOST_LOCK = 4 << 20 };

static void lint_lock(struct session *session, struct problems *problems)
{
    struct text wanted = {0}, there = {0};
    const char *cause = "";
    make_lock(session, &wanted);
    if (!text_read_file(&there, lock_path(session), MOST_LOCK, &cause))
        problems_add(problems, "suite/cases.lock", 0, "%s; 'listencheck lock' writes it", cause);
    else if (strcmp(text_string(&wanted), text_string(&there)) != 0)
        problems_add(problems, "suite/cases.lock", 0,
                     "does not fit the cases; look at what changed, then 'listencheck lock' rewrites it");
    text_free(&wanted);
    text_free(&there);
}

static int lint(struct session *session, bool without_bats, bool labels)
{
    struct problems *problems = &session->problems;
    struct problems notes = {0};
    bool cases = session_load_cases(session), documents = session_load_documents(session), bats = true;
    if (cases) {
        lint_cases(session, problems);
        lint_ideas(session, problems);
    }
    if (cases && documents) {
        lint_documents(session, problems, &notes);
        lint_baselines(session, problems);
    }
    if (documents)
        lint_targets(session, problems);
    if (cases)
        lint_lock(session, problems);
    if (cases && !without_bats)
        bats = lint_with_bats(session, problems);
    if (!bats)
        fputs("listencheck lint: Bats is not installed: its reading of the cases was not compared\n", stderr);
    if (labels)
        fputs(text_string(&notes.lines), stdout);
    fputs(text_string(&problems->lines), stdout);
    printf("%zu cases, %zu clauses, %zu documents: %zu defect%s, %zu label%s of no use%s\n", session->cases.count,
           session->documents.clause_count, session->documents.count, problems->count, problems->count == 1 ? "" : "s",
           notes.count, notes.count == 1 ? "" : "s", notes.count > 0 && !labels ? " (--labels lists them)" : "");
    problems_free(&notes);
    return problems->count > 0 ? EXIT_FOUND : 0;
}

static int lint_main(int argument_count, char **arguments)
{
    static struct session session;
    static struct option_values suites, operands;
    bool without_bats = false, labels = false;
    const struct option options[] = {{"suite", NULL, &suites},
                                     {"no-bats", &without_bats, NULL},
                                     {"labels", &labels, NULL},
                                     {NULL, NULL, NULL}};
    if (!read_options("lint", argument_count, arguments, options, &operands) || !session_locate(&session, last_value(&suites)))
        return EXIT_USAGE;
    int code = lint(&session, without_bats, labels);
    session_close(&session);
    return code;
}

static int lock_main(int argument_count, char **arguments)
{
    static struct session session;
    static struct option_values suites, operands;
    const struct option options[] = {{"suite", NULL, &suites}, {NULL, NULL, NULL}};
    int code = EXIT_USAGE;
    if (!read_options("lock", argument_count, arguments, options, &operands) || !session_locate(&session, last_value(&suites)))
        return EXIT_USAGE;
    if (!session_load_cases(&session)) {
        (void)session_report(&session);
    } else {
        struct text text = {0};
        const char *cause = "";
        make_lock(&session, &text);
        bool written = text_write_file(&text, lock_path(&session), &cause);
        if (written)
            printf("suite/cases.lock: %zu cases\n", session.cases.count);
        else
            fprintf(stderr, "%s: %s\n", lock_path(&session), cause);
        code = written ? 0 : EXIT_FOUND;
        text_free(&text);
    }
    session_close(&session);
    return code;
}

const struct command command_lint = {
    "lint", "check cases, documents, targets and baselines against each other",
    "[--no-bats] [--labels]\n\n"
    "Exit 1 when a clause has neither a case nor a reason, no clause uses a case, an id is there twice or in the wrong file,\n"
    "a header, verb, option or capability is unknown, a handle is used before it exists, Bats and the conductor read a file\n"
    "differently, a baseline line has no reason, an idea of suite/ideas.rec is neither asked nor reasoned about, or suite/cases.lock\n"
    "does not fit.\n\n"
    "  --no-bats   leave Bats out (it is most of the time)\n"
    "  --labels    also list each label that no clause uses\n",
    lint_main};

const struct command command_lock = {
    "lock", "rewrite suite/cases.lock",
    "\n\nsuite/cases.lock holds one line a case: id, digest of its text, title. A change of a case shows there.\n", lock_main};

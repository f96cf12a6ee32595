/* command_list.c: `listencheck list` and `listencheck version`. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "options.h"
#include "../common/printable.h"
#include "recorder.h"
#include "selection.h"
#include "session.h"
#include "verbs.h"

enum { EXIT_NOTHING = 3, EXIT_USAGE = 64 };

static size_t list_cases(struct session *session, const struct option_values *filter)
{
    size_t shown = 0, width = 0;
    for (size_t i = 0; i < session->cases.count; i++) {
        if (is_selected(session->cases.items[i].id, filter) && strlen(session->cases.items[i].id) > width)
            width = strlen(session->cases.items[i].id);
    }
    for (size_t i = 0; i < session->cases.count; i++) {
        const struct test_case *test = &session->cases.items[i];
        if (!is_selected(test->id, filter))
            continue;
        printf("%-*s %5zu  %s\n", (int)width, test->id, instance_count(test), test->title);
        shown++;
    }
    return shown;
}

static bool clause_is_selected(const struct clause *clause, const struct option_values *filter)
{
    static const struct option_values everything = {0};
    if (is_selected(clause->id, filter) && (filter->count > 0 || is_selected(clause->id, &everything)))
        return true;
    for (size_t i = 0; i < filter->count; i++) {
        if (strcmp(filter->values[i], clause->document->id) == 0 || strcmp(filter->values[i], level_name(clause->level)) == 0)
            return true;
    }
    return false;
}

static size_t list_clauses(struct session *session, const struct option_values *filter)
{
    size_t shown = 0;
    for (size_t i = 0; i < session->documents.clause_count; i++) {
        const struct clause *clause = session->documents.clauses[i];
        if (!clause_is_selected(clause, filter))
            continue;
        struct text quote = {0};
        put_text(&quote, clause->quote != NULL ? clause->quote : "");
        printf("%-40s %-6s %s\"%s\"\n", clause->id, level_name(clause->level), clause->untestable != NULL ? "untestable " : "",
               text_string(&quote));
        text_free(&quote);
        shown++;
    }
    return shown;
}

static size_t list_documents(struct session *session, const struct option_values *filter)
{
    size_t shown = 0;
    for (size_t i = 0; i < session->documents.count; i++) {
        const struct document *document = &session->documents.list[i];
        if (!is_selected(document->id, filter))
            continue;
        printf("%-14s %3zu clauses, %2zu untestable  %s\n", document->id, document->clause_count, document->untestable_count,
               document->title != NULL ? document->title : "");
        shown++;
    }
    return shown;
}

static size_t list_targets(struct session *session, const struct option_values *filter)
{
    size_t shown = 0;
    struct name_list files;
    if (!list_directory(&session->arena, session_path(session, "%s/suite/targets", session->root), ".target", &files))
        return 0;
    for (size_t i = 0; i < files.count; i++) {
        char *name = arena_copy(&session->arena, files.names[i], strlen(files.names[i]) - strlen(".target"));
        if (!is_selected(name, filter))
            continue;
        struct target target = {0};
        struct problems problems = {0};
        if (target_load(&session->arena, session->root, name, &target, &problems))
            printf("%-14s %-40s %s\n", name, target.title, target.start);
        else
            printf("%-14s cannot be used: %s", name, text_string(&problems.lines));
        problems_free(&problems);
        shown++;
    }
    return shown;
}

static size_t list_verbs(const struct option_values *filter)
{
    size_t shown = 0;
    for (const struct verb *verb = verbs; verb->name != NULL; verb++) {
        if (!is_selected(verb->name, filter))
            continue;
        printf("%-72s %s\n", verb->usage, verb->meaning);
        shown++;
    }
    return shown;
}

static int report_shown(const struct option_values *operands, size_t shown)
{
    if (shown == 0)
        fprintf(stderr, "listencheck list %s: nothing matches\n", operands->values[0]);
    return shown > 0 ? 0 : EXIT_NOTHING;
}

static int list(struct session *session, struct option_values *operands)
{
    const char *what = operands->values[0];
    struct option_values filter = {.count = operands->count - 1};
    memcpy(filter.values, operands->values + 1, filter.count * sizeof filter.values[0]);
    if (strcmp(what, "cases") == 0)
        return session_load_cases(session) ? report_shown(operands, list_cases(session, &filter)) : session_report(session);
    if (strcmp(what, "clauses") == 0)
        return session_load_documents(session) ? report_shown(operands, list_clauses(session, &filter)) : session_report(session);
    if (strcmp(what, "documents") == 0)
        return session_load_documents(session) ? report_shown(operands, list_documents(session, &filter))
                                               : session_report(session);
    if (strcmp(what, "targets") == 0)
        return report_shown(operands, list_targets(session, &filter));
    if (strcmp(what, "verbs") == 0)
        return report_shown(operands, list_verbs(&filter));
    fprintf(stderr, "listencheck list: found '%s', expected cases, clauses, documents, targets or verbs\n", what);
    return EXIT_USAGE;
}

static int list_main(int argument_count, char **arguments)
{
    static struct session session;
    static struct option_values operands, suites;
    const struct option options[] = {{"suite", NULL, &suites}, {NULL, NULL, NULL}};
    if (!read_options("list", argument_count, arguments, options, &operands))
        return EXIT_USAGE;
    if (operands.count == 0) {
        fprintf(stderr, "listencheck list: what? cases, clauses, documents, targets or verbs\n");
        return EXIT_USAGE;
    }
    if (!session_locate(&session, last_value(&suites)))
        return EXIT_USAGE;
    int code = list(&session, &operands);
    session_close(&session);
    return code;
}

static int version_main(int argument_count, char **arguments)
{
    (void)arguments;
    if (argument_count > 0)
        return EXIT_USAGE;
    puts("listencheck " SUITE_VERSION);
    return 0;
}

const struct command command_list = {
    "list", "list cases, clauses, documents, targets or verbs",
    "cases|clauses|documents|targets|verbs [FILTER]…\n\n"
    "  cases      id, number of instances, title; filter: area, id or glob\n"
    "  clauses    id, level, quote; filter: document, level, id or glob\n"
    "  documents  id, number of clauses, title\n"
    "  targets    name, title, how it is started\n"
    "  verbs      what a scenario can say\n\n"
    "Example: listencheck list clauses winsock\n",
    list_main};

const struct command command_version = {"version", "print the version", "\n", version_main};

/* lint_data.c: targets, baselines and cases.lock. */
#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "lint.h"

/* fits: pattern_selects() or pattern_covers(). */
static bool fits_an_instance(const struct session *session, const struct pattern *pattern,
                             bool (*fits)(const struct pattern *, const char *, struct pairs))
{
    bool found = false;
    struct arena arena = {0};
    for (size_t i = 0; !found && i < session->cases.count; i++) {
        const struct test_case *test = &session->cases.items[i];
        for (size_t index = 0; !found && index < instance_count(test); index++) {
            arena_clear(&arena);
            found = fits(pattern, test->id, instance_matrix(&arena, test, index));
        }
    }
    arena_free(&arena);
    return found;
}

static void lint_target(struct session *session, const char *file, const char *shown, const struct target *target,
                        struct problems *problems)
{
    for (size_t i = 0; i < target->claims.count; i++) {
        if (documents_find(&session->documents, target->claims.names[i]) == NULL)
            problems_add(problems, shown, 0, "it claims '%s', which is no document", target->claims.names[i]);
    }
    for (size_t i = 0; i < target->wait_count; i++) {
        if (!fits_an_instance(session, &target->waits[i], pattern_selects))
            problems_add(problems, shown, 0, "pattern %zu of waits (%s) fits no instance", i + 1, target->waits[i].case_id);
    }
    if (target->name == NULL || strlen(file) != strlen(target->name) + 7 || strncmp(file, target->name, strlen(target->name)) != 0)
        problems_add(problems, shown, 0, "its name is '%s', expected the name of the file", target->name != NULL ? target->name : "");
}

void lint_targets(struct session *session, struct problems *problems)
{
    struct name_list files;
    if (!list_directory(&session->arena, session_path(session, "%s/suite/targets", session->root), ".target", &files))
        return;
    for (size_t i = 0; i < files.count; i++) {
        struct text text = {0};
        const char *cause = "", *path = session_path(session, "%s/suite/targets/%s", session->root, files.names[i]);
        const char *shown = session_path(session, "suite/targets/%s", files.names[i]);
        struct target target = {0};
        enum { MOST_TARGET = 64 * 1024 };
        if (!text_read_file(&text, path, MOST_TARGET, &cause))
            problems_add(problems, shown, 0, "%s", cause);
        else if (target_read_record(&session->arena, shown, text_string(&text), text.length, &target, problems))
            lint_target(session, files.names[i], shown, &target, problems);
        text_free(&text);
    }
}

static void lint_baseline(struct session *session, const char *file, struct problems *problems)
{
    struct baseline baseline = {0};
    const char *path = session_path(session, "%s/suite/baselines/%s", session->root, file);
    if (baseline_load(&baseline, path, problems)) {
        for (size_t i = 0; i < baseline.count; i++) {
            const struct baseline_line *line = &baseline.lines[i];
            const char *shown = session_path(session, "suite/baselines/%s", file);
            if (line->why == NULL || line->why[0] == '\0')
                problems_add(problems, shown, line->line, "%s, %s: no reason (why:)", line->instance, line->clause);
            if (documents_clause(&session->documents, line->clause) == NULL)
                problems_add(problems, shown, line->line, "there is no clause '%s'", line->clause);
            if (!fits_an_instance(session, &line->pattern, pattern_covers))
                problems_add(problems, shown, line->line, "no instance is covered by '%s'", line->instance);
        }
    }
    baseline_free(&baseline);
}

void lint_baselines(struct session *session, struct problems *problems)
{
    struct name_list files;
    if (!list_directory(&session->arena, session_path(session, "%s/suite/baselines", session->root), ".rec", &files))
        return;
    for (size_t i = 0; i < files.count; i++)
        lint_baseline(session, files.names[i], problems);
}

const char *lock_path(struct session *session)
{
    return session_path(session, "%s/suite/cases.lock", session->root);
}

struct locked_case {
    const struct test_case *test;
};

static int compare_cases(const void *a, const void *b)
{
    const struct locked_case *left = a, *right = b;
    return strcmp(left->test->id, right->test->id);
}

void make_lock(struct session *session, struct text *text)
{
    size_t count = session->cases.count;
    struct locked_case *sorted = arena_take(&session->arena, count + 1, sizeof *sorted);
    for (size_t i = 0; i < count; i++)
        sorted[i].test = &session->cases.items[i];
    if (count > 1)
        qsort(sorted, count, sizeof *sorted, compare_cases);
    for (size_t i = 0; i < count; i++) {
        char digest[33];
        text_digest(sorted[i].test->text, strlen(sorted[i].test->text), digest);
        text_format(text, "%s\t%s\t%s\n", sorted[i].test->id, digest, sorted[i].test->title);
    }
}

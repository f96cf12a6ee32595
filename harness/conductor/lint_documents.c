/* lint_documents.c: documents against cases: nothing judged that is not asked, nothing asked that is not judged or shown. */
#include <stdlib.h>
#include <string.h>

#include "lint.h"

/* The number of the labelled statement that a reference `label` or `label.key` names, or statement_count. */
static size_t find_label(const struct test_case *test, const char *reference)
{
    for (size_t i = 0; i < test->statement_count; i++) {
        const char *label = test->statements[i].label;
        size_t length = label != NULL ? strlen(label) : 0;
        if (length > 0 && strncmp(reference, label, length) == 0 && (reference[length] == '\0' || reference[length] == '.'))
            return i;
    }
    return test->statement_count;
}

/* A Bats body records its facts with `fact LABEL …`. */
static bool bash_body_records(const struct test_case *test, const char *reference)
{
    const char *at = test->body;
    size_t length = strlen(reference);
    while ((at = strstr(at, "fact ")) != NULL) {
        at += strlen("fact ") + strspn(at + strlen("fact "), " \"'");
        if (strncmp(at, reference, length) == 0 && strchr(" \"'", at[length]) != NULL)
            return true;
    }
    return false;
}

static bool is_variable(const struct test_case *test, const char *reference)
{
    for (size_t i = 0; i < test->variable_count; i++) {
        if (strcmp(test->variables[i].name, reference) == 0)
            return true;
    }
    return false;
}

static bool is_limit(const char *reference)
{
    static const char *const limits[] = {"somaxconn",  "constant",          "nofile",     "portlow",         "porthigh",
                                         "privileged", "abort-on-overflow", "syncookies", "max-syn-backlog", "v6only-default",
                                         "fastopen",   "ip-nonlocal"};
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        if (strcmp(limits[i], reference) == 0)
            return true;
    }
    return false;
}

struct reference_check {
    const struct clause *clause;
    const struct expectation *expectation;
    const struct test_case *test;
    bool *used;
    struct problems *problems;
};

static void check_reference(const struct reference_check *check, const char *reference, bool may_be_limit)
{
    const struct test_case *test = check->test;
    size_t label = find_label(test, reference);
    if (label < test->statement_count) {
        check->used[label] = true;
        return;
    }
    if (test->needs_bash && bash_body_records(test, reference)) {
        check->used[0] = true;
        return;
    }
    if (may_be_limit && (is_variable(test, reference) || is_limit(reference)))
        return;
    problems_add(check->problems, check->clause->document->file, check->expectation->line,
                 "%s: '%s' is neither a label nor a variable of %s, nor a limit", check->clause->id, reference, test->id);
}

static void check_expectation(const struct reference_check *check)
{
    const struct expectation *expectation = check->expectation;
    for (size_t i = 0; expectation->condition != NULL && i < expectation->condition->reference_count; i++)
        check_reference(check, expectation->condition->references[i], true);
    for (size_t i = 0; expectation->condition == NULL && i < expectation->fact_count; i++)
        check_reference(check, expectation->facts[i], true);
}

/* How many instances of the case the pattern selects (stops at the first). */
static bool selects_an_instance(const struct pattern *pattern, const struct test_case *test)
{
    struct arena arena = {0};
    bool found = false;
    for (size_t index = 0; !found && index < instance_count(test); index++) {
        arena_clear(&arena);
        found = pattern_selects(pattern, test->id, instance_matrix(&arena, test, index));
    }
    arena_free(&arena);
    return found;
}

static void check_clause(struct session *session, const struct clause *clause, bool **used, struct problems *problems)
{
    if (clause->expectation_count == 0 && clause->untestable == NULL)
        problems_add(problems, clause->document->file, clause->line, "%s is neither judged nor untestable", clause->id);
    for (size_t i = 0; i < clause->expectation_count; i++) {
        const struct expectation *expectation = &clause->expectations[i];
        bool found = false;
        for (size_t j = 0; j < session->cases.count; j++) {
            const struct test_case *test = &session->cases.items[j];
            if (!selects_an_instance(&expectation->pattern, test))
                continue;
            found = true;
            struct reference_check check = {clause, expectation, test, used[j], problems};
            check_expectation(&check);
        }
        if (!found)
            problems_add(problems, clause->document->file, expectation->line, "%s: no instance of a case is meant by '%s'",
                         clause->id, expectation->pattern.case_id);
    }
}

/* A case of which nothing is used is a defect; single labels are only noted. */
static void check_use(const struct test_case *test, const bool *used, struct problems *problems, struct problems *notes)
{
    bool any = test->needs_bash && used[0];
    for (size_t i = 0; i < test->statement_count; i++)
        any = any || used[i];
    if (!any && !test->compare) {
        problems_add(problems, test->file, test->line,
                     "no clause judges or shows a fact of '%s' (a case for comparison only says '# compare: yes')", test->id);
        return;
    }
    for (size_t i = 0; i < test->statement_count; i++) {
        const char *label = test->statements[i].label;
        if (label != NULL && strcmp(label, "_") != 0 && !used[i] && !test->compare)
            problems_add(notes, test->file, test->statements[i].line, "no clause judges or shows '%s' of '%s'", label, test->id);
    }
}

void lint_documents(struct session *session, struct problems *problems, struct problems *notes)
{
    size_t count = session->cases.count;
    bool **used = memory_take(count + 1, sizeof *used);
    for (size_t i = 0; i < count; i++)
        used[i] = memory_take(session->cases.items[i].statement_count + 1, sizeof **used);
    for (size_t i = 0; i < session->documents.clause_count; i++)
        check_clause(session, session->documents.clauses[i], used, problems);
    for (size_t i = 0; i < count; i++) {
        check_use(&session->cases.items[i], used[i], problems, notes);
        free(used[i]);
    }
    free(used);
}

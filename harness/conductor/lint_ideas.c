/* lint_ideas.c: every idea and report of suite/ideas.rec is asked by a case, or has a reason in cases/NOT-TESTED.md. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../common/rec.h"
#include "lint.h"
#include "model/choice.h"

enum { MOST_REASONS = 1 << 20, LAST_IDEA = 99 };

struct idea {
    const char *id;
    size_t line;
    bool report;      /* of what went wrong somewhere: a fault should show it, too */
    bool unmodelled;  /* no model can, and it is said why */
    bool asked, reasoned, modelled;
};

struct ideas {
    const char *file;
    struct idea *items;
    size_t count, capacity;
};

static struct idea *find_idea(const struct ideas *ideas, const char *id)
{
    for (size_t i = 0; i < ideas->count; i++) {
        if (strcmp(ideas->items[i].id, id) == 0)
            return &ideas->items[i];
    }
    return NULL;
}

static struct idea *add_idea(struct ideas *ideas, const char *id, size_t line, struct problems *problems)
{
    if (find_idea(ideas, id) != NULL)
        problems_add(problems, ideas->file, line, "'%s' is there twice", id);
    ideas->items = memory_room(ideas->items, ideas->count, &ideas->capacity, sizeof *ideas->items);
    ideas->items[ideas->count] = (struct idea){.id = id, .line = line};
    return &ideas->items[ideas->count++];
}

static void read_area(struct session *session, struct ideas *ideas, const struct rec_record *record, struct problems *problems)
{
    const char *area = rec_value(record, "area"), *last = rec_value(record, "last");
    long count = last != NULL ? strtol(last, NULL, 10) : 0;
    if (rec_value(record, "title") == NULL || count < 1 || count > LAST_IDEA)
        problems_add(problems, ideas->file, record->line, "an area needs 'title:' and 'last:', a number from 1 to %d", LAST_IDEA);
    for (long i = 1; i <= count && i <= LAST_IDEA; i++)
        (void)add_idea(ideas, session_path(session, "%s-%02ld", area, i), record->line, problems);
}

static void read_record(struct session *session, struct ideas *ideas, const struct rec_record *record, struct problems *problems)
{
    const char *bug = rec_value(record, "bug");
    if (rec_value(record, "area") != NULL) {
        read_area(session, ideas, record, problems);
        return;
    }
    if (bug == NULL || rec_value(record, "report") == NULL) {
        problems_add(problems, ideas->file, record->line, "a record needs 'area:', or 'bug:' and 'report:'");
        return;
    }
    struct idea *idea = add_idea(ideas, arena_string(&session->arena, bug), record->line, problems);
    idea->report = true;
    idea->unmodelled = rec_value(record, "unmodelled") != NULL;
}

static void mark_cases(struct session *session, struct ideas *ideas, struct problems *problems)
{
    for (size_t i = 0; i < session->cases.count; i++) {
        const struct test_case *test = &session->cases.items[i];
        for (size_t j = 0; j < test->ideas.count; j++) {
            struct idea *idea = find_idea(ideas, test->ideas.words[j]);
            if (idea == NULL)
                problems_add(problems, test->file, test->line, "the idea '%s' is not in %s", test->ideas.words[j], ideas->file);
            else
                idea->asked = true;
        }
    }
}

/* An area and two digits, or B and a number: other words are prose. */
static bool is_id(const char *word)
{
    static const char digits[] = "0123456789";
    size_t length = strlen(word);
    if (word[0] == 'B' && length > 1 && strspn(word + 1, digits) == length - 1)
        return true;
    return length == 6 && word[3] == '-' && strspn(word + 4, digits) == 2;
}

static void mark_reasons(struct session *session, struct ideas *ideas, struct problems *problems)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-", shown[] = "cases/NOT-TESTED.md";
    struct text text = {0};
    const char *cause = "";
    if (!text_read_file(&text, session_path(session, "%s/%s", session->root, shown), MOST_REASONS, &cause))
        problems_add(problems, shown, 0, "%s", cause);
    for (const char *at = text_string(&text); *at != '\0';) {
        size_t length = strspn(at, letters);
        char word[8] = "";
        if (length > 0 && length < sizeof word)
            memcpy(word, at, length);
        struct idea *idea = is_id(word) ? find_idea(ideas, word) : NULL;
        if (idea != NULL)
            idea->reasoned = true;
        else if (is_id(word))
            problems_add(problems, shown, 0, "the idea '%s' is not in %s", word, ideas->file);
        at += length > 0 ? length : 1;
    }
    text_free(&text);
}

/* What a fault stands for is blank-separated. */
static void mark_faults(struct ideas *ideas)
{
    for (size_t i = 0; i < fault_count(); i++) {
        for (const char *at = fault_row(i)->like; *at != '\0';) {
            size_t length = strcspn(at, " ");
            for (size_t j = 0; j < ideas->count; j++) {
                const char *id = ideas->items[j].id;
                if (strlen(id) == length && strncmp(id, at, length) == 0)
                    ideas->items[j].modelled = true;
            }
            at += length + (at[length] == ' ');
        }
    }
}

static void check_ideas(const struct ideas *ideas, struct problems *problems)
{
    for (size_t i = 0; i < ideas->count; i++) {
        const struct idea *idea = &ideas->items[i];
        if (!idea->asked && !idea->reasoned)
            problems_add(problems, ideas->file, idea->line, "no case names '%s', and cases/NOT-TESTED.md has no reason", idea->id);
        if (idea->asked && idea->reasoned)
            problems_add(problems, ideas->file, idea->line, "a case names '%s', and cases/NOT-TESTED.md says that none does", idea->id);
        if (idea->report && !idea->modelled && !idea->unmodelled)
            problems_add(problems, ideas->file, idea->line, "no fault stands for '%s', and no 'unmodelled:' says why", idea->id);
        if (idea->modelled && idea->unmodelled)
            problems_add(problems, ideas->file, idea->line, "a fault stands for '%s', which is said to be unmodelled", idea->id);
    }
}

static bool some_case_names_an_idea(const struct session *session)
{
    for (size_t i = 0; i < session->cases.count; i++) {
        if (session->cases.items[i].ideas.count > 0)
            return true;
    }
    return false;
}

void lint_ideas(struct session *session, struct problems *problems)
{
    struct ideas ideas = {.file = "suite/ideas.rec"};
    struct rec_file rec = {0};
    const char *path = session_path(session, "%s/%s", session->root, ideas.file);
    if (access(path, F_OK) != 0 && !some_case_names_an_idea(session))
        return;
    if (rec_read(&rec, path, problems)) {
        for (size_t i = 0; i < rec.count; i++)
            read_record(session, &ideas, &rec.records[i], problems);
        mark_cases(session, &ideas, problems);
        mark_reasons(session, &ideas, problems);
        mark_faults(&ideas);
        check_ideas(&ideas, problems);
    }
    free(ideas.items);
    rec_free(&rec);
}

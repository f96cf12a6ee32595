/* lint_bats.c: what Bats makes of the case files must be what the conductor reads. Bats runs every test with a `scenario` that
 * only writes down the title and the body it was given (cases/case.bash). */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bash_cases.h"
#include "lint.h"
#include "program.h"

/* All files of the cases, each once. */
static struct name_list case_files(struct session *session)
{
    struct name_list list = {0, arena_take(&session->arena, session->cases.count + 8, sizeof(char *))};
    list.names[list.count++] = "bats";
    list.names[list.count++] = "--tap";
    for (size_t i = 0; i < session->cases.count; i++) {
        if (i == 0 || strcmp(session->cases.items[i].file, session->cases.items[i - 1].file) != 0)
            list.names[list.count++] = session_path(session, "%s/%s", session->root, session->cases.items[i].file);
    }
    list.names[list.count] = NULL;
    return list;
}

static bool run_bats(struct session *session, struct name_list command, struct problems *problems)
{
    const char *log = session_path(session, "%s/bats.log", session->janitor.directory);
    const char *reading = session_path(session, "LISTENCHECK_READING=%s/reading", session->janitor.directory);
    const char *environment[] = {reading, NULL};
    struct launch launch = {.command = command.names, .environment = environment, .log = log,
                            .directory = session_path(session, "%s/reading", session->janitor.directory)};
    FILE *nothing = fopen("/dev/null", "r+");
    int status = 1;
    pid_t process = nothing != NULL ? start_process(&launch, &session->janitor, fileno(nothing), fileno(nothing)) : 0;
    if (process > 0) {
        while (waitpid(process, &status, 0) < 0 && errno == EINTR)
            ;
        janitor_forget(&session->janitor, process);
    }
    if (nothing != NULL)
        (void)fclose(nothing);
    if (process > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return true;
    struct text last = {0};
    log_last_line(log, &last);
    problems_add(problems, "cases", 0, "Bats could not read them: %s", text_string(&last));
    text_free(&last);
    return false;
}

/* FILE, TITLE, then the body. */
static void compare_reading(struct session *session, const char *text, bool *seen, struct problems *problems)
{
    size_t file_length = strcspn(text, "\n");
    const char *title = text + file_length + (text[file_length] == '\n');
    size_t title_length = strcspn(title, "\n");
    const char *body = title + title_length + (title[title_length] == '\n');
    const char *file = text + (file_length > strlen(session->root) ? strlen(session->root) + 1 : 0);
    for (size_t i = 0; i < session->cases.count; i++) {
        const struct test_case *test = &session->cases.items[i];
        size_t own = (size_t)(text + file_length - file);
        if (strlen(test->file) != own || strncmp(test->file, file, own) != 0 || strlen(test->title) != title_length ||
            strncmp(test->title, title, title_length) != 0)
            continue;
        seen[i] = true;
        if (!test->needs_bash && strcmp(test->body, body) != 0)
            problems_add(problems, test->file, test->line, "Bats and the conductor read the scenario of '%s' differently", test->id);
        return;
    }
    problems_add(problems, "cases", 0, "Bats finds a test '%.*s' that the conductor does not", (int)title_length, title);
}

static void compare_readings(struct session *session, struct problems *problems)
{
    struct name_list files = {0, NULL};
    const char *directory = session_path(session, "%s/reading", session->janitor.directory);
    bool *seen = arena_take(&session->arena, session->cases.count + 1, sizeof *seen);
    (void)list_directory(&session->arena, directory, "", &files);
    for (size_t i = 0; i < files.count; i++) {
        struct text text = {0};
        const char *cause;
        if (text_read_file(&text, session_path(session, "%s/%s", directory, files.names[i]), MOST_CASE_FILE, &cause))
            compare_reading(session, text_string(&text), seen, problems);
        text_free(&text);
    }
    for (size_t i = 0; i < session->cases.count; i++) {
        if (!seen[i])
            problems_add(problems, session->cases.items[i].file, session->cases.items[i].line,
                         "the conductor finds '%s', Bats does not", session->cases.items[i].id);
    }
}

bool lint_with_bats(struct session *session, struct problems *problems)
{
    struct text cause = {0};
    if (!program_is_there("bats") || session->cases.count == 0)
        return false;
    bool started = janitor_start(&session->janitor, &cause);
    forget_outer_bats(); /* the linter may itself be run by a Bats test */
    if (!started)
        problems_add(problems, "cases", 0, "%s", text_string(&cause));
    else if (run_bats(session, case_files(session), problems))
        compare_readings(session, problems);
    text_free(&cause);
    return true;
}

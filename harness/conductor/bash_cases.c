/* bash_cases.c: runs cases with a Bats body through bats. They record facts with `fact LABEL VALUE` (cases/case.bash) into the file
 * $LISTENCHECK_FACTS; matrix values are variables of theirs; $LISTENCHECK_AGENT starts the target's agent. */
#include "bash_cases.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../common/printable.h"
#include "program.h"

enum { MOST_SAID = 65536, MOST_FACTS_FILE = 65536, DEADLINES = 6 };

void forget_outer_bats(void)
{
    static const char *const names[] = {"BATS_TMPDIR",   "BATS_RUN_TMPDIR", "BATS_FILE_TMPDIR", "BATS_SUITE_TMPDIR",
                                        "BATS_LIBEXEC",  "BATS_ROOT",       "BATS_CWD",         "BATS_OUT",
                                        "BATS_ROOT_PID", "BATS_TEST_FILTER", "BATS_TEST_PATTERN", "BATS_TEST_TMPDIR",
                                        "BATS_TEST_NUMBER", "BATS_SUITE_TEST_NUMBER", "BATS_PARENT_TMPNAME"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        (void)unsetenv(names[i]);
}

/* The words of the command, quoted for sh. */
static bool write_agent_script(const struct bash_cases *cases)
{
    FILE *file = fopen(cases->agent, "w");
    if (file == NULL)
        return false;
    fputs("#!/bin/sh\nexec", file);
    for (size_t i = 0; i < cases->stage->command.count; i++) {
        fputs(" '", file);
        for (const char *c = cases->stage->command.names[i]; *c != '\0'; c++)
            (void)(*c == '\'' ? fputs("'\\''", file) : fputc(*c, file));
        fputc('\'', file);
    }
    fputs(" \"$@\"\n", file);
    return fclose(file) == 0 && chmod(cases->agent, 0700) == 0;
}

const char *bash_cases_open(struct bash_cases *cases, const struct stage *stage, const char *root, bool *unsupported)
{
    *unsupported = true;
    cases->stage = stage;
    cases->root = root;
    for (size_t i = 0; i < MOST_BASH_RUNS; i++)
        cases->runs[i].output = -1;
    if (!stage->target->witness)
        return "other programs of this machine cannot reach the subject's sockets";
    *unsupported = false;
    if (!program_is_there("bats"))
        return "bats is not installed";
    (void)snprintf(cases->agent, sizeof cases->agent, "%s/agent", stage->janitor->directory);
    if (!write_agent_script(cases))
        return "the script that starts the agent cannot be written";
    forget_outer_bats();
    return NULL;
}

/* The title as a regular expression that matches only itself. */
static const char *title_pattern(struct arena *arena, const char *title)
{
    struct text pattern = {0};
    text_byte(&pattern, '^');
    for (; *title != '\0'; title++) {
        if (strchr("\\^$.|?*+()[]{}", *title) != NULL)
            text_byte(&pattern, '\\');
        text_byte(&pattern, *title);
    }
    text_byte(&pattern, '$');
    const char *kept = arena_string(arena, text_string(&pattern));
    text_free(&pattern);
    return kept;
}

static const char *kept_format(struct arena *arena, const char *format, const char *a, const char *b)
{
    struct text text = {0};
    for (; *format != '\0'; format++) {
        if (*format != '%')
            text_byte(&text, *format);
        else
            text_put(&text, *++format == '1' ? a : b);
    }
    const char *kept = arena_string(arena, text_string(&text));
    text_free(&text);
    return kept;
}

static const char **make_command(struct bash_cases *cases, const struct test_case *test)
{
    enum { OWN_WORDS = 6 };
    const struct name_list *isolated = &cases->stage->target->isolate;
    size_t prefix = test->needs_namespace ? isolated->count : 0, count = 0;
    const char **command = arena_take(&cases->arena, prefix + OWN_WORDS, sizeof *command);
    for (size_t i = 0; i < prefix; i++)
        command[count++] = cases->stage->isolated_command.names[i];
    command[count++] = "bats";
    command[count++] = "--tap";
    command[count++] = "-f";
    command[count++] = title_pattern(&cases->arena, test->title);
    command[count++] = kept_format(&cases->arena, "%1/%2", cases->root, test->file);
    return command;
}

static const char **make_environment(struct bash_cases *cases, const struct bash_run *run)
{
    enum { OWN_VARIABLES = 5 };
    struct pairs matrix = run->performance->matrix;
    size_t given = 0, count = 0;
    while (cases->stage->environment[given] != NULL)
        given++;
    const char **environment = arena_take(&cases->arena, given + matrix.count + OWN_VARIABLES, sizeof *environment);
    for (size_t i = 0; i < given; i++)
        environment[count++] = cases->stage->environment[i];
    for (size_t i = 0; i < matrix.count; i++)
        environment[count++] = kept_format(&cases->arena, "%1=%2", matrix.items[i].name, matrix.items[i].value);
    environment[count++] = kept_format(&cases->arena, "LISTENCHECK_FACTS=%1", run->facts, "");
    environment[count++] = kept_format(&cases->arena, "LISTENCHECK_AGENT=%1", cases->agent, "");
    environment[count++] = kept_format(&cases->arena, "LISTENCHECK_ROOT=%1", cases->root, "");
    return environment;
}

bool bash_cases_can_start(const struct bash_cases *cases)
{
    for (size_t i = 0; i < MOST_BASH_RUNS; i++) {
        if (cases->runs[i].process == 0)
            return true;
    }
    return false;
}

bool bash_cases_busy(const struct bash_cases *cases)
{
    for (size_t i = 0; i < MOST_BASH_RUNS; i++) {
        if (cases->runs[i].process != 0)
            return true;
    }
    return false;
}

bool bash_cases_start(struct bash_cases *cases, struct performance *performance, double now)
{
    struct bash_run *run = cases->runs;
    int ends[2], nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    while (run->process != 0)
        run++;
    const char *parent = cases->stage->janitor->directory;
    unsigned number = (unsigned)(run - cases->runs);
    (void)snprintf(run->directory, sizeof run->directory, "%s/bash%u", parent, number);
    (void)snprintf(run->facts, sizeof run->facts, "%s/bash%u.facts", parent, number);
    (void)snprintf(run->log, sizeof run->log, "%s/bash%u.log", parent, number);
    (void)remove(run->facts);
    if (nothing < 0 || pipe(ends) != 0) {
        if (nothing >= 0)
            (void)close(nothing);
        return false;
    }
    (void)fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    (void)fcntl(ends[0], F_SETFL, O_NONBLOCK);
    run->performance = performance;
    struct launch launch = {.command = make_command(cases, performance->test),
                            .environment = make_environment(cases, run),
                            .directory = run->directory,
                            .log = run->log};
    run->process = start_process(&launch, cases->stage->janitor, nothing, ends[1]);
    (void)close(nothing);
    (void)close(ends[1]);
    run->output = ends[0];
    run->started = now;
    run->deadline_at = now + cases->stage->deadline * DEADLINES;
    text_clear(&run->said);
    if (run->process == 0)
        (void)close(ends[0]);
    return run->process != 0;
}

nfds_t bash_cases_watch(const struct bash_cases *cases, struct pollfd *items)
{
    nfds_t count = 0;
    for (size_t i = 0; i < MOST_BASH_RUNS; i++) {
        if (cases->runs[i].process != 0 && cases->runs[i].output >= 0)
            items[count++] = (struct pollfd){cases->runs[i].output, POLLIN, 0};
    }
    return count;
}

static void listen_to(struct bash_run *run)
{
    char piece[4096];
    ssize_t got;
    while (run->output >= 0 && (got = read(run->output, piece, sizeof piece)) != 0) {
        if (got < 0)
            return;
        if (run->said.length < MOST_SAID)
            text_add(&run->said, piece, (size_t)got);
    }
    if (run->output >= 0) {
        (void)close(run->output);
        run->output = -1;
    }
}

/* `LABEL VALUE` a line. False: a line is something else. */
static bool take_facts(struct bash_run *run)
{
    struct text text = {0};
    const char *cause;
    struct performance *performance = run->performance;
    if (!text_read_file(&text, run->facts, MOST_FACTS_FILE, &cause))
        return true; /* none were recorded */
    bool good = true;
    for (const char *line = text_string(&text); *line != '\0' && good;) {
        size_t length = strcspn(line, "\n"), label = strcspn(line, " \n"), base = strcspn(line, ". \n");
        good = label < length && is_name_text(line, base);
        if (good) {
            struct text value = {0};
            add_printable(&value, line + label + 1, length - label - 1);
            facts_add(&performance->facts, &performance->arena, arena_copy(&performance->arena, line, label),
                      text_string(&value));
            text_free(&value);
        }
        line += length + (line[length] == '\n');
    }
    text_free(&text);
    return good;
}

/* What bats said last that is a remark. */
static void add_last_remark(struct text *out, const char *said)
{
    const char *best = "";
    size_t best_length = 0;
    while (*said != '\0') {
        size_t length = strcspn(said, "\n");
        if (length > 2 && said[0] == '#') {
            best = said + 2;
            best_length = length - 2;
        }
        said += length + (said[length] == '\n');
    }
    add_printable(out, best, best_length > 160 ? 160 : best_length);
}

static void weigh_run(struct bash_run *run, int status)
{
    struct performance *performance = run->performance;
    const char *said = text_string(&run->said), *skip = strstr(said, "# skip");
    struct text remark = {0};
    bool sound = take_facts(run);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0 && skip != NULL) {
        add_printable(&remark, skip + 6, strcspn(skip + 6, "\n"));
        performance_fail(performance, STATUS_UNSUPPORTED, "skipped:%s", text_string(&remark));
    } else if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || strstr(said, "ok 1") == NULL) {
        add_last_remark(&remark, said);
        performance_fail(performance, STATUS_INCONCLUSIVE, "bats: %s", remark.length > 0 ? text_string(&remark) : "no such test");
    } else if (!sound) {
        performance_fail(performance, STATUS_INCONCLUSIVE, "a recorded fact is not 'LABEL VALUE'");
    } else {
        performance->stopped = true; /* nothing is left to be sent */
    }
    text_free(&remark);
}

static void end_run(struct bash_cases *cases, struct bash_run *run)
{
    (void)kill(-run->process, SIGKILL); /* what it left behind */
    janitor_forget(cases->stage->janitor, run->process);
    listen_to(run);
    if (run->output >= 0)
        (void)close(run->output);
    run->output = -1;
    run->process = 0;
    run->performance = NULL;
    if (!bash_cases_busy(cases))
        arena_clear(&cases->arena);
}

static void work_on(struct bash_cases *cases, struct bash_run *run, double now)
{
    int status = 0;
    struct performance *performance = run->performance;
    listen_to(run);
    pid_t done = waitpid(run->process, &status, WNOHANG);
    bool late = done == 0 && now > run->deadline_at;
    if (done == 0 && !late)
        return;
    if (late) {
        performance_fail(performance, STATUS_INCONCLUSIVE, "bats did not end within the deadline");
        (void)kill(-run->process, SIGKILL);
        while (waitpid(run->process, NULL, 0) < 0 && errno == EINTR)
            ;
    } else {
        listen_to(run);
        weigh_run(run, status);
    }
    performance->elapsed = now - run->started;
    end_run(cases, run);
    cases->stage->finished(cases->stage->context, performance);
}

void bash_cases_work(struct bash_cases *cases, double now)
{
    for (size_t i = 0; i < MOST_BASH_RUNS; i++) {
        if (cases->runs[i].process != 0)
            work_on(cases, &cases->runs[i], now);
    }
}

struct performance *bash_cases_take_back(struct bash_cases *cases)
{
    for (size_t i = 0; i < MOST_BASH_RUNS; i++) {
        struct bash_run *run = &cases->runs[i];
        struct performance *performance = run->performance;
        if (run->process == 0)
            continue;
        (void)kill(-run->process, SIGKILL);
        while (waitpid(run->process, NULL, 0) < 0 && errno == EINTR)
            ;
        end_run(cases, run);
        return performance;
    }
    return NULL;
}

void bash_cases_close(struct bash_cases *cases)
{
    for (size_t i = 0; i < MOST_BASH_RUNS; i++)
        text_free(&cases->runs[i].said);
    arena_free(&cases->arena);
}

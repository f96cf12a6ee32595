/* command_shell.c: `listencheck shell`: the verbs of a scenario, one at a time, with history and help. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "engine.h"
#include "../common/printable.h"
#include "session.h"
#include "verbs.h"

enum { EXIT_NOTHING = 3, EXIT_USAGE = 64, MOST_SHELL_LINE = 2000, MOST_HISTORY = 1000 };

struct shell {
    struct session session;
    struct stage stage;
    bool calls_are_fatal;
    struct lane lane;
    struct test_case test;
    struct performance performance;
    bool ended; /* the agent failed; a new one starts with the next statement */
    char *history[MOST_HISTORY];
    size_t history_count;
    struct option_values targets, scales, suites, operands;
};

static void take_failure(void *context, struct performance *performance)
{
    struct shell *shell = context;
    struct text reason = {0};
    put_printable(&reason, performance->reason);
    printf("  %s: %s; all handles are gone\n", status_name(performance->status), text_string(&reason));
    text_free(&reason);
    shell->ended = true;
}

static void work(struct shell *shell)
{
    struct pollfd items[2] = {{interruption_descriptor(), POLLIN, 0}, {shell->lane.link.from_agent, POLLIN, 0}};
    (void)poll(items, shell->lane.link.process != 0 ? 2 : 1, 100);
    lane_work(&shell->lane, monotonic_seconds());
}

/* Wait for a greeting; false: there is no agent to talk to. */
static bool make_ready(struct shell *shell)
{
    if (shell->lane.phase == LANE_STOPPED)
        lane_start(&shell->lane, monotonic_seconds());
    while ((shell->lane.phase == LANE_HELLO || shell->lane.phase == LANE_SMOKE) && interruption() == 0)
        work(shell);
    if (shell->lane.phase != LANE_READY) {
        fprintf(stderr, "listencheck shell: target %s did not pass the smoke test: %s\n", shell->session.target.name,
                text_string(&shell->lane.reason));
        return false;
    }
    if (shell->lane.flight_count == 0) {
        performance_start(&shell->performance, &shell->test, 0, &shell->lane.greeting.facts, &shell->session.states);
        shell->performance.endless = true;
        shell->ended = false;
        shell->lane.lockstep = true;
        lane_give(&shell->lane, &shell->performance, monotonic_seconds());
    }
    return true;
}

static void print_replies(const struct performance *performance, size_t first)
{
    for (size_t i = first; i < performance->planned; i++) {
        const struct operation *operation = &performance->operations[i];
        struct text reply = {0};
        put_printable(&reply, operation->reply != NULL ? operation->reply : "(no answer)");
        if (operation->parent != NO_PARENT)
            printf("    %s: %s\n", operation->text, text_string(&reply));
        else
            printf("  %s\n", text_string(&reply));
        text_free(&reply);
    }
}

static bool perform_line(struct shell *shell, const char *line)
{
    struct statement statement;
    const char *why = "";
    if (!read_statement(&shell->session.arena, line, strlen(line), &statement, &why)) {
        printf("  %s; 'help' lists the verbs\n", why);
        return true;
    }
    if (strcmp(statement.text, "reset") == 0) {
        puts("  'reset' is the conductor's; 'close H' closes one handle, 'quit' ends");
        return true;
    }
    if (!make_ready(shell))
        return false;
    size_t first = shell->performance.planned;
    performance_extend(&shell->performance, &statement);
    shell->lane.deadline_at = monotonic_seconds() + shell->stage.deadline;
    lane_work(&shell->lane, monotonic_seconds());
    while (!shell->ended && interruption() == 0 &&
           (shell->performance.pending != NULL || shell->performance.open_end ||
            shell->performance.answered < shell->performance.request_count) &&
           !shell->performance.stopped)
        work(shell);
    print_replies(&shell->performance, first);
    return interruption() == 0;
}

static void print_help(const char *word)
{
    if (*word != '\0') {
        const struct verb *verb = find_verb(word);
        if (verb == NULL)
            printf("  no verb '%s'\n", word);
        else
            printf("  %s\n  %s\n", verb->usage, verb->meaning);
        return;
    }
    for (const struct verb *verb = verbs; verb->name != NULL; verb++)
        printf("  %-66s %s\n", verb->usage, verb->meaning);
    puts("  help [VERB] · history · !! (the last line again) · !N · quit");
}

/* `!!` and `!N`. NULL: there is no such line. */
static const char *recall(const struct shell *shell, const char *line)
{
    if (line[0] != '!')
        return line;
    size_t number = line[1] == '!' ? shell->history_count : (size_t)strtoul(line + 1, NULL, 10);
    return number >= 1 && number <= shell->history_count ? shell->history[number - 1] : NULL;
}

static void remember(struct shell *shell, const char *line)
{
    if (shell->history_count == MOST_HISTORY) {
        free(shell->history[0]);
        memmove(shell->history, shell->history + 1, (MOST_HISTORY - 1) * sizeof shell->history[0]);
        shell->history_count--;
    }
    shell->history[shell->history_count++] = memory_copy(line, strlen(line));
}

/* False ends the shell. */
static bool obey_line(struct shell *shell, const char *typed)
{
    const char *line = recall(shell, typed + strspn(typed, " \t"));
    if (line == NULL) {
        puts("  no such line; 'history' lists them");
        return true;
    }
    if (*line == '\0' || *line == '#')
        return true;
    if (strcmp(line, "quit") == 0 || strcmp(line, "exit") == 0)
        return false;
    if (strcmp(line, "history") == 0) {
        for (size_t i = 0; i < shell->history_count; i++)
            printf("  %3zu  %s\n", i + 1, shell->history[i]);
        return true;
    }
    if (strcmp(line, "help") == 0 || strncmp(line, "help ", 5) == 0) {
        print_help(line[4] == ' ' ? line + 5 : "");
        return true;
    }
    if (line != typed && *typed == '!')
        printf("%s\n", line);
    if (shell->history_count == 0 || line != shell->history[shell->history_count - 1])
        remember(shell, line);
    return perform_line(shell, shell->history[shell->history_count - 1]);
}

static void converse(struct shell *shell)
{
    char line[MOST_SHELL_LINE];
    bool prompt = isatty(0) != 0;
    while (interruption() == 0) {
        if (prompt) {
            fputs("> ", stdout);
            (void)fflush(stdout);
        }
        if (fgets(line, sizeof line, stdin) == NULL)
            break;
        line[strcspn(line, "\r\n")] = '\0';
        /* `;` separates statements as in `try`. */
        bool going = true;
        for (char *part = line; going && part != NULL;) {
            char *next = strchr(part, ';');
            if (next != NULL)
                *next++ = '\0';
            going = obey_line(shell, part);
            part = next;
        }
        (void)fflush(stdout);
        if (!going)
            break;
    }
}

/* rlwrap, where it is installed, gives line editing, a lasting history and completion of the words seen. */
static void wrap(int argument_count, char **arguments)
{
    enum { MOST_WRAPPED = 32 };
    char *command[MOST_WRAPPED + 8] = {"rlwrap", "-r", "-C", "listencheck", "env", "LISTENCHECK_WRAPPED=yes"};
    int count = 6;
    char program[4096];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    if (!isatty(0) || getenv("LISTENCHECK_WRAPPED") != NULL || length <= 0 || argument_count > MOST_WRAPPED - 2)
        return;
    program[length] = '\0';
    command[count++] = program;
    command[count++] = "shell";
    for (int i = 0; i < argument_count; i++)
        command[count++] = arguments[i];
    (void)execvp("rlwrap", command);
}

static int shell_main(int argument_count, char **arguments)
{
    static struct shell shell;
    const struct option options[] = {{"target", NULL, &shell.targets},
                                     {"time-scale", NULL, &shell.scales},
                                     {"suite", NULL, &shell.suites},
                                     {NULL, NULL, NULL}};
    if (!read_options("shell", argument_count, arguments, options, &shell.operands) ||
        !session_locate(&shell.session, last_value(&shell.suites)))
        return EXIT_USAGE;
    wrap(argument_count, arguments);
    const char *factor = last_value(&shell.scales);
    double scale = factor != NULL ? strtod(factor, NULL) : 1;
    struct session *session = &shell.session;
    int code = EXIT_USAGE;
    shell.test = (struct test_case){.id = "shell", .title = "", .file = ""};
    if (!session_load_target(session, last_value(&shell.targets)) ||
        !session_load_states(session)) {
        (void)session_report(session);
    } else if (scale >= 0.01 && scale <= 1000) {
        interruption_watch();
        shell.stage.finished = take_failure;
        shell.stage.context = &shell;
        shell.stage.calls_are_fatal = &shell.calls_are_fatal;
        code = EXIT_NOTHING;
        if (session_stage(session, &shell.stage, scale)) {
            lane_open(&shell.lane, &shell.stage, 0, false);
            if (make_ready(&shell)) {
                printf("%s; 'help' lists the verbs, 'quit' ends\n", pairs_value(shell.lane.greeting.hello, "name"));
                converse(&shell);
                code = 0;
            }
            lane_end(&shell.lane);
        }
    }
    while (shell.history_count > 0)
        free(shell.history[--shell.history_count]);
    performance_free(&shell.performance);
    session_close(session);
    return code;
}

const struct command command_shell = {
    "shell", "the same verbs interactively, with history and help",
    "[--target T] [--time-scale X]\n\n"
    "Reads statements, performs each and prints its reply. 'help' lists the verbs, 'history' the lines so far, '!!' repeats\n"
    "the last one, '!N' the N-th. With rlwrap installed lines can be edited and completed.\n",
    shell_main};

/* main.c: listencheck: finds the command and runs it. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "session.h"

static const struct command *const commands[] = {&command_run,    &command_case,   &command_try,  &command_shell,
                                                 &command_list,   &command_lint,   &command_lock, &command_judge,
                                                 &command_gate,   &command_accept, &command_prove, &command_version};
enum { COMMAND_COUNT = sizeof commands / sizeof commands[0], EXIT_USAGE = 64 };

static void print_overview(FILE *out)
{
    fputs("listencheck: does listen() do what the documents say?\n\nusage: listencheck COMMAND [OPTION]… [ARGUMENT]…\n\n", out);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        fprintf(out, "  %-8s %s\n", commands[i]->name, commands[i]->summary);
    fputs("\nlistencheck COMMAND --help tells more of each. Exit codes: 0 nothing new, 1 a deviation is new or changed,\n"
          "2 the baseline is outdated (--strict), 3 nothing obtained or something claimed is inconclusive, 64 usage.\n",
          out);
}

static int run_command(const struct command *command, int argument_count, char **arguments)
{
    for (int i = 0; i < argument_count && strcmp(arguments[i], "--") != 0; i++) {
        if (strcmp(arguments[i], "--help") == 0 || strcmp(arguments[i], "-h") == 0) {
            printf("usage: listencheck %s %s", command->name, command->help);
            return 0;
        }
    }
    return command->run(argument_count, arguments);
}

int main(int argument_count, char **arguments)
{
    session_remember_program(argument_count > 0 ? arguments[0] : NULL);
    if (argument_count < 2) {
        print_overview(stderr);
        return EXIT_USAGE;
    }
    const char *name = arguments[1];
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
        print_overview(stdout);
        return 0;
    }
    if (strcmp(name, "--version") == 0)
        name = "version";
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(commands[i]->name, name) == 0)
            return run_command(commands[i], argument_count - 2, arguments + 2);
    }
    fprintf(stderr, "listencheck: there is no command '%s'\n\n", name);
    print_overview(stderr);
    return EXIT_USAGE;
}

/* conductor commands: each takes the arguments after its name and returns the exit code of suite/VOCABULARY.md. */
#ifndef LISTENCHECK_CONDUCTOR_COMMANDS_H
#define LISTENCHECK_CONDUCTOR_COMMANDS_H

struct command {
    const char *name;
    const char *summary; /* one line */
    const char *help;    /* what --help prints after the name */
    int (*run)(int argument_count, char **arguments);
};

extern const struct command command_run, command_case, command_try, command_shell, command_judge, command_gate,
    command_accept, command_list, command_lint, command_lock, command_version, command_prove;

#endif

/* options.h: the command line of one command. */
#ifndef LISTENCHECK_OPTIONS_H
#define LISTENCHECK_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

enum { MOST_OPTION_VALUES = 64 };

struct option_values {
    size_t count;
    const char *values[MOST_OPTION_VALUES];
};

/* An option that a command knows. `--name` or, with a value, `--name VALUE` and `--name=VALUE`. */
struct option {
    const char *name; /* without the dashes; NULL ends the list */
    bool *flag;       /* set where it takes no value */
    struct option_values *values;
};

/* False: a message was printed; the exit code is 64. Arguments that are no options go to *operands. */
bool read_options(const char *command, int argument_count, char **arguments, const struct option *options,
                  struct option_values *operands);
const char *last_value(const struct option_values *values); /* or NULL */

#endif

/* options.c: reads the command line of one command. */
#include "options.h"

#include <stdio.h>
#include <string.h>

static const struct option *find_option(const struct option *options, const char *name, size_t length)
{
    for (; options->name != NULL; options++) {
        if (strlen(options->name) == length && memcmp(options->name, name, length) == 0)
            return options;
    }
    return NULL;
}

static bool add_value(const char *command, struct option_values *values, const char *value)
{
    if (values->count == MOST_OPTION_VALUES) {
        fprintf(stderr, "listencheck %s: more than %d arguments of one kind\n", command, MOST_OPTION_VALUES);
        return false;
    }
    values->values[values->count++] = value;
    return true;
}

static bool say_unknown(const char *command, const char *argument, const struct option *options)
{
    fprintf(stderr, "listencheck %s: unknown option '%s'; it knows", command, argument);
    for (; options->name != NULL; options++)
        fprintf(stderr, " --%s", options->name);
    fprintf(stderr, " --help\n");
    return false;
}

bool read_options(const char *command, int argument_count, char **arguments, const struct option *options,
                  struct option_values *operands)
{
    for (int i = 0; i < argument_count; i++) {
        const char *argument = arguments[i];
        if (strcmp(argument, "--") == 0) {
            while (++i < argument_count) {
                if (!add_value(command, operands, arguments[i]))
                    return false;
            }
            return true;
        }
        if (argument[0] != '-' || argument[1] == '\0') {
            if (!add_value(command, operands, argument))
                return false;
            continue;
        }
        const char *name = argument + (argument[1] == '-' ? 2 : 1), *equals = strchr(name, '=');
        size_t length = equals != NULL ? (size_t)(equals - name) : strlen(name);
        const struct option *option = argument[1] == '-' ? find_option(options, name, length) : NULL;
        if (option == NULL)
            return say_unknown(command, argument, options);
        if (option->flag != NULL && equals == NULL) {
            *option->flag = true;
            continue;
        }
        const char *value = equals != NULL ? equals + 1 : i + 1 < argument_count ? arguments[++i] : NULL;
        if (option->flag != NULL || value == NULL) {
            fprintf(stderr, "listencheck %s: --%s takes %s value\n", command, option->name, value == NULL ? "a" : "no");
            return false;
        }
        if (!add_value(command, option->values, value))
            return false;
    }
    return true;
}

const char *last_value(const struct option_values *values)
{
    return values->count > 0 ? values->values[values->count - 1] : NULL;
}

/* matrix.c: the instances that the matrix of a case gives. */
#include <string.h>

#include "case_file.h"

size_t instance_count(const struct test_case *test)
{
    size_t count = 1;
    for (size_t i = 0; i < test->variable_count; i++) {
        if (count > MOST_INSTANCES)
            return count;
        count *= test->variables[i].count;
    }
    return count;
}

const char *instance_value(const struct test_case *test, size_t index, size_t variable)
{
    for (size_t i = test->variable_count; i-- > variable + 1;)
        index /= test->variables[i].count;
    return test->variables[variable].values[index % test->variables[variable].count];
}

struct pairs instance_matrix(struct arena *arena, const struct test_case *test, size_t index)
{
    struct pair *items = arena_take(arena, test->variable_count + 1, sizeof *items);
    for (size_t i = 0; i < test->variable_count; i++)
        items[i] = (struct pair){test->variables[i].name, instance_value(test, index, i)};
    return (struct pairs){items, test->variable_count};
}

/* The variable whose name begins the text: the longest one, so that `$a-b` is `a-b` where there is one and else `a`. */
const struct pair *variable_at(const char *text, struct pairs variables)
{
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_-"), best = 0;
    const struct pair *found = NULL;
    for (size_t i = 0; i < variables.count; i++) {
        const char *name = variables.items[i].name;
        size_t name_length = strlen(name);
        bool ends = name_length == length || (name_length < length && text[name_length] == '-');
        if (ends && name_length > best && memcmp(name, text, name_length) == 0) {
            best = name_length;
            found = &variables.items[i];
        }
    }
    return found;
}

const char *substitute(struct arena *arena, const char *text, struct pairs variables)
{
    if (strchr(text, '$') == NULL)
        return text;
    char result[MOST_REQUEST + 1];
    size_t used = 0;
    while (*text != '\0') {
        size_t length = 1, skip = 1;
        const char *from = text;
        const struct pair *found = *text == '$' ? variable_at(text + 1, variables) : NULL;
        if (found != NULL) {
            from = found->value;
            length = strlen(from);
            skip = strlen(found->name) + 1;
        }
        if (used + length > MOST_REQUEST)
            return NULL;
        memcpy(result + used, from, length);
        used += length;
        text += skip;
    }
    return arena_copy(arena, result, used);
}

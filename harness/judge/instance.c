/* instance.c: names of instances and patterns of them. */
#include "instance.h"

#include <string.h>

#include "../common/glob.h"

void instance_name(struct text *text, const char *case_id, struct pairs matrix)
{
    text_put(text, case_id);
    for (size_t i = 0; i < matrix.count; i++) {
        text_byte(text, i == 0 ? '[' : ';');
        text_put(text, matrix.items[i].name);
        text_byte(text, '=');
        text_put(text, matrix.items[i].value);
    }
    if (matrix.count > 0) {
        text_byte(text, ']');
    }
}

/* How often byte occurs before end. */
static size_t occurrences(const char *from, const char *end, char byte)
{
    size_t count = 0;
    for (; from < end; from++) {
        count += *from == byte ? 1 : 0;
    }
    return count;
}

static const char *find_byte(const char *from, const char *end, char byte)
{
    const char *found = memchr(from, byte, (size_t)(end - from));
    return found != NULL ? found : end;
}

/* `variable=value,value` between from and end. */
static const char *parse_variable(struct pattern_variable *variable, struct arena *arena, const char *from, const char *end)
{
    const char *equals = find_byte(from, end, '=');
    if (equals == end || equals == from || equals + 1 == end) {
        return "a filter without `variable=value`";
    }
    variable->name = arena_copy(arena, from, (size_t)(equals - from));
    variable->values = arena_take(arena, occurrences(equals, end, ',') + 1, sizeof *variable->values);
    for (const char *value = equals + 1;;) {
        const char *stop = find_byte(value, end, ',');
        if (stop == value) {
            return "an empty value in a filter";
        }
        variable->values[variable->value_count++] = arena_copy(arena, value, (size_t)(stop - value));
        if (stop == end) {
            return NULL;
        }
        value = stop + 1;
    }
}

static const char *parse_filter(struct pattern *pattern, struct arena *arena, const char *from, const char *end)
{
    pattern->bracketed = true;
    if (end - from == 1 && *from == '*') {
        pattern->any = true;
        return NULL;
    }
    struct pattern_variable *variables = arena_take(arena, occurrences(from, end, ';') + 1, sizeof *variables);
    pattern->variables = variables;
    for (;;) {
        const char *stop = find_byte(from, end, ';');
        const char *offence = parse_variable(&variables[pattern->variable_count++], arena, from, stop);
        if (offence != NULL || stop == end) {
            return offence;
        }
        from = stop + 1;
    }
}

static bool is_exact(const struct pattern *pattern)
{
    bool exact = !pattern->any && !pattern->any_case;
    for (size_t i = 0; i < pattern->variable_count; i++) {
        const struct pattern_variable *variable = &pattern->variables[i];
        exact = exact && variable->value_count == 1 && strcmp(variable->values[0], "*") != 0;
    }
    return exact;
}

const char *pattern_parse(struct pattern *pattern, struct arena *arena, const char *input, const char **found)
{
    *pattern = (struct pattern){0};
    size_t length = strspn(input, "abcdefghijklmnopqrstuvwxyz0123456789.-_*");
    if (length == 0) {
        *found = "no case id";
        return NULL;
    }
    pattern->case_id = arena_copy(arena, input, length);
    pattern->any_case = strchr(pattern->case_id, '*') != NULL;
    input += length;
    if (*input == '[') {
        const char *end = strpbrk(input, "]\n");
        if (end == NULL || *end != ']') {
            *found = "`[` without `]`";
            return NULL;
        }
        *found = parse_filter(pattern, arena, input + 1, end);
        if (*found != NULL) {
            return NULL;
        }
        input = end + 1;
    }
    pattern->is_exact = is_exact(pattern);
    if (*input != '\0' && *input != ' ' && *input != '\t' && *input != '\n') {
        *found = "no blank behind the case";
        return NULL;
    }
    return input + strspn(input, " \t\n");
}

static bool case_fits(const struct pattern *pattern, const char *case_id)
{
    return pattern->any_case ? glob_matches(pattern->case_id, case_id) : strcmp(pattern->case_id, case_id) == 0;
}

static bool variable_fits(const struct pattern_variable *variable, struct pairs matrix, bool star)
{
    const char *value = pairs_value(matrix, variable->name);
    for (size_t i = 0; value != NULL && i < variable->value_count; i++) {
        if (strcmp(variable->values[i], value) == 0 || (star && strcmp(variable->values[i], "*") == 0)) {
            return true;
        }
    }
    return false;
}

static bool variables_fit(const struct pattern *pattern, struct pairs matrix, bool star)
{
    for (size_t i = 0; i < pattern->variable_count; i++) {
        if (!variable_fits(&pattern->variables[i], matrix, star)) {
            return false;
        }
    }
    return true;
}

bool pattern_selects(const struct pattern *pattern, const char *case_id, struct pairs matrix)
{
    return case_fits(pattern, case_id) && variables_fit(pattern, matrix, false);
}

bool pattern_covers(const struct pattern *pattern, const char *case_id, struct pairs matrix)
{
    return case_fits(pattern, case_id) &&
           (pattern->any || (pattern->variable_count == matrix.count && variables_fit(pattern, matrix, true)));
}

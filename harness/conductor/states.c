/* states.c: reads cases/states.rec. One record a state: `state:`, `families:` (optional), `steps:` (statements). */
#include "states.h"

#include <stdlib.h>
#include <string.h>

#include "../common/rec.h"
#include "target.h"

enum { MOST_STEPS = 40 };

static bool read_steps(struct states *states, const char *file, const struct rec_field *field, struct state *state,
                       struct problems *problems)
{
    const char *line = field->value;
    state->steps = arena_take(&states->arena, MOST_STEPS, sizeof *state->steps);
    for (size_t number = field->line; *line != '\0'; number++) {
        size_t length = strcspn(line, "\n"), from = 0;
        while (from < length && (line[from] == ' ' || line[from] == '\t'))
            from++;
        if (length > from && line[from] != '#') {
            const char *why = "";
            if (state->step_count == MOST_STEPS) {
                problems_add(problems, file, number, "more than %d steps", MOST_STEPS);
                return false;
            }
            struct statement *step = &state->steps[state->step_count++];
            if (!read_statement(&states->arena, line + from, length - from, step, &why)) {
                problems_add(problems, file, number, "%s, expected a statement", why);
                return false;
            }
            step->line = (unsigned)number;
        }
        line += length + (line[length] == '\n');
    }
    return true;
}

static bool read_state(struct states *states, const char *file, const struct rec_record *record, struct problems *problems)
{
    struct state state = {.line = record->line};
    for (size_t i = 0; i < record->count; i++) {
        const struct rec_field *field = &record->fields[i];
        if (strcmp(field->name, "state") == 0)
            state.name = arena_string(&states->arena, field->value);
        else if (strcmp(field->name, "families") == 0)
            state.families = text_words(&states->arena, field->value);
        else if (strcmp(field->name, "steps") == 0) {
            if (!read_steps(states, file, field, &state, problems))
                return false;
        } else if (strcmp(field->name, "note") != 0 && strcmp(field->name, "title") != 0) {
            problems_add(problems, file, field->line, "unknown field '%s', expected state, families, steps, title or note",
                         field->name);
            return false;
        }
    }
    if (state.name == NULL || !is_name_text(state.name, strlen(state.name)) || state.step_count == 0) {
        problems_add(problems, file, record->line, "this record has no 'state:' (one lower-case word) or no 'steps:'");
        return false;
    }
    states->items[states->count++] = state;
    return true;
}

static bool read_states(struct states *states, const struct rec_file *rec, struct problems *problems)
{
    bool all_read = true;
    states->items = arena_take(&states->arena, rec->count + 1, sizeof *states->items);
    for (size_t i = 0; i < rec->count; i++)
        all_read = read_state(states, rec->name, &rec->records[i], problems) && all_read;
    return all_read;
}

bool states_parse(struct states *states, const char *file, const char *bytes, size_t length, struct problems *problems)
{
    struct rec_file rec = {0};
    bool good = rec_parse(&rec, file, bytes, length, problems) && read_states(states, &rec, problems);
    rec_free(&rec);
    return good;
}

bool states_load(struct states *states, const char *path, struct problems *problems)
{
    struct rec_file rec = {0};
    bool good = rec_read(&rec, path, problems) && read_states(states, &rec, problems);
    rec_free(&rec);
    return good;
}

void states_free(struct states *states)
{
    arena_free(&states->arena);
    *states = (struct states){0};
}

const struct state *states_find(const struct states *states, const char *name, const char *family, bool *speaks_of_family)
{
    const struct state *found = NULL;
    *speaks_of_family = false;
    for (size_t i = 0; i < states->count; i++) {
        const struct state *state = &states->items[i];
        if (strcmp(state->name, name) != 0)
            continue;
        found = state;
        *speaks_of_family = state->families.count == 0;
        for (size_t j = 0; j < state->families.count; j++)
            *speaks_of_family = *speaks_of_family || strcmp(state->families.names[j], family) == 0;
        if (*speaks_of_family)
            return state;
    }
    return found;
}

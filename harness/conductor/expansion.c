/* expansion.c: the composite verbs as primitives. */
#include "expansion.h"

#include <string.h>

struct expander {
    struct arena *arena;
    bool composite;
};

struct expander *expander_open(struct arena *arena, const struct agent_facts *agent, const char *default_family)
{
    (void)default_family;
    struct expander *expander = arena_take(arena, 1, sizeof *expander);
    expander->arena = arena;
    expander->composite = agent_has(agent, "composite");
    return expander;
}

void expander_note(struct expander *expander, const struct words *words)
{
    (void)expander;
    (void)words;
}

struct expansion *expansion_begin(struct expander *expander, const struct words *words)
{
    (void)expander;
    (void)words;
    return NULL;
}

bool expansion_round(struct expansion *expansion, struct performance *performance, const struct request *answers, size_t count,
                     struct text *reply)
{
    (void)expansion;
    (void)performance;
    (void)answers;
    (void)count;
    text_put(reply, "unsupported");
    return false;
}

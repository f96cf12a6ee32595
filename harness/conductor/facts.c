/* facts.c: makes facts of replies. Ports and digests differ from run to run, so they become p1, p2 … and d1, d2 … */
#include "facts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *symbol_of(struct symbols *symbols, struct arena *arena, char letter, const char *value)
{
    size_t number = 0;
    while (number < symbols->count && strcmp(symbols->values[number], value) != 0)
        number++;
    if (number == symbols->count) {
        symbols->values = memory_room(symbols->values, symbols->count, &symbols->capacity, sizeof *symbols->values);
        symbols->values[symbols->count++] = arena_string(arena, value);
    }
    char name[24];
    (void)snprintf(name, sizeof name, "%c%zu", letter, number + 1);
    return arena_string(arena, name);
}

static bool is_port(const char *key, const char *value)
{
    bool named = strcmp(key, "port") == 0 || strcmp(key, "peerport") == 0;
    return named && strcmp(value, "0") != 0 && value[0] != '\0' && value[strspn(value, "0123456789")] == '\0';
}

static bool is_left_out(const struct reply *reply, const char *key)
{
    static const char *const names[] = {"us", "code", "native", "settle"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(key, names[i]) == 0)
            return true;
    }
    /* The error of a failure is the value of the label itself. */
    return reply->outcome == OUTCOME_FAIL && strcmp(key, "error") == 0;
}

void facts_add(struct facts *facts, struct arena *arena, const char *name, const char *value)
{
    for (size_t i = 0; i < facts->count; i++) {
        if (strcmp(facts->items[i].name, name) == 0)
            return;
    }
    facts->items = memory_room(facts->items, facts->count, &facts->capacity, sizeof *facts->items);
    facts->items[facts->count++] = (struct pair){arena_string(arena, name), arena_string(arena, value)};
}

void facts_add_reply(struct facts *facts, struct arena *arena, const char *label, const struct reply *reply)
{
    static const char *const outcomes[] = {"ok", "", "unsupported", "blocked"};
    facts_add(facts, arena, label, reply->outcome == OUTCOME_FAIL ? reply->error : outcomes[reply->outcome]);
    for (size_t i = 0; i < reply->count; i++) {
        const char *key = reply->keys[i].name, *value = reply->keys[i].value;
        char name[256];
        if (is_left_out(reply, key))
            continue;
        (void)snprintf(name, sizeof name, "%.120s.%.120s", label, key);
        if (is_port(key, value))
            value = symbol_of(&facts->ports, arena, 'p', value);
        else if (strcmp(key, "digest") == 0)
            value = symbol_of(&facts->digests, arena, 'd', value);
        facts_add(facts, arena, name, value);
    }
}

void facts_clear(struct facts *facts)
{
    facts->count = facts->ports.count = facts->digests.count = 0;
}

void facts_free(struct facts *facts)
{
    free(facts->items);
    free(facts->ports.values);
    free(facts->digests.values);
    *facts = (struct facts){0};
}

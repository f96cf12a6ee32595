/* names.c: a table of strings: each distinct string has a small number, in order of first appearance. */
#include "names.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_SLOTS ((size_t)64)

/* FNV-1a */
static size_t hash(const char *string)
{
    uint64_t value = 14695981039346656037U;
    for (; *string != '\0'; string++) {
        value = (value ^ (unsigned char)*string) * 1099511628211U;
    }
    return (size_t)(value ^ (value >> 32));
}

/* The slot that holds string, or the free one where it belongs. */
static size_t slot_of(const struct names *names, const char *string)
{
    size_t slot = hash(string) & (names->slot_count - 1);
    while (names->slots[slot] != 0 && strcmp(names->strings[names->slots[slot] - 1], string) != 0) {
        slot = (slot + 1) & (names->slot_count - 1);
    }
    return slot;
}

static void enlarge(struct names *names)
{
    free(names->slots);
    names->slot_count = names->slot_count > 0 ? names->slot_count * 2 : FIRST_SLOTS;
    names->slots = memory_take(names->slot_count, sizeof *names->slots);
    for (size_t i = 0; i < names->count; i++) {
        names->slots[slot_of(names, names->strings[i])] = i + 1;
    }
}

size_t names_add(struct names *names, const char *string)
{
    if (names->count * 2 >= names->slot_count) {
        enlarge(names);
    }
    size_t slot = slot_of(names, string);
    if (names->slots[slot] == 0) {
        names->strings = memory_room(names->strings, names->count, &names->capacity, sizeof *names->strings);
        names->strings[names->count++] = arena_string(&names->arena, string);
        names->slots[slot] = names->count;
    }
    return names->slots[slot] - 1;
}

size_t names_find(const struct names *names, const char *string)
{
    if (names->slot_count == 0) {
        return NAME_ABSENT;
    }
    size_t slot = slot_of(names, string);
    return names->slots[slot] != 0 ? names->slots[slot] - 1 : NAME_ABSENT;
}

void names_free(struct names *names)
{
    arena_free(&names->arena);
    free(names->strings);
    free(names->slots);
    *names = (struct names){0};
}

/* facts.h: what is recorded of the replies to labelled statements (harness/PROTOCOL.md, last section). */
#ifndef LISTENCHECK_FACTS_H
#define LISTENCHECK_FACTS_H

#include "../common/memory.h"
#include "reply.h"

struct symbols {
    const char **values; /* values[0] is shown as p1 (or d1) … */
    size_t count, capacity;
};

/* A zeroed struct holds nothing. */
struct facts {
    struct pair *items;
    size_t count, capacity;
    struct symbols ports, digests;
};

/* Record label and label.key of one reply; names and values are copied into the arena. */
void facts_add_reply(struct facts *facts, struct arena *arena, const char *label, const struct reply *reply);
void facts_add(struct facts *facts, struct arena *arena, const char *name, const char *value);
void facts_clear(struct facts *facts); /* keeps the memory */
void facts_free(struct facts *facts);

#endif

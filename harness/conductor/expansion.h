/* expansion.h: requests made of one composite statement for agents whose caps lack `composite` (harness/PROTOCOL.md). */
#ifndef LISTENCHECK_EXPANSION_H
#define LISTENCHECK_EXPANSION_H

#include "../common/memory.h"
#include "../common/text.h"
#include "performance.h"
#include "reply.h"
#include "statement.h"

/* What is known, without asking, of the handles of a case, from the statements planned so far. */
struct expander;

struct expander *expander_open(struct arena *arena, const struct agent_facts *agent, const char *default_family);

/* Learn from a statement that is sent as it is. */
void expander_note(struct expander *expander, const struct words *words);

/* One statement being expanded. */
struct expansion;

/* NULL: the statement is sent as it is. */
struct expansion *expansion_begin(struct expander *expander, const struct words *words);

/* Adds the requests of the next round through performance_request(). answers: those of the round before, well formed (none in
 * the first round). False: there are no more, and *reply is the statement's reply (without id). */
bool expansion_round(struct expansion *expansion, struct performance *performance, const struct request *answers, size_t count,
                     struct text *reply);

#endif

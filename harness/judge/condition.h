/* condition.h: the condition language of suite/VOCABULARY.md: parsed once into a tree, evaluated on instances. */
#ifndef LISTENCHECK_CONDITION_H
#define LISTENCHECK_CONDITION_H

#include "../common/memory.h"
#include "instance.h"

struct comparison;

/* The tree belongs to the arena it was parsed into. */
struct condition {
    const char *source;
    const struct comparison *comparisons;
    size_t comparison_count;
    const char **references; /* each name once, in order of appearance */
    size_t reference_count;
};

/* Returns NULL on a syntax error, with a message `found …, expected …` in message. */
const struct condition *condition_parse(struct arena *arena, const char *source, struct text *message);

/* What a condition says of one instance; the worst of its comparisons. */
enum truth { TRUTH_HOLDS, TRUTH_FAILS, TRUTH_CRASH, TRUTH_HANG, TRUTH_INCONCLUSIVE, TRUTH_UNSUPPORTED };

/* reason (cleared first) tells why the answer is neither holds nor fails. limits: as `limits` reported them. */
enum truth condition_evaluate(const struct condition *condition, const struct instance *instance, struct pairs limits,
                              struct text *reason);

/* Whether a fact was obtained: TRUTH_HOLDS, or why not. reason is cleared first. */
enum truth condition_fact(const struct instance *instance, const char *name, struct text *reason);

#endif

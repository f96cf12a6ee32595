/* reply.h: one line of an agent, taken apart (harness/PROTOCOL.md, Lines). */
#ifndef LISTENCHECK_REPLY_H
#define LISTENCHECK_REPLY_H

#include <stdbool.h>
#include <stddef.h>

#include "../common/pair.h"

enum { MOST_REPLY_KEYS = 96 };

enum outcome { OUTCOME_OK, OUTCOME_FAIL, OUTCOME_UNSUPPORTED, OUTCOME_BLOCKED };

struct reply {
    enum outcome outcome;
    const char *error; /* of a failure, else NULL */
    struct pair keys[MOST_REPLY_KEYS];
    size_t count;
};

/* Take `OUTCOME KEY=VALUE…` apart, in place. NULL when it is well formed, else what was expected. */
const char *read_reply(char *text, struct reply *reply);
/* The decimal id at the start of a line; returns what follows its blank, or NULL. */
char *read_reply_id(char *line, unsigned long *id);
const char *reply_value(const struct reply *reply, const char *key); /* or NULL */
long long reply_number(const struct reply *reply, const char *key, long long otherwise);

#endif

/* expander.h: within the expansions: what is known of handles and client groups, and what each composite verb provides. */
#ifndef LISTENCHECK_EXPANDER_H
#define LISTENCHECK_EXPANDER_H

#include "expansion.h"

enum { MOST_FALLBACK_CLIENTS = 5000 };

struct handle_note {
    const char *name;
    const char *family;
    bool nonblocking, listened;
    long long asked; /* the backlog last asked of it */
    struct handle_note *next;
};

enum client_state {
    CLIENT_ESTABLISHED,
    CLIENT_REFUSED,
    CLIENT_RESET,
    CLIENT_CLOSED,
    CLIENT_PENDING,
    CLIENT_AGAIN,
    CLIENT_OTHER,
    CLIENT_STATES
};

struct client_group {
    const char *name; /* its members are the handles name.0, name.1 … */
    size_t count;
    enum client_state *states;
    struct client_group *next;
};

struct expander {
    struct arena *arena;
    const struct agent_facts *agent;
    const char *default_family;
    bool composite;
    struct handle_note *handles;
    struct client_group *groups;
    size_t connects; /* how many connections the case may have made so far */
    size_t barriers, drains, tags;
    struct facts ports; /* ports seen by snapshots, in order of appearance */
};

struct expansion {
    struct expander *expander;
    const struct words *words; /* a copy in the arena */
    unsigned round;
    int stage; /* of a verb with several */
    bool (*next)(struct expansion *expansion, struct performance *performance, const struct request *answers, size_t count,
                 struct text *reply);
    const char *refusal; /* the reply where it cannot be expanded */
    struct client_group *group;
    const char *name;
    size_t from, total, accepted;
    bool tag, switched;
    double until;
};

/* The reply in an answer; the answer is well formed. buffer must outlive the reply. */
struct answer {
    char buffer[600];
    struct reply reply;
};
const struct reply *read_answer(const char *text, struct answer *answer);

struct handle_note *expander_handle(struct expander *expander, const char *name);
struct client_group *expander_group(const struct expander *expander, const char *name);
struct client_group *expander_make_group(struct expander *expander, const char *name, size_t more);
/* A count of harness/PROTOCOL.md: a number, limit+N, asked+N. Negative: it cannot be told. */
long long expander_count(struct expander *expander, const char *word, const char *listener);

/* A connection to a listener of its own, made, accepted and closed: seven requests. */
enum { BARRIER_REQUESTS = 8 };
void request_barrier(struct expander *expander, struct performance *performance);
/* NULL, or the first answer of a barrier that is not ok. */
const char *barrier_refusal(const struct request *answers);

bool next_settle(struct expansion *, struct performance *, const struct request *, size_t, struct text *);
bool next_flood(struct expansion *, struct performance *, const struct request *, size_t, struct text *);
bool next_clients(struct expansion *, struct performance *, const struct request *, size_t, struct text *);
bool next_drain(struct expansion *, struct performance *, const struct request *, size_t, struct text *);
bool next_snapshot(struct expansion *, struct performance *, const struct request *, size_t, struct text *);
bool next_serve(struct expansion *, struct performance *, const struct request *, size_t, struct text *);

#endif

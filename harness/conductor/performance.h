/* performance.h: one instance of a case being performed: which requests are due, what was answered, what was observed. */
#ifndef LISTENCHECK_PERFORMANCE_H
#define LISTENCHECK_PERFORMANCE_H

#include "../common/text.h"
#include "../judge/instance.h"
#include "case_file.h"
#include "facts.h"

struct expansion;
struct expander;
struct states;

/* What an agent said of itself. Everything is borrowed. */
struct agent_facts {
    const char *caps; /* comma-separated */
    struct pairs limits;
};

bool agent_has(const struct agent_facts *agent, const char *cap);

enum { NO_PARENT = -1 };

struct operation {
    const char *text; /* the statement after substitution */
    const char *label;
    const char *reply; /* NULL until answered */
    struct expansion *expansion;
    size_t first_request; /* of the present round */
    long parent;          /* the `reach` it is a step of, or NO_PARENT */
    size_t steps_left;    /* of a `reach` */
};

struct request {
    const char *text;
    const char *reply;
    size_t operation;
    bool must; /* unless it succeeds the case is void */
};

/* A statement that is not yet planned. */
struct pending {
    const struct statement *statement;
    struct pairs variables;
    long parent;
    struct pending *next;
};

struct moot {
    const char *handle;
    struct moot *next;
};

/* All zeroes is ready for performance_start(). */
struct performance {
    struct arena arena; /* all strings below */
    const struct test_case *test;
    size_t index; /* of the instance */
    struct pairs matrix;
    struct expander *expander;
    struct pending *pending;
    struct operation *operations; /* those whose requests are (partly) known */
    size_t planned, operation_capacity;
    const struct states *states;
    const struct agent_facts *agent;
    struct request *requests;
    size_t request_count, request_capacity;
    size_t sent, answered;
    bool open_end;      /* the last planned operation may have further rounds */
    bool endless;       /* statements are added by hand: it is over when the caller says so */
    bool stopped;       /* nothing further is sent or recorded: a set-up statement failed */
    bool waits;         /* for a timer of the subject, so others are not to stand behind it: said by who gives it to a lane, and kept */
    bool late_once;     /* it missed the deadline among other cases, and not when it was asked alone */
    enum status status; /* STATUS_DONE unless something went wrong */
    const char *reason;
    struct moot *moot; /* handles that stand for nothing since a listen() is unsupported */
    struct facts facts;
    struct text scratch;
    double started, elapsed; /* seconds */
};

void performance_start(struct performance *performance, const struct test_case *test, size_t index,
                       const struct agent_facts *agent, const struct states *states);

/* One more statement for an endless performance. It is copied. */
void performance_extend(struct performance *performance, const struct statement *statement);
/* All requests that are known are sent, and no more are to come. */
bool performance_is_sent(const struct performance *performance);

/* The next request that can be sent now, or NULL. It counts as sent. */
const char *performance_next(struct performance *performance);

/* The answer to the oldest request that has none. Returns NULL, or what was expected of a malformed answer. */
const char *performance_answer(struct performance *performance, const char *answer);

/* The request that waits for an answer, or NULL. */
const char *performance_outstanding(const struct performance *performance);
/* How long it asks the agent to wait, in milliseconds. */
unsigned long performance_wait(const struct performance *performance);
bool performance_is_over(const struct performance *performance);

/* It cannot go on: the agent ended, hangs or talks nonsense. */
void performance_fail(struct performance *performance, enum status status, const char *format, ...) TEXT_FORMAT(3, 4);

/* Forget the facts: they come from an agent that talks nonsense, or from a run that was not the first. */
void performance_disbelieve(struct performance *performance);

void performance_instance(const struct performance *performance, struct instance *instance);
void performance_clear(struct performance *performance); /* ready for another one; keeps memory */
void performance_free(struct performance *performance);

/* For expansions: one more request of the operation being expanded. */
void performance_request(struct performance *performance, const char *format, ...) TEXT_FORMAT(2, 3);

#endif

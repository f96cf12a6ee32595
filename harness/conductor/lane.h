/* lane.h: one agent after another on one link, performing instances: greeting, pipelining, deadlines, restarts. */
#ifndef LISTENCHECK_LANE_H
#define LISTENCHECK_LANE_H

#include "case_file.h"
#include "link.h"
#include "performance.h"
#include "states.h"
#include "target.h"

enum { MOST_IN_FLIGHT = 16 };

/* What all lanes share. Borrowed, but for what the first agent said. */
struct stage {
    const struct target *target;
    const struct states *states;
    const struct janitor *janitor;
    struct name_list command, isolated_command;
    const char **environment;
    const char *working_directory; /* NULL: the caller's */
    double time_scale;
    double deadline; /* seconds for one line */
    bool *calls_are_fatal; /* the subject ends or hangs in the plain calls of the smoke test: agents are greeted without them */
    void (*finished)(void *context, struct performance *performance);
    void *context;
};

/* What an agent said of itself in its greeting. */
struct greeting {
    struct arena arena;
    struct pairs hello;  /* the keys of its reply to hello */
    struct pairs limits; /* numbers only */
    struct agent_facts facts;
};

enum lane_phase { LANE_STOPPED, LANE_HELLO, LANE_SMOKE, LANE_READY, LANE_GIVEN_UP };

struct flight {
    struct performance *performance;
    bool reset_sent;
};

struct lane {
    const struct stage *stage;
    unsigned number;
    bool isolated;
    enum lane_phase phase;
    struct link link;
    char directory[300], log[320];
    struct greeting greeting;
    bool greeted; /* at least one agent of this lane passed its smoke test */
    unsigned long next_send, next_answer;
    size_t smoke_step;
    bool smoke_socket, smoke_expressed;
    struct flight flights[MOST_IN_FLIGHT];
    size_t flight_count;
    /* After a fault: what was under way runs again, alone and one line at a time, to see which line is to blame. */
    struct performance *suspects[MOST_IN_FLIGHT];
    size_t suspect_count;
    bool lockstep;
    struct performance *given_back[MOST_IN_FLIGHT]; /* not begun when an agent hung: others may do them */
    size_t given_back_count;
    struct performance *held; /* the first suspect, while it is not clear whether one of them is to blame */
    const char *held_reason;
    enum status held_status;
    unsigned crashes_in_row, hangs_in_row, failed_starts;
    double deadline_at, head_since;
    struct text reason; /* why it was given up */
};

void lane_open(struct lane *lane, const struct stage *stage, unsigned number, bool isolated);
void lane_start(struct lane *lane, double now);
/* How many more instances it can take now. */
size_t lane_room(const struct lane *lane, size_t most);
void lane_give(struct lane *lane, struct performance *performance, double now);
bool lane_is_idle(const struct lane *lane); /* nothing under way */
/* Bytes came or can be written, or time has passed. */
void lane_work(struct lane *lane, double now);
/* An instance it will not do: one that stood behind a suspected hang, or any when the lane was given up; NULL: none. */
struct performance *lane_take_back(struct lane *lane);
/* The same, of all it still has. */
struct performance *lane_take_all(struct lane *lane);
/* Ask the agent to end, without waiting for it. */
void lane_say_bye(struct lane *lane);
void lane_end(struct lane *lane);

double monotonic_seconds(void);

#endif

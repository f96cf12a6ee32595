/* engine.h: hands instances out to lanes until all are done. */
#ifndef LISTENCHECK_ENGINE_H
#define LISTENCHECK_ENGINE_H

#include "bash_cases.h"
#include "job_queue.h"
#include "lane.h"

enum { MOST_LANES = 224 };

struct engine {
    struct stage stage;
    bool calls_are_fatal;
    unsigned lane_limit;
    unsigned waiting_limit; /* lanes for cases that wait, besides; the others are for these alone. 0: the usual */
    /* The first agent passed its smoke test: false ends the run. */
    bool (*greeted)(void *context, const struct greeting *greeting);
    void (*progress)(void *context); /* called now and then; may be NULL */
    void *context;                   /* of greeted, progress and stage.finished */
    struct job_queue plain, waiting, isolated, bash; /* waiting: those that wait for a timer of the subject */
    const char *root; /* of the suite, for cases with a Bats body */
    struct bash_cases bats;
    struct lane *lanes[MOST_LANES];
    size_t lane_count;
    struct performance *idle[MOST_LANES * MOST_IN_FLIGHT];
    size_t idle_count;
    double begun; /* when the first agent was started */
    double patience; /* seconds that a lane is held up before another one is worth its start, which is about what that takes */
    struct text failure; /* why nothing could be run */
};

enum engine_end { ENGINE_COMPLETE, ENGINE_NOT_STARTED, ENGINE_REFUSED, ENGINE_INTERRUPTED };

/* stage, lane_limit, callbacks and context are set by the caller before. */
void engine_add(struct engine *engine, struct job job);
enum engine_end engine_run(struct engine *engine);
/* An instance is over; its memory may be used again. */
void engine_recycle(struct engine *engine, struct performance *performance);
void engine_free(struct engine *engine);

/* Interruption by SIGINT, SIGTERM, SIGHUP: the number of the signal, 0 while there was none. */
void interruption_watch(void);
int interruption(void);
int interruption_descriptor(void); /* readable when one came */

#endif

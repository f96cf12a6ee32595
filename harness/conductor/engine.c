/* engine.c: hands instances out to lanes until all are done. Cases that wait for a timer of the subject go first, so that
 * waits overlap, beside a lane that goes on with the others, long ones before short ones; cases that change limits go to
 * agents in namespaces of their own. */
#include "engine.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#define LANE_PATIENCE 0.003 /* seconds */
#define MOST_PATIENCE 0.1
#define LONG_RUN 0.03
#define BASH_PATIENCE 0.02

void engine_add(struct engine *engine, struct job job)
{
    if (job.test->needs_bash)
        queue_add(&engine->bash, job);
    else
        queue_add(job.test->needs_namespace ? &engine->isolated : &engine->plain, job);
}

static size_t jobs_left(const struct engine *engine, bool isolated)
{
    return isolated ? queue_left(&engine->isolated) : queue_left(&engine->plain) + queue_left(&engine->waiting);
}

static struct performance *take_idle(struct engine *engine)
{
    if (engine->idle_count > 0)
        return engine->idle[--engine->idle_count];
    return memory_take(1, sizeof(struct performance));
}

void engine_recycle(struct engine *engine, struct performance *performance)
{
    if (engine->idle_count == sizeof engine->idle / sizeof engine->idle[0]) {
        performance_free(performance);
        free(performance);
        return;
    }
    performance_clear(performance);
    engine->idle[engine->idle_count++] = performance;
}

static struct lane *add_lane(struct engine *engine, bool isolated)
{
    struct lane *lane = memory_take(1, sizeof *lane);
    lane_open(lane, &engine->stage, (unsigned)engine->lane_count, isolated);
    engine->lanes[engine->lane_count++] = lane;
    lane_start(lane, monotonic_seconds());
    return lane;
}

static struct job_queue *queue_of(struct engine *engine, const struct lane *lane)
{
    return lane->isolated ? &engine->isolated : &engine->plain;
}

/* One that was not performed: it is over before it began. */
static void finish_unperformed(struct engine *engine, struct job job, enum status status, const char *reason)
{
    static const struct agent_facts none = {0};
    struct performance *performance = take_idle(engine);
    performance_start(performance, job.test, job.index, &none, engine->stage.states);
    performance_fail(performance, status, "%s", reason);
    engine->stage.finished(engine->context, performance);
}

static void abandon_queue(struct engine *engine, struct job_queue *queue, enum status status, const char *reason)
{
    while (queue_left(queue) > 0)
        finish_unperformed(engine, queue->items[queue->next++], status, reason);
}

static size_t count_lanes(const struct engine *engine, bool isolated, bool alive_only)
{
    size_t count = 0;
    for (size_t i = 0; i < engine->lane_count; i++) {
        const struct lane *lane = engine->lanes[i];
        if (lane->isolated == isolated && !(alive_only && lane->phase == LANE_GIVEN_UP))
            count++;
    }
    return count;
}

/* A lane that asks a suspect again waits for what may never come: it is not counted, another one may stand in for it. */
static size_t count_lanes_at_work(const struct engine *engine, bool isolated)
{
    size_t count = 0;
    for (size_t i = 0; i < engine->lane_count; i++)
        count += engine->lanes[i]->isolated == isolated && !engine->lanes[i]->lockstep;
    return count;
}

/* What a lane gives back is done by whoever has room. */
static void collect(struct engine *engine, struct lane *lane)
{
    struct performance *performance;
    while ((performance = lane_take_back(lane)) != NULL) {
        struct job_queue *queue = queue_of(engine, lane);
        queue_add(queue, (struct job){performance->test, performance->index, performance->waits, 0});
        engine_recycle(engine, performance);
    }
}

static void give_next(struct engine *engine, struct job_queue *queue, struct lane *lane, double now)
{
    const struct job *job = &queue->items[queue->next++];
    struct performance *performance = take_idle(engine);
    performance_start(performance, job->test, job->index, &lane->greeting.facts, engine->stage.states);
    performance->waits = job->waits;
    lane_give(lane, performance, now);
}

static bool is_waiting(const struct lane *lane)
{
    return lane->lockstep || (lane->flight_count > 0 && lane->flights[0].performance->waits);
}

/* Where there are lanes for waiting, the first ones are for the rest. */
static bool is_for_work(const struct engine *engine, const struct lane *lane)
{
    size_t before = 0;
    for (size_t i = 0; i < engine->lane_count && engine->lanes[i] != lane; i++)
        before += !engine->lanes[i]->isolated;
    return before < engine->lane_limit;
}

/* While the others wait one lane goes on with the rest: waiting costs no processor, and work that waits behind it costs time. */
static bool is_needed_at_work(const struct engine *engine, const struct lane *lane)
{
    size_t waiting = 0, at_work = 0;
    if (queue_left(&engine->plain) == 0)
        return false;
    if (engine->waiting_limit > 0)
        return is_for_work(engine, lane);
    for (size_t i = 0; i < engine->lane_count; i++) {
        const struct lane *other = engine->lanes[i];
        if (other == lane || other->isolated || other->phase == LANE_GIVEN_UP)
            continue;
        if (is_waiting(other))
            waiting++;
        else
            at_work++;
    }
    return waiting > 0 && at_work == 0;
}

/* The lanes that are for waiting leave the rest to the others. */
static bool is_for_waiting(const struct engine *engine, const struct lane *lane)
{
    size_t at_work = 0;
    if (engine->waiting_limit == 0 || lane->isolated)
        return false;
    for (size_t i = 0; i < engine->lane_count; i++) {
        const struct lane *other = engine->lanes[i];
        at_work += other != lane && !other->isolated && other->flight_count > 0 && !is_waiting(other);
    }
    return at_work >= engine->lane_limit;
}

static void hand_out(struct engine *engine, struct lane *lane, double now)
{
    enum { MOST_LONG_IN_FLIGHT = 2 };
    struct job_queue *queue = queue_of(engine, lane);
    while (!lane->isolated && queue_left(&engine->waiting) > 0 && lane_is_idle(lane) && lane_room(lane, 1) > 0 &&
           !is_needed_at_work(engine, lane))
        give_next(engine, &engine->waiting, lane, now);
    if (is_for_waiting(engine, lane))
        return;
    size_t alive = count_lanes(engine, lane->isolated, true);
    size_t share = alive > 0 ? queue_left(queue) / (2 * alive) + 1 : 1;
    while (queue_left(queue) > 0 && lane_room(lane, share) > 0) {
        const struct job *job = &queue->items[queue->next];
        if (job->waits && !lane_is_idle(lane))
            return;
        if (job_is_long(job) && lane->flight_count >= MOST_LONG_IN_FLIGHT)
            return;
        give_next(engine, queue, lane, now);
    }
}

/* Every lane of this kind is held up by a case that takes its time, or by a new agent that takes the place of one that ended;
 * while there are cases that wait, those that are at work may go on with it. */
static bool all_are_held_up(const struct engine *engine, bool isolated, double now)
{
    bool waits_left = !isolated && queue_left(&engine->waiting) > 0, any = false;
    for (size_t i = 0; i < engine->lane_count; i++) {
        const struct lane *lane = engine->lanes[i];
        if (lane->isolated != isolated || lane->phase == LANE_GIVEN_UP)
            continue;
        bool renewed = lane->phase != LANE_READY && lane->greeted;
        bool busy = lane->phase == LANE_READY && lane->flight_count > 0;
        bool held_up = renewed || (busy && now - lane->head_since >= engine->patience);
        if (!held_up && !(busy && waits_left && !is_waiting(lane)))
            return false;
        any = any || held_up;
    }
    return any;
}

/* Many wait here and are known to: their lanes are there from the beginning of a long run, a few at a time. */
static void add_waiting_lanes(struct engine *engine)
{
    enum { AT_A_TIME = 4, A_LONG_RUN = 200 };
    size_t left = queue_left(&engine->waiting), limit = engine->lane_limit + engine->waiting_limit;
    bool wanted = engine->waiting_limit > 0 && left > A_LONG_RUN;
    for (int i = 0; wanted && i < AT_A_TIME && count_lanes(engine, false, false) < limit && engine->lane_count < MOST_LANES; i++)
        (void)add_lane(engine, false);
}

/* Of the cases that wait, those that were handed out: where they have no queue of their own they stand first. */
static size_t count_waits_begun(const struct engine *engine, bool isolated)
{
    const struct job_queue *queue = &engine->isolated;
    size_t begun = 0;
    if (!isolated)
        return engine->waiting.next;
    while (begun < queue->next && begun < queue->count && queue->items[begun].waits)
        begun++;
    return begun;
}

/* Another lane when the others are held up, and a second one in a long run: short runs need not pay for many agents. */
static void add_lanes(struct engine *engine, bool isolated, double now)
{
    enum { USUAL_FOR_WAITS = 24, JOBS_OF_A_LONG_RUN = 200 };
    size_t limit = engine->lane_limit, there = count_lanes_at_work(engine, isolated);
    size_t waiting = count_waits_begun(engine, isolated);
    size_t most_waiting = engine->waiting_limit > 0 ? engine->waiting_limit : USUAL_FOR_WAITS;
    /* A lane with a case that waits does nothing: it may be one more. */
    if (limit > 1)
        limit += waiting < most_waiting ? waiting : most_waiting;
    bool long_run = there == 1 && now - engine->begun > LONG_RUN && jobs_left(engine, isolated) > JOBS_OF_A_LONG_RUN;
    if (jobs_left(engine, isolated) > 0 && there < limit && engine->lane_count < MOST_LANES &&
        (long_run || all_are_held_up(engine, isolated, now)))
        (void)add_lane(engine, isolated);
}

static bool lane_is_usable(const struct engine *engine, bool isolated)
{
    for (size_t i = 0; i < engine->lane_count; i++) {
        if (engine->lanes[i]->isolated == isolated && engine->lanes[i]->greeted)
            return true;
    }
    return false;
}

static const char *last_reason(const struct engine *engine, bool isolated)
{
    const char *reason = "no agent";
    for (size_t i = 0; i < engine->lane_count; i++) {
        if (engine->lanes[i]->isolated == isolated && engine->lanes[i]->reason.length > 0)
            reason = text_string(&engine->lanes[i]->reason);
    }
    return reason;
}

/* Give work to the lanes of one kind, or say why nobody can do it. */
static void serve_kind(struct engine *engine, bool isolated, double now)
{
    struct job_queue *queue = isolated ? &engine->isolated : &engine->plain;
    for (size_t i = 0; i < engine->lane_count; i++) {
        struct lane *lane = engine->lanes[i];
        if (lane->isolated != isolated)
            continue;
        collect(engine, lane);
        if (lane->phase != LANE_GIVEN_UP)
            hand_out(engine, lane, now);
    }
    if (jobs_left(engine, isolated) == 0)
        return;
    if (lane_is_usable(engine, isolated) && count_lanes(engine, isolated, true) > 0) {
        add_lanes(engine, isolated, now);
        if (!isolated)
            add_waiting_lanes(engine);
    } else if (count_lanes(engine, isolated, false) == 0) {
        (void)add_lane(engine, isolated);
    } else if (count_lanes(engine, isolated, true) == 0) {
        struct text reason = {0};
        text_format(&reason, "%s%s", isolated && !lane_is_usable(engine, true) ? "no namespace of its own: " : "",
                    last_reason(engine, isolated));
        abandon_queue(engine, queue, STATUS_INCONCLUSIVE, text_string(&reason));
        if (!isolated)
            abandon_queue(engine, &engine->waiting, STATUS_INCONCLUSIVE, text_string(&reason));
        text_free(&reason);
    }
}

/* Instances with a Bats body: those that the agent could not do anyway are not started. */
static void serve_bash(struct engine *engine, double now)
{
    struct job_queue *queue = &engine->bash;
    while (queue_left(queue) > 0 && bash_cases_can_start(&engine->bats)) {
        const struct job *job = &queue->items[queue->next++];
        struct performance *performance = take_idle(engine);
        performance_start(performance, job->test, job->index, &engine->lanes[0]->greeting.facts, engine->stage.states);
        if (performance->stopped) {
            engine->stage.finished(engine->context, performance);
        } else if (!bash_cases_start(&engine->bats, performance, now)) {
            performance_fail(performance, STATUS_INCONCLUSIVE, "bats could not be started");
            engine->stage.finished(engine->context, performance);
        }
    }
}

static bool work_is_left(const struct engine *engine)
{
    if (jobs_left(engine, false) + jobs_left(engine, true) + queue_left(&engine->bash) > 0 ||
        bash_cases_busy(&engine->bats))
        return true;
    for (size_t i = 0; i < engine->lane_count; i++) {
        if (!lane_is_idle(engine->lanes[i]))
            return true;
    }
    return false;
}

static bool lane_is_alive(const struct lane *lane)
{
    return lane->phase == LANE_HELLO || lane->phase == LANE_SMOKE || lane->phase == LANE_READY;
}

/* Wait until a lane has something to say, or a deadline passes; then let every lane work. */
static void wait_for_lanes(struct engine *engine)
{
    struct pollfd items[MOST_LANES * 2 + 1 + MOST_BASH_RUNS];
    nfds_t count = 0;
    bool work_waits = jobs_left(engine, false) + jobs_left(engine, true) > 0;
    double now = monotonic_seconds(), until = now + (work_waits ? LANE_PATIENCE : 1);
    items[count++] = (struct pollfd){interruption_descriptor(), POLLIN, 0};
    count += bash_cases_watch(&engine->bats, items + count);
    if (bash_cases_busy(&engine->bats) && until > now + BASH_PATIENCE)
        until = now + BASH_PATIENCE; /* its end is not always the end of its output */
    for (size_t i = 0; i < engine->lane_count; i++) {
        const struct lane *lane = engine->lanes[i];
        if (!lane_is_alive(lane))
            continue;
        items[count++] = (struct pollfd){lane->link.from_agent, POLLIN, 0};
        if (link_unsent(&lane->link) > 0)
            items[count++] = (struct pollfd){lane->link.to_agent, POLLOUT, 0};
        bool timed = lane->phase != LANE_READY || lane->flight_count > 0;
        if (timed && lane->deadline_at < until)
            until = lane->deadline_at;
    }
    int milliseconds = until > now ? (int)((until - now) * 1000) + 1 : 0;
    (void)poll(items, count, milliseconds);
    now = monotonic_seconds();
    for (size_t i = 0; i < engine->lane_count; i++)
        lane_work(engine->lanes[i], now);
    bash_cases_work(&engine->bats, now);
}

/* The first agent must pass its smoke test before anything is written. */
static enum engine_end start_first(struct engine *engine)
{
    engine->stage.calls_are_fatal = &engine->calls_are_fatal;
    struct lane *lane = add_lane(engine, false);
    engine->begun = monotonic_seconds();
    while (lane->phase == LANE_HELLO || lane->phase == LANE_SMOKE) {
        if (interruption() != 0)
            return ENGINE_INTERRUPTED;
        wait_for_lanes(engine);
    }
    if (lane->phase == LANE_GIVEN_UP) {
        text_put(&engine->failure, text_string(&lane->reason));
        return ENGINE_NOT_STARTED;
    }
    double start = monotonic_seconds() - engine->begun;
    engine->patience = start < LANE_PATIENCE ? LANE_PATIENCE : start < MOST_PATIENCE ? start : MOST_PATIENCE;
    return engine->greeted(engine->context, &lane->greeting) ? ENGINE_COMPLETE : ENGINE_REFUSED;
}

static void choose_namespace(struct engine *engine)
{
    bool unsupported;
    const char *why = bash_cases_open(&engine->bats, &engine->stage, engine->root, &unsupported);
    if (why != NULL)
        abandon_queue(engine, &engine->bash, unsupported ? STATUS_UNSUPPORTED : STATUS_INCONCLUSIVE, why);
    if (agent_has(&engine->lanes[0]->greeting.facts, "namespace")) {
        /* The agent can change limits as it is: a model, or a run inside of a namespace. */
        while (queue_left(&engine->isolated) > 0)
            queue_add(&engine->plain, engine->isolated.items[engine->isolated.next++]);
    } else if (engine->stage.target->isolate.count == 0) {
        abandon_queue(engine, &engine->isolated, STATUS_INCONCLUSIVE, "this target has no way to isolate an agent");
    }
    queue_put_longest_first(&engine->plain);
    while (queue_left(&engine->plain) > 0 && engine->plain.items[engine->plain.next].waits)
        queue_add(&engine->waiting, engine->plain.items[engine->plain.next++]);
    queue_drop_taken(&engine->plain);
    queue_drop_taken(&engine->isolated);
    queue_put_longest_first(&engine->isolated);
}

static void end_lanes(struct engine *engine)
{
    struct performance *unfinished;
    while ((unfinished = bash_cases_take_back(&engine->bats)) != NULL)
        engine_recycle(engine, unfinished);
    for (size_t i = 0; i < engine->lane_count; i++)
        lane_say_bye(engine->lanes[i]);
    for (size_t i = 0; i < engine->lane_count; i++) {
        struct lane *lane = engine->lanes[i];
        struct performance *performance;
        while ((performance = lane_take_all(lane)) != NULL)
            engine_recycle(engine, performance);
        lane_end(lane);
        free(lane);
    }
    engine->lane_count = 0;
}

enum engine_end engine_run(struct engine *engine)
{
    enum engine_end end = start_first(engine);
    if (end == ENGINE_COMPLETE)
        choose_namespace(engine);
    while (end == ENGINE_COMPLETE && work_is_left(engine)) {
        double now = monotonic_seconds();
        serve_kind(engine, true, now);
        serve_kind(engine, false, now);
        serve_bash(engine, now);
        if (work_is_left(engine))
            wait_for_lanes(engine);
        if (engine->progress != NULL)
            engine->progress(engine->context);
        if (interruption() != 0)
            end = ENGINE_INTERRUPTED;
    }
    end_lanes(engine);
    return end;
}

void engine_free(struct engine *engine)
{
    end_lanes(engine);
    for (size_t i = 0; i < engine->idle_count; i++) {
        performance_free(engine->idle[i]);
        free(engine->idle[i]);
    }
    bash_cases_close(&engine->bats);
    free(engine->plain.items);
    free(engine->waiting.items);
    free(engine->isolated.items);
    free(engine->bash.items);
    text_free(&engine->failure);
    *engine = (struct engine){0};
}

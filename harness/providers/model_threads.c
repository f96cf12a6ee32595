/* model_threads.c: threads of the models' agent. They are real but run one at a time, handing a baton on when they wait, and
 * time advances only when all of them wait: every run is the same. */
#define _DEFAULT_SOURCE 1

#include "model_provider.h"

#include <pthread.h>
#include <stdlib.h>

/* What a thread waits for until another hands the baton to it. */
struct turn {
    pthread_mutex_t lock;
    pthread_cond_t given;
    bool mine;
};

struct worker {
    pthread_t thread;
    struct turn turn;
    void (*run)(void *); /* NULL: the thread is to end */
    void *argument;
    bool waits, ended, interrupted;
    uint64_t deadline, seen;
    struct worker *next;
};

static struct turn first_turn = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false}; /* of the first thread */
static struct worker *workers;
static struct worker *idle; /* threads to be used again */
static _Thread_local struct worker *self;

bool is_worker(void)
{
    return self != NULL;
}

static void give(struct turn *turn)
{
    (void)pthread_mutex_lock(&turn->lock);
    turn->mine = true;
    (void)pthread_mutex_unlock(&turn->lock);
    (void)pthread_cond_signal(&turn->given);
}

static void take(struct turn *turn)
{
    (void)pthread_mutex_lock(&turn->lock);
    while (!turn->mine)
        (void)pthread_cond_wait(&turn->given, &turn->lock);
    turn->mine = false;
    (void)pthread_mutex_unlock(&turn->lock);
}

/* The first thread lets a worker run until it waits or ends. */
static void let_run(struct worker *worker)
{
    give(&worker->turn);
    take(&first_turn);
}

static bool is_runnable(const struct worker *worker)
{
    return worker->waits && (worker->interrupted || worker->seen != shared->changes || shared->now >= worker->deadline);
}

static void run_workers(void)
{
    bool again = true;
    while (again) {
        again = false;
        for (struct worker *worker = workers; worker != NULL; worker = worker->next)
            if (is_runnable(worker)) {
                again = true;
                let_run(worker);
            }
    }
}

/* The first thread: let time pass to the next thing that can happen, not beyond limit. False when there is nothing. */
static bool pass_time(uint64_t limit)
{
    uint64_t next = machine_next_event(shared);
    for (const struct worker *worker = workers; worker != NULL; worker = worker->next)
        if (worker->waits && worker->deadline < next)
            next = worker->deadline;
    if (next > limit)
        next = limit;
    if (next == MACHINE_NEVER || (next <= shared->now && limit <= shared->now))
        return false;
    machine_advance(shared, next);
    return true;
}

bool wait_more(uint64_t seen, uint64_t deadline)
{
    if (self != NULL) {
        self->waits = true;
        self->seen = seen;
        self->deadline = deadline;
        give(&first_turn);
        take(&self->turn);
        self->waits = false;
        return !self->interrupted;
    }
    for (;;) {
        run_workers();
        if (shared->changes != seen || shared->now >= deadline)
            return true;
        if (!pass_time(deadline))
            return false;
    }
}

static void *worker_main(void *argument)
{
    self = argument;
    for (;;) {
        take(&self->turn);
        if (self->run == NULL)
            break;
        self->run(self->argument);
        self->ended = true;
        give(&first_turn);
    }
    give(&first_turn);
    return NULL;
}

/* An idle thread, or a new one; NULL when there is none. */
static struct worker *worker_take(void)
{
    struct worker *worker = idle;
    if (worker != NULL) {
        idle = worker->next;
        worker->next = NULL;
        worker->waits = worker->ended = worker->interrupted = false;
        return worker;
    }
    worker = calloc(1, sizeof *worker);
    if (worker == NULL)
        return NULL;
    if (pthread_mutex_init(&worker->turn.lock, NULL) != 0 || pthread_cond_init(&worker->turn.given, NULL) != 0 ||
        pthread_create(&worker->thread, NULL, worker_main, worker) != 0) {
        free(worker);
        return NULL;
    }
    return worker;
}

int model_thread_start(void (*run)(void *), void *argument, void **thread)
{
    struct worker *worker = worker_take();
    if (worker == NULL)
        return MODEL_EAGAIN;
    worker->run = run;
    worker->argument = argument;
    struct worker **at = &workers;
    while (*at != NULL)
        at = &(*at)->next;
    *at = worker;
    let_run(worker);
    *thread = worker;
    return 0;
}

static void worker_put(struct worker *worker)
{
    struct worker **at = &workers;
    while (*at != worker)
        at = &(*at)->next;
    *at = worker->next;
    worker->next = idle;
    idle = worker;
}

void workers_end(void)
{
    while (idle != NULL) {
        struct worker *worker = idle;
        idle = worker->next;
        worker->run = NULL;
        let_run(worker);
        (void)pthread_join(worker->thread, NULL);
        (void)pthread_cond_destroy(&worker->turn.given);
        (void)pthread_mutex_destroy(&worker->turn.lock);
        free(worker);
    }
}

int model_thread_wait(void *thread, long milliseconds)
{
    struct worker *worker = thread;
    uint64_t limit = shared->now + (uint64_t)(milliseconds > 0 ? milliseconds : 0) * 1000;
    for (;;) {
        run_workers();
        if (worker->ended) {
            worker_put(worker);
            return 0;
        }
        if (shared->now >= limit || !pass_time(limit))
            return UNSUPPORTED;
    }
}

void model_thread_interrupt(void *thread)
{
    ((struct worker *)thread)->interrupted = true;
}

void model_thread_signal(void *thread, int restarts)
{
    int ends = shared->decide.accept_signal;
    bool limited = ends == WORD_state && ((struct worker *)thread)->deadline != MACHINE_NEVER;
    if (ends == WORD_always || (ends != WORD_never && (!restarts || limited)))
        model_thread_interrupt(thread);
}

void workers_forget(void)
{
    workers = NULL;
    idle = NULL;
}

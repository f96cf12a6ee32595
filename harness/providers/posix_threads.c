/* posix_threads.c: threads that run one call at a time, kept for the next one. All functions are for the main thread alone. */
#define _GNU_SOURCE 1
#include "posix.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/syscall.h>
#endif

enum { PARKED_MOST = 4, LOOKS_MOST = 20000, LOOK_MICROSECONDS = 2000000 };

enum state { STATE_PARKED, STATE_CALLED, STATE_ENDED, STATE_DISMISSED };

struct worker {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    atomic_int state; /* of enum state; changed under lock */
    void (*run)(void *);
    void *argument;
    atomic_int inside; /* number of the thread while it runs, 0 before and after */
};

static struct worker *parked[PARKED_MOST];
static size_t parked_count;

static int thread_number(void) {
#ifdef __linux__
    return (int)syscall(SYS_gettid);
#else
    return 1;
#endif
}

static void *work(void *argument) {
    struct worker *self = argument;
    int number = thread_number();
    (void)pthread_mutex_lock(&self->lock);
    while (self->state != STATE_DISMISSED) {
        if (self->state == STATE_CALLED) {
            (void)pthread_mutex_unlock(&self->lock);
            atomic_store(&self->inside, number);
            self->run(self->argument);
            (void)pthread_mutex_lock(&self->lock);
            atomic_store(&self->inside, 0);
            self->state = STATE_ENDED;
            (void)pthread_cond_broadcast(&self->changed);
        } else {
            (void)pthread_cond_wait(&self->changed, &self->lock);
        }
    }
    (void)pthread_mutex_unlock(&self->lock);
    return NULL;
}

static void worker_free(struct worker *worker) {
    (void)pthread_cond_destroy(&worker->changed);
    (void)pthread_mutex_destroy(&worker->lock);
    free(worker);
}

static struct worker *worker_new(void) {
    struct worker *worker = calloc(1, sizeof *worker);
    pthread_condattr_t attributes;
    if (!worker)
        return NULL;
    atomic_init(&worker->state, STATE_PARKED);
    atomic_init(&worker->inside, 0);
    (void)pthread_condattr_init(&attributes);
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void)pthread_mutex_init(&worker->lock, NULL);
    (void)pthread_cond_init(&worker->changed, &attributes);
    (void)pthread_condattr_destroy(&attributes);
    if (pthread_create(&worker->thread, NULL, work, worker) != 0) {
        worker_free(worker);
        return NULL;
    }
    return worker;
}

static void dismiss(struct worker *worker) {
    (void)pthread_mutex_lock(&worker->lock);
    worker->state = STATE_DISMISSED;
    (void)pthread_cond_broadcast(&worker->changed);
    (void)pthread_mutex_unlock(&worker->lock);
    (void)pthread_join(worker->thread, NULL);
    worker_free(worker);
}

int posix_thread_start(void (*run)(void *), void *argument, void **thread) {
    struct worker *worker = parked_count > 0 ? parked[--parked_count] : worker_new();
    if (!worker)
        return EAGAIN;
    (void)pthread_mutex_lock(&worker->lock);
    worker->run = run;
    worker->argument = argument;
    worker->state = STATE_CALLED;
    (void)pthread_cond_broadcast(&worker->changed);
    (void)pthread_mutex_unlock(&worker->lock);
    *thread = worker;
    return 0;
}

/* Is the thread asleep in the kernel? */
static bool sleeps(int number) {
    bool asleep = false;
#ifdef __linux__
    char path[64], text[128];
    const char *state;
    ssize_t count;
    int s;
    snprintf(path, sizeof path, "/proc/self/task/%d/stat", number);
    s = open(path, O_RDONLY | O_CLOEXEC);
    if (s < 0)
        return false;
    count = read(s, text, sizeof text - 1);
    (void)close(s);
    if (count <= 0)
        return false;
    text[count] = '\0';
    state = strrchr(text, ')');
    asleep = state && state[1] == ' ' && state[2] == 'S';
#else
    (void)number;
#endif
    return asleep;
}

/* Without the lock: whoever looks often would keep the worker from it. */
static bool has_ended(struct worker *worker) {
    return atomic_load(&worker->state) == STATE_ENDED;
}

/* Until it has ended or sleeps in its call; a thread that turns in circles does neither. */
static bool look(struct worker *worker) {
    uint64_t begin = provider.microseconds();
    for (int i = 0; i < LOOKS_MOST && provider.microseconds() - begin < LOOK_MICROSECONDS; i++) {
        int number = atomic_load(&worker->inside);
        if (has_ended(worker))
            return true;
        if (number != 0 && sleeps(number) && atomic_load(&worker->inside) == number)
            return has_ended(worker);
        (void)sched_yield();
    }
    return has_ended(worker);
}

static bool wait_for_end(struct worker *worker, long milliseconds) {
    struct timespec end;
    bool ended;
    int code = 0;
    (void)clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_sec += milliseconds / 1000;
    end.tv_nsec += milliseconds % 1000 * 1000000;
    if (end.tv_nsec >= 1000000000) {
        end.tv_sec++;
        end.tv_nsec -= 1000000000;
    }
    (void)pthread_mutex_lock(&worker->lock);
    while (worker->state != STATE_ENDED && code == 0)
        code = milliseconds < 0 ? pthread_cond_wait(&worker->changed, &worker->lock)
                                : pthread_cond_timedwait(&worker->changed, &worker->lock, &end);
    ended = worker->state == STATE_ENDED;
    (void)pthread_mutex_unlock(&worker->lock);
    return ended;
}

int posix_thread_wait(void *thread, long milliseconds) {
    struct worker *worker = thread;
    if (milliseconds == 0 ? !look(worker) : !wait_for_end(worker, milliseconds))
        return UNSUPPORTED;
    if (parked_count < PARKED_MOST)
        parked[parked_count++] = worker;
    else
        dismiss(worker);
    return 0;
}

void posix_thread_interrupt(void *thread) {
    struct worker *worker = thread;
    (void)pthread_kill(worker->thread, SIGUSR1);
}

void posix_thread_signal(void *thread, int restarts) {
    struct worker *worker = thread;
    (void)pthread_kill(worker->thread, restarts ? SIGUSR2 : SIGUSR1);
}

void posix_threads_forget(void) {
    parked_count = 0;
}

void posix_threads_stop(void) {
    while (parked_count > 0)
        dismiss(parked[--parked_count]);
}

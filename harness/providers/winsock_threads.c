/* winsock_threads.c: threads that run one call at a time, kept for the next one. But for winsock_thread_blocks_on, all
 * functions are for the main thread alone. They meet at condition variables: an event is an object of Wine's server, which is
 * asked at each signal and each wait. */
#include "winsock.h"

#include <stdlib.h>

enum { PARKED_MOST = 4, PREPARED = 3, LOOK = 3, JUST_NOW = 100 /* microseconds */ };

enum stage { STAGE_PARKED, STAGE_CALLED = 1, STAGE_BEGUN = 2, STAGE_ENDED = 4 };

struct worker {
    HANDLE thread;
    SRWLOCK lock; /* of stage */
    CONDITION_VARIABLE changed;
    unsigned stage;
    void (*run)(void *); /* NULL: the thread is to end */
    void *argument;
    volatile LONG64 blocks_on; /* a SOCKET */
};

static struct worker *parked[PARKED_MOST];
static size_t parked_count;
static DWORD self_slot = TLS_OUT_OF_INDEXES;
static uint64_t looked_at; /* when a thread had its moment and slept on; 0 once another is started or interrupted */

static void enter(struct worker *worker, enum stage stage)
{
    AcquireSRWLockExclusive(&worker->lock);
    worker->stage = stage;
    ReleaseSRWLockExclusive(&worker->lock);
    WakeAllConditionVariable(&worker->changed);
}

static DWORD left_until(uint64_t end)
{
    uint64_t now = winsock_microseconds();
    return now < end ? (DWORD)((end - now + 999) / 1000) : 0;
}

/* Waits for one of the stages, up to milliseconds (INFINITE: for ever). */
static bool await_stage(struct worker *worker, unsigned stages, DWORD milliseconds)
{
    uint64_t end = milliseconds == INFINITE ? 0 : winsock_microseconds() + (uint64_t)milliseconds * 1000;
    DWORD left = milliseconds;
    bool reached;
    AcquireSRWLockExclusive(&worker->lock);
    while (!(reached = (worker->stage & stages) != 0) && left > 0) {
        (void)SleepConditionVariableSRW(&worker->changed, &worker->lock, left, 0);
        left = milliseconds == INFINITE ? INFINITE : left_until(end);
    }
    ReleaseSRWLockExclusive(&worker->lock);
    return reached;
}

static DWORD WINAPI work(LPVOID argument)
{
    struct worker *self = argument;
    (void)TlsSetValue(self_slot, self);
    for (;;) {
        (void)await_stage(self, STAGE_CALLED, INFINITE);
        if (!self->run)
            return 0;
        enter(self, STAGE_BEGUN);
        self->run(self->argument);
        enter(self, STAGE_ENDED);
    }
}

static struct worker *worker_new(void)
{
    struct worker *worker = calloc(1, sizeof *worker);
    if (!worker)
        return NULL;
    if (self_slot == TLS_OUT_OF_INDEXES)
        self_slot = TlsAlloc();
    InitializeSRWLock(&worker->lock);
    InitializeConditionVariable(&worker->changed);
    worker->blocks_on = (LONG64)INVALID_SOCKET;
    if (self_slot != TLS_OUT_OF_INDEXES)
        worker->thread = CreateThread(NULL, 0, work, worker, 0, NULL);
    if (worker->thread)
        return worker;
    free(worker);
    return NULL;
}

void winsock_threads_prepare(void)
{
    while (parked_count < PREPARED) {
        struct worker *worker = worker_new();
        if (!worker)
            return;
        parked[parked_count++] = worker;
    }
}

static void dismiss(struct worker *worker)
{
    worker->run = NULL;
    enter(worker, STAGE_CALLED);
    (void)WaitForSingleObject(worker->thread, INFINITE);
    (void)CloseHandle(worker->thread);
    free(worker);
}

int winsock_thread_start(void (*run)(void *), void *argument, void **thread)
{
    struct worker *worker = parked_count > 0 ? parked[--parked_count] : worker_new();
    if (!worker)
        return WSAENOBUFS;
    worker->run = run;
    worker->argument = argument;
    looked_at = 0;
    enter(worker, STAGE_CALLED);
    (void)await_stage(worker, STAGE_BEGUN | STAGE_ENDED, INFINITE);
    *thread = worker;
    return 0;
}

/* Nobody tells whether a thread sleeps: one that has not ended for a moment counts as sleeping in its call. A moment that has just
 * passed for one has passed for all. */
static DWORD moment(void)
{
    return looked_at != 0 && winsock_microseconds() - looked_at < JUST_NOW ? 0 : LOOK;
}

int winsock_thread_wait(void *thread, long milliseconds)
{
    struct worker *worker = thread;
    DWORD wait = milliseconds == 0 ? moment() : milliseconds < 0 ? INFINITE : (DWORD)milliseconds;
    if (!await_stage(worker, STAGE_ENDED, wait)) {
        if (wait >= LOOK)
            looked_at = winsock_microseconds();
        return UNSUPPORTED;
    }
    if (parked_count < PARKED_MOST)
        parked[parked_count++] = worker;
    else
        dismiss(worker);
    return 0;
}

void winsock_thread_interrupt(void *thread)
{
    struct worker *worker = thread;
    SOCKET s = (SOCKET)InterlockedCompareExchange64(&worker->blocks_on, 0, 0);
    looked_at = 0;
    (void)CancelSynchronousIo(worker->thread);
    if (s != INVALID_SOCKET)
        calls_cancel(s);
}

void winsock_thread_blocks_on(SOCKET s)
{
    struct worker *self = self_slot == TLS_OUT_OF_INDEXES ? NULL : TlsGetValue(self_slot);
    if (self)
        (void)InterlockedExchange64(&self->blocks_on, (LONG64)s);
}

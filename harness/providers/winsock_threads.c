/* winsock_threads.c: threads that run one call at a time, kept for the next one. But for winsock_thread_blocks_on, all
 * functions are for the main thread alone. */
#include "winsock.h"

#include <stdlib.h>

enum { PARKED_MOST = 4, PREPARED = 3, LOOK = 3 };

struct worker {
    HANDLE thread, called, begun, ended; /* the events reset themselves */
    void (*run)(void *);
    void *argument;
    volatile LONG64 blocks_on; /* a SOCKET */
};

static struct worker *parked[PARKED_MOST];
static size_t parked_count;
static DWORD self_slot = TLS_OUT_OF_INDEXES;

static DWORD WINAPI work(LPVOID argument)
{
    struct worker *self = argument;
    (void)TlsSetValue(self_slot, self);
    for (;;) {
        (void)WaitForSingleObject(self->called, INFINITE);
        if (!self->run)
            return 0;
        (void)SetEvent(self->begun);
        self->run(self->argument);
        (void)SetEvent(self->ended);
    }
}

static void worker_free(struct worker *worker)
{
    if (worker->thread)
        (void)CloseHandle(worker->thread);
    if (worker->called)
        (void)CloseHandle(worker->called);
    if (worker->begun)
        (void)CloseHandle(worker->begun);
    if (worker->ended)
        (void)CloseHandle(worker->ended);
    free(worker);
}

static struct worker *worker_new(void)
{
    struct worker *worker = calloc(1, sizeof *worker);
    if (!worker)
        return NULL;
    if (self_slot == TLS_OUT_OF_INDEXES)
        self_slot = TlsAlloc();
    worker->blocks_on = (LONG64)INVALID_SOCKET;
    worker->called = CreateEventW(NULL, FALSE, FALSE, NULL);
    worker->begun = CreateEventW(NULL, FALSE, FALSE, NULL);
    worker->ended = CreateEventW(NULL, FALSE, FALSE, NULL);
    if (self_slot != TLS_OUT_OF_INDEXES && worker->called && worker->begun && worker->ended)
        worker->thread = CreateThread(NULL, 0, work, worker, 0, NULL);
    if (worker->thread)
        return worker;
    worker_free(worker);
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
    (void)SetEvent(worker->called);
    (void)WaitForSingleObject(worker->thread, INFINITE);
    worker_free(worker);
}

int winsock_thread_start(void (*run)(void *), void *argument, void **thread)
{
    struct worker *worker = parked_count > 0 ? parked[--parked_count] : worker_new();
    if (!worker)
        return WSAENOBUFS;
    worker->run = run;
    worker->argument = argument;
    (void)SetEvent(worker->called);
    (void)WaitForSingleObject(worker->begun, INFINITE);
    *thread = worker;
    return 0;
}

/* Nobody tells whether a thread sleeps: one that has not ended for a moment counts as sleeping in its call. */
int winsock_thread_wait(void *thread, long milliseconds)
{
    struct worker *worker = thread;
    DWORD wait = milliseconds == 0 ? LOOK : milliseconds < 0 ? INFINITE : (DWORD)milliseconds;
    if (WaitForSingleObject(worker->ended, wait) != WAIT_OBJECT_0)
        return UNSUPPORTED;
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

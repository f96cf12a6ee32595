/* stack_process.c: the process around a stack in user space: its clock, the protocol's stream, and which threads wait in it. */
#define _GNU_SOURCE 1
#include "posix.h"
#include "stack.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int posix_result(long result) {
    if (result == 0)
        return 0;
    if (result != -1)
        return BAD_RESULT(result);
    return errno != 0 ? errno : NO_ERROR_NUMBER;
}

/* Out of the way of what the stack opens. */
int posix_aside(int s) {
    int aside = s < 0 ? -1 : fcntl(s, F_DUPFD_CLOEXEC, 500);
    if (aside < 0)
        return s;
    (void)close(s);
    return aside;
}

uint64_t stack_microseconds(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        return 0;
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

int stack_process_start(void) {
    int code = posix_stream_start();
    if (code == 0)
        posix_signals_start();
    return code;
}

enum { INSIDE_MOST = 64 };

static pthread_mutex_t inside_lock = PTHREAD_MUTEX_INITIALIZER;
static descriptor inside[INSIDE_MOST];
static size_t inside_count;
static bool ending; /* of the main thread alone */

void stack_enter(descriptor s) {
    (void)pthread_mutex_lock(&inside_lock);
    if (inside_count < INSIDE_MOST)
        inside[inside_count++] = s;
    (void)pthread_mutex_unlock(&inside_lock);
}

void stack_leave(descriptor s) {
    size_t i = 0;
    (void)pthread_mutex_lock(&inside_lock);
    while (i < inside_count && inside[i] != s)
        i++;
    if (i < inside_count)
        inside[i] = inside[--inside_count];
    (void)pthread_mutex_unlock(&inside_lock);
}

bool stack_left_inside(descriptor s) {
    bool found = false;
    if (!ending)
        return false;
    (void)pthread_mutex_lock(&inside_lock);
    for (size_t i = 0; i < inside_count; i++)
        found = found || inside[i] == s;
    (void)pthread_mutex_unlock(&inside_lock);
    return found;
}

void stack_thread_interrupt(void *thread) {
    descriptor waiting[INSIDE_MOST];
    size_t count;
    (void)thread;
    (void)pthread_mutex_lock(&inside_lock);
    count = inside_count;
    memcpy(waiting, inside, sizeof waiting);
    (void)pthread_mutex_unlock(&inside_lock);
    ending = true;
    for (size_t i = 0; i < count; i++)
        stack_wake(waiting[i]);
}

void stack_reset(void) {
    ending = false;
}

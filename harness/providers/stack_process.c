/* stack_process.c: the process around a stack in user space: the protocol's stream, and which threads wait in it. */
#define _GNU_SOURCE 1
#include "posix.h"
#include "stack.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/syscall.h>
#endif

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

#ifdef __linux__
/* Is each thread but this one asleep in the kernel? */
static bool others_sleep(DIR *tasks) {
    const struct dirent *entry;
    long self = syscall(SYS_gettid);
    bool asleep = true;
    rewinddir(tasks);
    while (asleep && (entry = readdir(tasks)) != NULL) {
        char path[300], text[128];
        ssize_t count;
        int s;
        if (entry->d_name[0] == '.' || strtol(entry->d_name, NULL, 10) == self)
            continue;
        snprintf(path, sizeof path, "/proc/self/task/%s/stat", entry->d_name);
        s = open(path, O_RDONLY | O_CLOEXEC);
        count = s < 0 ? 0 : read(s, text, sizeof text - 1);
        if (s >= 0)
            (void)close(s);
        text[count > 0 ? count : 0] = '\0';
        const char *state = strrchr(text, ')');
        asleep = !state || (state[1] == ' ' && state[2] == 'S');
    }
    return asleep;
}

void stack_wait_for_quiet(void) {
    enum { LOOKS_MOST = 1000, LOOKS_ENOUGH = 2 };
    static const struct timespec moment = {0, 200000};
    static DIR *tasks;
    if (!tasks)
        tasks = opendir("/proc/self/task");
    for (int looks = 0, quiet = 0; tasks && looks < LOOKS_MOST && quiet < LOOKS_ENOUGH; looks++) {
        quiet = others_sleep(tasks) ? quiet + 1 : 0;
        if (quiet == 0)
            (void)nanosleep(&moment, NULL);
    }
}
static void rest(int number) {
    (void)number;
    for (;;)
        (void)pause();
}

static void watch_turns(long task) {
    enum { CLOCK_OF_A_THREAD = 6 }; /* what CPU clock the number of a thread stands for, see clock_getcpuclockid in the kernel */
    static const struct itimerspec most = {{0, 0}, {0, 50000000}};
    struct sigevent event;
    timer_t timer;
    memset(&event, 0, sizeof event);
    event.sigev_notify = SIGEV_THREAD_ID;
    event.sigev_signo = SIGPROF;
    event._sigev_un._tid = (pid_t)task;
    if (timer_create((clockid_t)(~(unsigned)task << 3 | CLOCK_OF_A_THREAD), &event, &timer) == 0)
        (void)timer_settime(timer, 0, &most, NULL);
}

/* Without opendir: what a stack makes of freed memory depends on who took memory before. */
void stack_rest_in_circles(void) {
    struct sigaction action;
    char entries[1024];
    long self = syscall(SYS_gettid), count;
    int tasks = open("/proc/self/task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    memset(&action, 0, sizeof action);
    action.sa_handler = rest;
    (void)sigaction(SIGPROF, &action, NULL);
    while (tasks >= 0 && (count = syscall(SYS_getdents64, tasks, entries, sizeof entries)) > 0)
        for (long at = 0; at < count;) {
            const struct dirent64 *entry = (const void *)(entries + at);
            long task = strtol(entry->d_name, NULL, 10);
            if (task > 0 && task != self)
                watch_turns(task);
            at += entry->d_reclen;
        }
    if (tasks >= 0)
        (void)close(tasks);
}
#else
void stack_rest_in_circles(void) {
}

void stack_wait_for_quiet(void) {
    static const struct timespec moment = {0, 2000000};
    (void)nanosleep(&moment, NULL);
}
#endif

size_t stack_limits(struct limit *out, size_t most) {
    if (most == 0)
        return 0;
    out[0] = (struct limit){"constant", SOMAXCONN};
    return 1;
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

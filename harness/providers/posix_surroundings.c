/* posix_surroundings.c: what belongs to the process and not to a socket, looked at twice. */
#define _GNU_SOURCE 1
#include "posix.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

enum { SIGNALS = 32, DESCRIPTORS_LOOKED_AT = 1024, NUMBER_TEXT = 16 };

struct surroundings {
    long descriptors, threads, blocked;
    void (*handlers[SIGNALS])(int);
    mode_t mask;
    dev_t device;
    ino_t directory;
    rlim_t limit;
    bool timer;
};

/* Numbers that cases change by themselves are compared with the first look of the case, the rest with the agent's start. */
static struct surroundings start, first;
static bool has_first;

/* How many entries a directory of /proc has, or -1. */
static long entries(const char *path) {
    DIR *directory = opendir(path);
    const struct dirent *entry;
    long count = 0;
    if (!directory)
        return -1;
    while ((entry = readdir(directory)) != NULL)
        count += entry->d_name[0] != '.';
    (void)closedir(directory);
    return count;
}

static long open_descriptors(void) {
    long count = entries("/proc/self/fd");
    if (count >= 0)
        return count;
    count = 0;
    for (int s = 0; s < DESCRIPTORS_LOOKED_AT; s++)
        count += fcntl(s, F_GETFD) >= 0;
    return count;
}

static long blocked_signals(void) {
    sigset_t blocked;
    long count = 0;
    if (pthread_sigmask(SIG_BLOCK, NULL, &blocked) != 0)
        return 0;
    for (int number = 1; number < SIGNALS; number++)
        count += sigismember(&blocked, number) == 1;
    return count;
}

static void look(struct surroundings *now) {
    struct stat here;
    struct rlimit limit;
    struct itimerval timer;
    memset(now, 0, sizeof *now);
    now->descriptors = open_descriptors();
    now->threads = entries("/proc/self/task");
    now->blocked = blocked_signals();
    for (int number = 1; number < SIGNALS; number++) {
        struct sigaction action;
        if (sigaction(number, NULL, &action) == 0)
            now->handlers[number] = action.sa_handler;
    }
    now->mask = umask(0);
    (void)umask(now->mask);
    if (stat(".", &here) == 0) {
        now->device = here.st_dev;
        now->directory = here.st_ino;
    }
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
        now->limit = limit.rlim_cur;
    now->timer = getitimer(ITIMER_REAL, &timer) == 0 && (timer.it_value.tv_sec != 0 || timer.it_value.tv_usec != 0);
}

void posix_surroundings_start(void) {
    look(&start);
}

static const char *difference(long before, long now, char text[NUMBER_TEXT]) {
    snprintf(text, NUMBER_TEXT, before == now ? "%ld" : "%+ld", now - before);
    return text;
}

static const char *same(bool is_same) {
    return is_same ? "same" : "changed";
}

int posix_surroundings(char *text, size_t size) {
    struct surroundings now;
    char descriptors[NUMBER_TEXT], threads[NUMBER_TEXT], blocked[NUMBER_TEXT];
    int left = posix_left_error();
    const char *native, *name = left == 0 ? "none" : posix_error_name(left, &native);
    look(&now);
    if (!has_first)
        first = now;
    has_first = true;
    snprintf(text, size, "descriptors=%s threads=%s blocked=%s handlers=%s umask=%s directory=%s limits=%s timers=%s left=%s",
             difference(first.descriptors, now.descriptors, descriptors), difference(first.threads, now.threads, threads),
             difference(start.blocked, now.blocked, blocked),
             same(memcmp(start.handlers, now.handlers, sizeof now.handlers) == 0), same(start.mask == now.mask),
             same(start.device == now.device && start.directory == now.directory), same(start.limit == now.limit),
             same(start.timer == now.timer), name ? name : "unknown");
    return 0;
}

void posix_surroundings_forget(void) {
    has_first = false;
}

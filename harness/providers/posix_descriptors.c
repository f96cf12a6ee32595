/* posix_descriptors.c: the descriptors of the whole process: its limit, and using them all up. */
#define _GNU_SOURCE 1
#include "posix.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

enum { WANTED = 200000, ABOVE_LOWEST = 64 };

static int *held_numbers;
static size_t held_count, held_capacity;
static rlim_t limit_before; /* while descriptors are used up */

/* As many as may be had: 65,536 connections need more than the usual limits. */
void posix_descriptors_start(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    if (limit.rlim_max != RLIM_INFINITY && limit.rlim_max < WANTED) {
        struct rlimit more = {WANTED, WANTED};
        if (setrlimit(RLIMIT_NOFILE, &more) == 0)
            return;
    }
    limit.rlim_cur = limit.rlim_max == RLIM_INFINITY || limit.rlim_max > WANTED ? WANTED : limit.rlim_max;
    (void)setrlimit(RLIMIT_NOFILE, &limit);
}

static int hold_one(void) {
    int s;
    if (held_count == held_capacity) {
        size_t capacity = held_capacity == 0 ? 1024 : held_capacity * 2;
        int *larger = realloc(held_numbers, capacity * sizeof *larger);
        if (!larger)
            return ENOMEM;
        held_numbers = larger;
        held_capacity = capacity;
    }
    s = dup(0);
    if (s < 0)
        return errno;
    held_numbers[held_count++] = s;
    return 0;
}

static void set_soft_limit(rlim_t value) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = value;
    (void)setrlimit(RLIMIT_NOFILE, &limit);
}

/* The limit comes down first: filling up a limit of a million takes too long. */
int posix_exhaust(size_t *held) {
    struct rlimit limit;
    int code = hold_one();
    if (code == 0 && limit_before == 0 && getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        rlim_t enough = (rlim_t)held_numbers[held_count - 1] + ABOVE_LOWEST;
        limit_before = limit.rlim_cur;
        if (limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur > enough)
            set_soft_limit(enough);
    }
    while (code == 0)
        code = hold_one();
    *held = held_count;
    return code == EMFILE || code == ENFILE ? 0 : code;
}

int posix_release(size_t count, size_t *held) {
    size_t left = count == 0 || count > held_count ? held_count : count;
    while (left-- > 0)
        (void)close(held_numbers[--held_count]);
    if (held_count == 0 && limit_before != 0) {
        set_soft_limit(limit_before);
        limit_before = 0;
    }
    *held = held_count;
    return 0;
}

/* posix_clock.c: the time. Where asking for it is a system call that costs more than the calls whose time is taken, as in a
 * kernel without a vdso, the processor's counter is read instead, and set by the system's clock every few milliseconds. */
#define _GNU_SOURCE 1
#include "posix.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <time.h>

enum { SAMPLES = 8, DEAR = 5, SET_AGAIN = 10000 /* all in microseconds, but the first */ };

static uint64_t system_time(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        return 0;
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

#if defined(__x86_64__) && defined(__GNUC__)

/* One look at both clocks. */
struct reading {
    uint64_t counter, microseconds;
};

static bool is_dear;                                  /* written once, before there are threads */
static struct reading first;                          /* as well */
static _Thread_local struct reading last;             /* counter 0: none yet */
static _Thread_local uint64_t told;                   /* what was answered last: time does not go back */
static atomic_uint_fast64_t counts_in_a_millisecond;  /* 0: not known yet */

static uint64_t counter(void) {
    return __builtin_ia32_rdtsc();
}

/* The cheapest of some counts: one alone may have been interrupted. */
void posix_clock_start(void) {
    uint64_t before = system_time(), least = UINT64_MAX;
    for (int i = 0; i < SAMPLES; i++) {
        uint64_t now = system_time();
        if (now - before < least)
            least = now - before;
        before = now;
    }
    is_dear = least >= DEAR;
    first = (struct reading){counter(), before};
}

static uint64_t set_again(void) {
    last = (struct reading){counter(), system_time()};
    if (last.microseconds > first.microseconds + SET_AGAIN && last.counter > first.counter)
        atomic_store(&counts_in_a_millisecond, (last.counter - first.counter) * 1000 / (last.microseconds - first.microseconds));
    return last.microseconds;
}

uint64_t posix_microseconds(void) {
    uint64_t rate, now = 0;
    if (!is_dear)
        return system_time();
    rate = atomic_load(&counts_in_a_millisecond);
    if (rate > 0 && last.counter > 0)
        now = (counter() - last.counter) * 1000 / rate;
    now = now > 0 && now < SET_AGAIN ? last.microseconds + now : set_again();
    if (now > told)
        told = now;
    return told;
}

#else

void posix_clock_start(void) {
}

uint64_t posix_microseconds(void) {
    return system_time();
}

#endif

/* posix_special.c: descriptors of every kind the system can make, for calls that expect a socket. */
#define _GNU_SOURCE 1
#include "posix.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#ifdef __linux__
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <mqueue.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#endif

static int make_file(void) {
    return posix_temporary_file(false);
}

static int make_fifo(void) {
    return posix_temporary_file(true);
}

static int make_directory(void) {
    return open("/", O_RDONLY | O_DIRECTORY);
}

static int make_null(void) {
    return open("/dev/null", O_RDWR);
}

static int make_terminal(void) {
    return posix_openpt(O_RDWR | O_NOCTTY);
}

static int keep_one(const int ends[2], int which) {
    (void)close(ends[1 - which]);
    return ends[which];
}

static int make_pipe_read(void) {
    int ends[2];
    return pipe(ends) == 0 ? keep_one(ends, 0) : -1;
}

static int make_pipe_write(void) {
    int ends[2];
    return pipe(ends) == 0 ? keep_one(ends, 1) : -1;
}

/* The other end stays open for the moment of the request, so that this one is really connected. */
static int other_end = -1;

static int make_pair(void) {
    int ends[2];
    if (other_end >= 0)
        (void)close(other_end);
    other_end = -1;
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
        return -1;
    other_end = posix_aside(ends[1]);
    return ends[0];
}

static int make_shared_memory(void) {
    char name[64];
    int s;
    snprintf(name, sizeof name, "/listencheck-%ld", (long)getpid());
    s = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
    if (s >= 0)
        (void)shm_unlink(name);
    return s;
}

#ifdef __linux__

static int make_epoll(void) {
    return epoll_create1(0);
}

static int make_event(void) {
    return eventfd(0, 0);
}

static int make_timer(void) {
    return timerfd_create(CLOCK_MONOTONIC, 0);
}

static int make_signal(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGWINCH);
    return signalfd(-1, &set, 0);
}

static int make_memory(void) {
    return memfd_create("listencheck", 0);
}

static int make_inotify(void) {
    return inotify_init1(0);
}

static int make_fanotify(void) {
#ifdef SYS_fanotify_init
    return (int)syscall(SYS_fanotify_init, 0U, (unsigned)O_RDONLY);
#else
    return -1;
#endif
}

static int make_process(void) {
#ifdef SYS_pidfd_open
    return (int)syscall(SYS_pidfd_open, getpid(), 0U);
#else
    return -1;
#endif
}

static int make_userfault(void) {
#ifdef SYS_userfaultfd
    return (int)syscall(SYS_userfaultfd, O_CLOEXEC);
#else
    return -1;
#endif
}

static int make_ring(void) {
#ifdef SYS_io_uring_setup
    unsigned char parameters[512]; /* larger than the kernel's struct, all zero */
    memset(parameters, 0, sizeof parameters);
    return (int)syscall(SYS_io_uring_setup, 1U, parameters);
#else
    return -1;
#endif
}

static int make_bpf(void) {
#ifdef SYS_bpf
    union bpf_attr attributes;
    memset(&attributes, 0, sizeof attributes);
    attributes.map_type = BPF_MAP_TYPE_ARRAY;
    attributes.key_size = 4;
    attributes.value_size = 4;
    attributes.max_entries = 1;
    return (int)syscall(SYS_bpf, BPF_MAP_CREATE, &attributes, sizeof attributes);
#else
    return -1;
#endif
}

static int make_perf(void) {
#ifdef SYS_perf_event_open
    struct perf_event_attr attributes;
    memset(&attributes, 0, sizeof attributes);
    attributes.type = PERF_TYPE_SOFTWARE;
    attributes.size = sizeof attributes;
    attributes.config = PERF_COUNT_SW_DUMMY;
    attributes.disabled = 1;
    attributes.exclude_kernel = 1;
    return (int)syscall(SYS_perf_event_open, &attributes, 0, -1, -1, 0UL);
#else
    return -1;
#endif
}

static int make_queue(void) {
    char name[64];
    int s;
    snprintf(name, sizeof name, "/listencheck-%ld", (long)getpid());
    s = (int)mq_open(name, O_RDWR | O_CREAT | O_EXCL, 0600, NULL);
    if (s >= 0)
        (void)mq_unlink(name);
    return s;
}

static int make_path_only(void) {
    return open("/", O_PATH);
}

#endif

static const struct {
    const char *kind;
    int (*make)(void);
} kinds[] = {
    {"file", make_file}, {"dir", make_directory}, {"null", make_null}, {"tty", make_terminal}, {"fifo", make_fifo},
    {"pipe-read", make_pipe_read}, {"pipe-write", make_pipe_write}, {"pair", make_pair}, {"shm", make_shared_memory},
#ifdef __linux__
    {"epoll", make_epoll}, {"eventfd", make_event}, {"timerfd", make_timer}, {"signalfd", make_signal}, {"memfd", make_memory},
    {"inotify", make_inotify}, {"fanotify", make_fanotify}, {"pidfd", make_process}, {"userfaultfd", make_userfault},
    {"io-uring", make_ring}, {"bpf", make_bpf}, {"perf", make_perf}, {"mqueue", make_queue}, {"path-only", make_path_only},
#endif
};

int posix_make_special(const char *kind, descriptor *out) {
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        int s;
        if (strcmp(kinds[i].kind, kind) != 0)
            continue;
        s = kinds[i].make();
        if (s < 0) /* out of descriptors is an answer of the system; all else means: it has no such kind */
            return errno == EMFILE || errno == ENFILE ? errno : UNSUPPORTED;
        *out = s;
        return 0;
    }
    return UNSUPPORTED;
}

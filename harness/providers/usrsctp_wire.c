/* usrsctp_wire.c: the wire its packets travel, what happens on its sockets, and their table. */
#define _GNU_SOURCE 1
#include "usrsctp_wire.h"

#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct packet {
    struct packet *next;
    void *address;
    size_t length;
    unsigned char bytes[];
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of the queue and of events_seen */
static pthread_mutex_t table_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t queued = PTHREAD_COND_INITIALIZER, happened;
static struct packet *first, **last = &first;
static unsigned long events_seen;

/* Called with the stack's locks held: calling usrsctp_conninput from here would wait for ourselves. */
static int output(void *address, void *bytes, size_t length, uint8_t tos, uint8_t fragment) {
    struct packet *packet = malloc(sizeof *packet + length);
    (void)tos;
    (void)fragment;
    if (!packet)
        return ENOMEM;
    *packet = (struct packet){NULL, address, length};
    memcpy(packet->bytes, bytes, length);
    (void)pthread_mutex_lock(&lock);
    *last = packet;
    last = &packet->next;
    (void)pthread_cond_signal(&queued);
    (void)pthread_mutex_unlock(&lock);
    return 0;
}

static void *deliver(void *unused) {
    for (;;) {
        struct packet *packet;
        (void)pthread_mutex_lock(&lock);
        while (!first)
            (void)pthread_cond_wait(&queued, &lock);
        packet = first;
        first = packet->next;
        if (!first)
            last = &first;
        (void)pthread_mutex_unlock(&lock);
        usrsctp_conninput(packet->address, packet->bytes, packet->length, 0);
        free(packet);
    }
    return unused;
}

static void notice(struct socket *s, void *unused, int flags) {
    (void)s;
    (void)unused;
    (void)flags;
    (void)pthread_mutex_lock(&lock);
    events_seen++;
    (void)pthread_cond_broadcast(&happened);
    (void)pthread_mutex_unlock(&lock);
}

static void say(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    (void)vfprintf(stderr, format, arguments);
    va_end(arguments);
}

static struct socket **table;
static size_t table_size;

static int add(struct socket *s, descriptor *out) {
    size_t i = 0, size = table_size == 0 ? 64 : table_size * 2;
    while (i < table_size && table[i])
        i++;
    if (i == table_size) {
        struct socket **larger = realloc(table, size * sizeof(struct socket *));
        if (!larger)
            return ENOMEM;
        memset(larger + table_size, 0, (size - table_size) * sizeof(struct socket *));
        table = larger;
        table_size = size;
    }
    table[i] = s;
    *out = (descriptor)i;
    return 0;
}

bool sctp_find(descriptor s, struct socket **found) {
    bool live;
    (void)pthread_mutex_lock(&table_lock);
    live = s >= 0 && (size_t)s < table_size && table[s];
    *found = live ? table[s] : NULL;
    (void)pthread_mutex_unlock(&table_lock);
    return live || s == -1;
}

int sctp_made(struct socket *s, descriptor *out) {
    int code;
    (void)usrsctp_set_upcall(s, notice, NULL);
    (void)pthread_mutex_lock(&table_lock);
    code = add(s, out);
    (void)pthread_mutex_unlock(&table_lock);
    if (code != 0)
        usrsctp_close(s);
    return code;
}

void sctp_forget(descriptor s) {
    (void)pthread_mutex_lock(&table_lock);
    table[s] = NULL;
    (void)pthread_mutex_unlock(&table_lock);
}

unsigned long sctp_events(void) {
    unsigned long seen;
    (void)pthread_mutex_lock(&lock);
    seen = events_seen;
    (void)pthread_mutex_unlock(&lock);
    return seen;
}

bool sctp_wait(unsigned long before, long milliseconds, const struct timespec *end) {
    int code = 0;
    (void)pthread_mutex_lock(&lock);
    while (events_seen == before && code == 0)
        code = milliseconds < 0 ? pthread_cond_wait(&happened, &lock) : pthread_cond_timedwait(&happened, &lock, end);
    (void)pthread_mutex_unlock(&lock);
    return code == 0;
}

int sctp_start(void) {
    pthread_condattr_t attributes;
    pthread_t thread;
    int code;
    (void)pthread_condattr_init(&attributes);
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&happened, &attributes);
    (void)pthread_condattr_destroy(&attributes);
    code = pthread_create(&thread, NULL, deliver, NULL);
    if (code == 0)
        usrsctp_init(0, output, say);
    return code;
}

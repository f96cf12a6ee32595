/* model_fixture.h: what the tests of the machine share: a machine of given decisions, and calls that must not wait. */
#ifndef LISTENCHECK_MODEL_FIXTURE_H
#define LISTENCHECK_MODEL_FIXTURE_H

#include "check.h"
#include "model/choice.h"
#include "model/machine.h"

#include <stdlib.h>

static struct machine *machine;

static inline void start(const char *changes)
{
    struct decisions decisions;
    char mistake[96] = "";
    decisions_start(&decisions);
    if (!decisions_change(&decisions, changes, mistake, sizeof mistake)) {
        printf("not ok 0 - %s\n", mistake);
        exit(1);
    }
    free(machine);
    machine = calloc(1, sizeof *machine);
    if (machine == NULL)
        exit(1);
    machine_start(machine, &decisions);
}

static inline descriptor make(const char *family, unsigned flags)
{
    descriptor made = -1;
    if (machine_make(machine, family, "stream", 0, flags, &made) != 0)
        exit(1);
    return made;
}

static inline int bind_loopback(descriptor s)
{
    struct address at = {.kind = ADDRESS_INET, .ip = {127, 0, 0, 1}};
    return machine_bind(machine, s, &at);
}

static inline int try_listen(descriptor s, int backlog)
{
    return machine_listen(machine, s, backlog);
}

static inline int try_connect(descriptor s, descriptor to)
{
    struct waiting waiting = {0};
    struct address at;
    int status = machine_sockname(machine, to, &at);
    if (status == 0)
        status = machine_connect(machine, &waiting, s, &at);
    machine_finish(machine, &waiting);
    return status;
}

static inline int try_accept(descriptor s, descriptor *out)
{
    struct waiting waiting = {0};
    struct address peer;
    int status = machine_accept(machine, &waiting, s, 0, out, &peer);
    machine_finish(machine, &waiting);
    return status;
}

static inline int try_receive(descriptor s, size_t *received)
{
    struct waiting waiting = {0};
    char bytes[16];
    int status = machine_receive(machine, &waiting, s, bytes, sizeof bytes, MESSAGE_DONTWAIT, received);
    machine_finish(machine, &waiting);
    return status;
}

static inline long long option(descriptor s, const char *name)
{
    long long value = -99;
    return machine_get_option(machine, s, name, &value) == 0 ? value : -99;
}

/* A listener on 127.0.0.1. */
static inline descriptor listener(int backlog)
{
    descriptor s = make("inet", SOCKET_NONBLOCK);
    if (bind_loopback(s) != 0 || try_listen(s, backlog) != 0)
        exit(1);
    return s;
}

/* How many of count new clients are connected at once. */
static inline int established(descriptor to, int count)
{
    int connected = 0;
    for (int i = 0; i < count; i++) {
        int status = 0;
        descriptor client = make("inet", SOCKET_NONBLOCK);
        (void)try_connect(client, to);
        connected += (machine_poll(machine, "poll", client, EVENT_OUT, &status) & (EVENT_OUT | EVENT_ERR)) == EVENT_OUT;
    }
    return connected;
}

static inline int finish(void)
{
    free(machine);
    machine = NULL;
    return check_finish();
}

#endif

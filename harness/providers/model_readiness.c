/* model_readiness.c: poll() and its like of the models' provider. */
#include "model_provider.h"

#include <stdlib.h>
#include <string.h>

/* One look at all items; how many have events, or an error through *status. */
static size_t look(const char *method, struct poll_item *items, const int *watched, size_t count, int *status)
{
    size_t ready = 0;
    *status = 0;
    for (size_t i = 0; i < count; i++) {
        int failed = 0;
        items[i].returned = machine_look(machine_here(), method, watched[i], items[i].asked, &failed);
        ready += items[i].returned != 0;
        if (failed != 0)
            *status = failed;
    }
    return ready;
}

static int poll_watched(const char *method, struct poll_item *items, const int *watched, size_t count, long milliseconds,
                        size_t *ready)
{
    uint64_t deadline = milliseconds < 0 ? MACHINE_NEVER : shared->now + (uint64_t)milliseconds * 1000;
    for (;;) {
        int status;
        uint64_t seen = shared->changes;
        *ready = look(method, items, watched, count, &status);
        bool tells = strcmp(method, "poll") == 0 || strcmp(method, "ppoll") == 0 || strcmp(method, "normal") == 0;
        bool bad = status != 0 && !tells;
        if (bad)
            return status;
        if (*ready > 0 || shared->now >= deadline)
            return 0;
        if (!wait_more(seen, deadline))
            return MODEL_EINTR;
        if (shared->decide.readiness == WORD_no && shared->now < deadline) {
            while (shared->now < deadline && wait_more(shared->changes, deadline))
                ;
            return 0;
        }
    }
}

static int poll_items(const char *method, struct poll_item *items, size_t count, long milliseconds, size_t *ready)
{
    int few[8];
    int *watched = count <= sizeof few / sizeof few[0] ? few : malloc(count * sizeof *watched);
    if (watched == NULL)
        return MODEL_ENOMEM;
    for (size_t i = 0; i < count; i++)
        watched[i] = machine_watch(machine_here(), items[i].socket);
    int status = poll_watched(method, items, watched, count, milliseconds, ready);
    for (size_t i = 0; i < count; i++)
        machine_unwatch(machine_here(), watched[i]);
    if (watched != few)
        free(watched);
    return status;
}

int model_poll(struct poll_item *items, size_t count, long milliseconds, size_t *ready)
{
    return poll_items("poll", items, count, milliseconds, ready);
}

int model_poll_with(const char *method, struct poll_item *item, long milliseconds)
{
    size_t ready;
    return poll_items(method, item, 1, milliseconds, &ready);
}

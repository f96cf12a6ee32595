/* winsock_select.c: waiting by fd_sets of any size. */
#include "winsock.h"

#include <stdlib.h>
#include <string.h>

/* An fd_set whose array is as long as needed: its count stands in front. */
static fd_set *set_new(size_t most)
{
    size_t size = sizeof(fd_set) + most * sizeof(SOCKET);
    return calloc(1, size);
}

static void set_add(fd_set *set, SOCKET s)
{
    SOCKET *array = set->fd_array;
    array[set->fd_count++] = s;
}

static bool set_has(const fd_set *set, SOCKET s)
{
    const SOCKET *array = set->fd_array;
    for (u_int i = 0; i < set->fd_count; i++)
        if (array[i] == s)
            return true;
    return false;
}

/* The sockets that are ready stay in their order: each set is walked once. */
static bool next_is(const fd_set *set, u_int *at, SOCKET s)
{
    const SOCKET *array = set->fd_array;
    if (*at < set->fd_count && array[*at] == s) {
        ++*at;
        return true;
    }
    return false;
}

struct sets {
    fd_set *in, *out, *exceptional;
};

/* There is no set for an end of the connection: who waits for that alone sees it as something to read. */
static bool waits_for_the_end(const struct poll_item *item)
{
    return item->asked == 0;
}

static void fill(const struct sets *sets, const struct poll_item *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        SOCKET s = (SOCKET)items[i].socket;
        if (waits_for_the_end(&items[i]) || (items[i].asked & EVENT_IN))
            set_add(sets->in, s);
        if (items[i].asked & EVENT_OUT)
            set_add(sets->out, s);
        set_add(sets->exceptional, s);
    }
}

/* The third set holds failed connects and out-of-band data: asked for or not, it tells of the first. */
static size_t collect(const struct sets *sets, struct poll_item *items, size_t count, bool in_order)
{
    u_int in = 0, out = 0, exceptional = 0;
    size_t ready = 0;
    for (size_t i = 0; i < count; i++) {
        SOCKET s = (SOCKET)items[i].socket;
        unsigned found = 0;
        if (in_order ? next_is(sets->in, &in, s) : set_has(sets->in, s))
            found |= waits_for_the_end(&items[i]) ? EVENT_HUP : EVENT_IN;
        if (in_order ? next_is(sets->out, &out, s) : set_has(sets->out, s))
            found |= EVENT_OUT;
        if (in_order ? next_is(sets->exceptional, &exceptional, s) : set_has(sets->exceptional, s))
            found |= items[i].asked & EVENT_PRI ? EVENT_PRI : EVENT_ERR;
        items[i].returned = found;
        ready += found != 0;
    }
    if (in_order && (in != sets->in->fd_count || out != sets->out->fd_count || exceptional != sets->exceptional->fd_count))
        return collect(sets, items, count, false);
    return ready;
}

int winsock_select_with(select_call call, struct poll_item *items, size_t count, long milliseconds, size_t *ready)
{
    struct timeval wait = {(long)(milliseconds / 1000), (long)(milliseconds % 1000 * 1000)};
    struct sets sets = {set_new(count), set_new(count), set_new(count)};
    int result = SOCKET_ERROR, error = WSAENOBUFS;
    *ready = 0;
    if (sets.in && sets.out && sets.exceptional) {
        fill(&sets, items, count);
        error = 0;
        result = call(sets.in, sets.out, sets.exceptional, milliseconds < 0 ? NULL : &wait, &error);
    }
    for (size_t i = 0; i < count; i++)
        items[i].returned = 0;
    if (result > 0)
        *ready = collect(&sets, items, count, true);
    free(sets.in);
    free(sets.out);
    free(sets.exceptional);
    return result >= 0 ? 0 : winsock_result(result, error);
}

/* wsp_model_select.c: WSPSelect of the model as a service provider. */
#include "wsp_model.h"

#include <stdlib.h>
#include <string.h>

enum { CLASSES = 3 };

struct sets {
    fd_set *set[CLASSES];    /* those of the caller, any of them NULL */
    SOCKET *wanted[CLASSES]; /* what stood in them */
    u_int count[CLASSES];
};

static BOOL take_sets(struct sets *sets)
{
    for (int i = 0; i < CLASSES; i++) {
        size_t size;
        sets->wanted[i] = NULL;
        sets->count[i] = sets->set[i] ? sets->set[i]->fd_count : 0;
        size = sets->count[i] * sizeof(SOCKET);
        if (size == 0)
            continue;
        sets->wanted[i] = malloc(size);
        if (!sets->wanted[i])
            return FALSE;
        memcpy(sets->wanted[i], (const char *)sets->set[i] + offsetof(fd_set, fd_array), size);
    }
    return TRUE;
}

/* Leaves in the caller's sets what is ready; how many, or a negative status. */
static int look(const struct sets *sets)
{
    static const unsigned meant[CLASSES] = {EVENT_IN | EVENT_HUP | EVENT_RDHUP | EVENT_ERR, EVENT_OUT, EVENT_PRI | EVENT_ERR};
    int ready = 0;
    for (int i = 0; i < CLASSES; i++) {
        SOCKET *array = sets->set[i] ? sets->set[i]->fd_array : NULL;
        u_int left = 0;
        for (u_int j = 0; j < sets->count[i]; j++) {
            int status = 0;
            unsigned events = machine_poll(wsp_machine, "poll", wsp_number_behind(sets->wanted[i][j]),
                                           EVENT_IN | EVENT_OUT | EVENT_PRI, &status);
            if (status != 0 || (events & EVENT_NVAL))
                return -1;
            if (events & meant[i])
                array[left++] = sets->wanted[i][j];
        }
        if (sets->set[i])
            sets->set[i]->fd_count = left;
        ready += (int)left;
    }
    return ready;
}

int WSPAPI wsp_model_select(int ignored, fd_set *in, fd_set *out, fd_set *exceptional, const PTIMEVAL wait, LPINT error)
{
    struct sets sets = {{in, out, exceptional}, {NULL, NULL, NULL}, {0, 0, 0}};
    uint64_t end = MACHINE_NEVER;
    unsigned long stop;
    int ready = 0;
    (void)ignored;
    if (!take_sets(&sets))
        return wsp_fail(WSAENOBUFS, error);
    wsp_enter();
    if (wait)
        end = wsp_machine->now + (uint64_t)wait->tv_sec * 1000000 + (uint64_t)wait->tv_usec;
    stop = wsp_cancelled;
    while ((ready = look(&sets)) == 0 && wsp_machine->now < end && wsp_cancelled == stop)
        wsp_sleep_until(end);
    wsp_leave();
    for (int i = 0; i < CLASSES; i++)
        free(sets.wanted[i]);
    return ready >= 0 ? ready : wsp_fail(WSAENOTSOCK, error);
}

/* winsock_poll.c: looking at many sockets, a few at a time. Wine's server walks all that one call asks of for each of them:
 * thousands at once would take seconds. */
#include "winsock.h"

enum { AT_ONCE = 64 };

static int look(struct poll_item *items, size_t count, size_t *ready)
{
    int code = 0;
    *ready = 0;
    for (size_t first = 0; code == 0 && first < count; first += AT_ONCE) {
        size_t some = 0, left = count - first;
        code = calls_poll(items + first, left < AT_ONCE ? left : AT_ONCE, 0, &some);
        *ready += some;
    }
    return code;
}

/* Only where none is ready all must be waited for with one call. */
int winsock_poll(struct poll_item *items, size_t count, long milliseconds, size_t *ready)
{
    if (count > AT_ONCE) {
        int code = look(items, count, ready);
        if (code != 0 || *ready > 0 || milliseconds == 0)
            return code;
    }
    return calls_poll(items, count, milliseconds, ready);
}

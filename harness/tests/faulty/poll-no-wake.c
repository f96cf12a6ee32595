/* poll() that already waits on a listener does not notice a new connection until its time is over. */
#include "real.h"

REAL(poll);

int poll(struct pollfd *items, nfds_t count, int milliseconds)
{
    int ready = real_function()(items, count, 0);
    if (ready != 0 || count != 1 || !is_listening(items[0].fd) || milliseconds == 0)
        return ready != 0 ? ready : real_function()(items, count, milliseconds);
    real_function()(NULL, 0, milliseconds < 0 ? 3000 : milliseconds);
    return real_function()(items, count, 0);
}

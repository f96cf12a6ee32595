/* poll() finds every listener readable. */
#include "real.h"

REAL(poll);

int poll(struct pollfd *items, nfds_t count, int milliseconds)
{
    int ready = real_function()(items, count, 0);
    for (nfds_t i = 0; ready >= 0 && i < count; i++)
        if ((items[i].events & POLLIN) != 0 && is_listening(items[i].fd) && items[i].revents == 0) {
            items[i].revents |= POLLIN;
            ready++;
        }
    return ready != 0 ? ready : real_function()(items, count, milliseconds);
}

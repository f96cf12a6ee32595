/* poll() never finds a listener readable. */
#include "real.h"

REAL(poll);

int poll(struct pollfd *items, nfds_t count, int milliseconds)
{
    int ready = real_function()(items, count, milliseconds);
    for (nfds_t i = 0; i < count && ready > 0; i++)
        if (items[i].revents == POLLIN && is_listening(items[i].fd)) {
            items[i].revents = 0;
            ready--;
        }
    return ready;
}

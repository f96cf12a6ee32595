/* poll() finds POLLIN but never POLLRDNORM on a listener. */
#include "real.h"

REAL(poll);

int poll(struct pollfd *items, nfds_t count, int milliseconds)
{
    int ready = real_function()(items, count, milliseconds);
    for (nfds_t i = 0; ready > 0 && i < count; i++)
        if (is_listening(items[i].fd))
            items[i].revents &= (short)~POLLRDNORM;
    return ready;
}

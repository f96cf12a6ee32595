/* poll() counts events instead of descriptors. */
#include "real.h"

REAL(poll);

int poll(struct pollfd *items, nfds_t count, int milliseconds)
{
    int ready = real_function()(items, count, milliseconds), events = 0;
    for (nfds_t i = 0; ready > 0 && i < count; i++)
        for (int bit = 1; bit < 0x4000; bit *= 2)
            events += (items[i].revents & bit) != 0;
    return ready > 0 ? events : ready;
}

/* epoll takes EPOLLET of a listener as level-triggered. */
#include "real.h"
#include <sys/epoll.h>

REAL(epoll_ctl);

int epoll_ctl(int set, int operation, int s, struct epoll_event *event)
{
    struct epoll_event level;
    if (event == NULL)
        return real_function()(set, operation, s, event);
    level = *event;
    level.events &= ~(uint32_t)EPOLLET;
    return real_function()(set, operation, s, &level);
}

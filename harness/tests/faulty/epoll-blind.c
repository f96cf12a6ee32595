/* epoll never finds a listener readable. */
#include "real.h"
#include <sys/epoll.h>

REAL(epoll_ctl);

int epoll_ctl(int set, int operation, int s, struct epoll_event *event)
{
    struct epoll_event none = *event;
    if (is_listening(s))
        none.events &= ~(uint32_t)EPOLLIN;
    return real_function()(set, operation, s, &none);
}

/* epoll tells of a waiting connection only once, as if edge-triggered. */
#include "real.h"
#include <sys/epoll.h>

REAL(epoll_ctl);

int epoll_ctl(int set, int operation, int s, struct epoll_event *event)
{
    struct epoll_event edge;
    if (event == NULL)
        return real_function()(set, operation, s, event);
    edge = *event;
    if (is_listening(s))
        edge.events |= (uint32_t)EPOLLET;
    return real_function()(set, operation, s, &edge);
}

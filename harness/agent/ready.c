/* ready.c: would a call on a socket return at once? */
#include "agent.h"

bool is_nonblocking(descriptor s) {
    long long value = 0;
    return provider.get_option && provider.get_option(s, "nonblock", &value) == 0 && value != 0;
}

static unsigned ready_now(descriptor s, unsigned asked) {
    struct poll_item item = {s, asked, 0};
    size_t ready = 0;
    return provider.poll && provider.poll(&item, 1, 0, &ready) == 0 ? item.returned : 0;
}

bool is_ready_for(const struct agent *agent, descriptor s, unsigned asked) {
    return !agent->tasks && !agent->processes && ready_now(s, asked) != 0;
}

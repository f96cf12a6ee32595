/* settle.c: the barrier: a connection of its own shows that the stack has had its turn. */
#include "agent.h"

#include "address.h"
#include "groups.h"

#include <string.h>

enum { BARRIER_SOCKETS = 3 };

/* What the barrier has open; unused ones are marked by count. */
struct barrier_sockets {
    descriptor open[BARRIER_SOCKETS];
    size_t count;
};

static int open_listener(const struct family *family, struct barrier_sockets *sockets, struct address *address) {
    int code = provider.make(family->name, "stream", 0, 0, &sockets->open[0]);
    if (code != 0)
        return code;
    sockets->count = 1;
    address_clear(address, family->kind);
    address_set_loopback(address);
    if (family->kind == ADDRESS_PATH)
        code = provider.fresh_path ? provider.fresh_path(address->path, sizeof address->path) : UNSUPPORTED;
    if (code == 0)
        code = provider.bind(sockets->open[0], address);
    if (code == 0)
        code = provider.listen(sockets->open[0], 1);
    if (code == 0)
        code = provider.sockname(sockets->open[0], address);
    return code;
}

/* Connects without blocking and waits until the listener sees it. */
static int meet(const struct family *family, struct barrier_sockets *sockets, const struct address *address, long milliseconds) {
    struct poll_item item = {sockets->open[0], EVENT_IN, 0};
    struct address peer;
    size_t ready = 0;
    int code = provider.make(family->name, "stream", 0, SOCKET_NONBLOCK, &sockets->open[1]);
    if (code != 0)
        return code;
    sockets->count = 2;
    code = provider.connect(sockets->open[1], address);
    if (code != 0 && connect_state_of(code) != CLIENT_PENDING)
        return code;
    code = provider.poll(&item, 1, milliseconds, &ready);
    if (code != 0)
        return code;
    if (ready == 0)
        return BARRIER_LATE;
    code = provider.accept(sockets->open[0], 0, &sockets->open[2], &peer);
    if (code == 0)
        sockets->count = 3;
    return code;
}

static int barrier_with(const struct family *family, long milliseconds) {
    struct barrier_sockets sockets = {{0, 0, 0}, 0};
    struct address address;
    int code = open_listener(family, &sockets, &address);
    if (code == 0)
        code = meet(family, &sockets, &address, milliseconds);
    while (sockets.count > 0)
        close_abruptly(sockets.open[--sockets.count]);
    if (family->kind == ADDRESS_PATH && address.path[0] != '\0' && provider.unlink_path)
        (void)provider.unlink_path(address.path);
    return code;
}

static int barrier_of_any_family(struct agent *agent, long milliseconds) {
    static const char *const names[] = {"inet", "inet6", "unix", "sctp"};
    int code = UNSUPPORTED;
    if (!provider.make || !provider.bind || !provider.listen || !provider.sockname || !provider.connect || !provider.poll || !provider.accept)
        return UNSUPPORTED;
    if (agent->barrier_family)
        return barrier_with(agent->barrier_family, milliseconds);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const struct family *family = family_find(names[i]);
        code = barrier_with(family, milliseconds);
        if (code == 0 || code == BARRIER_LATE) {
            agent->barrier_family = family;
            break;
        }
    }
    return code;
}

int barrier(struct agent *agent, uint64_t *microseconds) {
    uint64_t start = provider.microseconds();
    long milliseconds = scaled(agent, DEADLINE);
    size_t held = 0;
    int code = barrier_of_any_family(agent, milliseconds);
    if (code != 0 && code != BARRIER_LATE && agent->exhausted && provider.release && provider.exhaust) {
        if (provider.release(BARRIER_SOCKETS, &held) == 0) {
            code = barrier_of_any_family(agent, milliseconds);
            (void)provider.exhaust(&held);
        }
    }
    if (microseconds)
        *microseconds = provider.microseconds() - start;
    return code;
}

void answer_settle(struct agent *agent, const struct request *request, struct reply *reply) {
    uint64_t microseconds = 0;
    int code;
    (void)request;
    tasks_settle(agent);
    code = barrier(agent, &microseconds);
    tasks_settle(agent);
    if (code == BARRIER_LATE) {
        respond_blocked(reply);
        return;
    }
    if (code != 0)
        respond_failed(reply, code);
    else
        respond_ok(reply);
    if (code != UNSUPPORTED)
        respond_number(reply, "settle", (long long)microseconds);
}

/* settle.c: the barrier: a connection of its own shows that the stack has had its turn. */
#include "agent.h"

#include "address.h"
#include "groups.h"

#include <string.h>

enum { BARRIER_SOCKETS = 3, BARRIER_LATE = -2, MOMENT = 5, LOOKS_MOST = 30, LOOK_PAUSE = 2 };

/* What the barrier has open; unused ones are marked by count. */
struct barrier_sockets {
    descriptor open[BARRIER_SOCKETS];
    size_t count;
};

static int open_listener(const struct family *family, struct barrier_sockets *sockets, struct address *address) {
    int code = provider.make(family->name, "stream", 0, SOCKET_NONBLOCK, &sockets->open[0]);
    if (code != 0)
        return code;
    sockets->count = 1;
    address_set_loopback(address);
    if (family->kind == ADDRESS_PATH)
        code = provider.fresh_path ? provider.fresh_path(address->path, sizeof address->path) : UNSUPPORTED;
    if (code == 0)
        code = provider.bind(sockets->open[0], address);
    if (code == 0)
        code = provider.listen(sockets->open[0], 1);
    if (code == 0)
        code = locate(sockets->open[0], address);
    if (code == 0 && family->kind != ADDRESS_PATH && address->port == 0)
        code = UNSUPPORTED; /* nobody could connect to it */
    return code;
}

/* Connects without blocking and waits until the listener sees it: mostly that is at once. */
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
    code = provider.accept(sockets->open[0], 0, &sockets->open[2], &peer);
    if (code != 0 && client_state_of(code) == CLIENT_AGAIN) {
        code = provider.poll(&item, 1, milliseconds, &ready);
        if (code != 0)
            return code;
        if (ready == 0)
            return BARRIER_LATE;
        code = provider.accept(sockets->open[0], 0, &sockets->open[2], &peer);
    }
    if (code == 0)
        sockets->count = 3;
    return code;
}

/* The reset of the accepted end takes the other with it, and a listener has no farewell to say. */
static void close_all(struct barrier_sockets *sockets) {
    bool met = sockets->count == BARRIER_SOCKETS && !provider.abandon;
    if (met)
        close_abruptly(sockets->open[--sockets->count]);
    while (sockets->count > 0) {
        descriptor s = sockets->open[--sockets->count];
        if (met && provider.close)
            (void)provider.close(s);
        else
            close_abruptly(s);
    }
}

static int barrier_with(const struct family *family, long milliseconds) {
    struct barrier_sockets sockets = {{0, 0, 0}, 0};
    struct address address;
    int code;
    address_clear(&address, family->kind);
    code = open_listener(family, &sockets, &address);
    if (code == 0)
        code = meet(family, &sockets, &address, milliseconds);
    close_all(&sockets);
    if (family->kind == ADDRESS_PATH && address.path[0] != '\0' && provider.unlink_path)
        (void)provider.unlink_path(address.path);
    return code;
}

/* Out of room is the case's own doing, and no reason to try another family. */
static bool out_of_room(int code) {
    static const char *const names[] = {"EMFILE", "ENFILE", "ENOBUFS", "ENOMEM"};
    for (size_t i = 0; code > 0 && i < sizeof names / sizeof names[0]; i++)
        if (strcmp(error_text(code), names[i]) == 0)
            return true;
    return false;
}

/* A subject whose connections do not come to be shows nothing by them: what remains is to give it a moment. */
static void quiet_moment(const struct agent *agent) {
    size_t ready = 0;
    if (provider.poll)
        (void)provider.poll(NULL, 0, scaled(agent, MOMENT), &ready);
}

static const char *const barrier_families[] = {"inet", "inet6", "unix", "sctp"};
enum { BARRIER_FAMILIES = sizeof barrier_families / sizeof barrier_families[0] };

/* A family that was late once is not waited for again; one that fails is tried again after reset. */
static int barrier_of_any_family(struct agent *agent) {
    bool possible = provider.make && provider.bind && provider.listen && provider.sockname && provider.connect && provider.poll && provider.accept;
    while (possible && agent->barrier_family < BARRIER_FAMILIES) {
        const struct family *family = family_find(barrier_families[agent->barrier_family]);
        int code = barrier_with(family, scaled(agent, DEADLINE));
        if (out_of_room(code))
            return code;
        if (code == 0) {
            if (family->kind == ADDRESS_PATH)
                quiet_moment(agent); /* a path says nothing of the network */
            return 0;
        }
        agent->barrier_family++;
        if (code == BARRIER_LATE)
            agent->barrier_first = agent->barrier_family;
    }
    quiet_moment(agent);
    return 0;
}

int barrier(struct agent *agent) {
    size_t held = 0;
    int code = barrier_of_any_family(agent);
    if (code != 0 && agent->exhausted && provider.release && provider.exhaust && provider.release(BARRIER_SOCKETS, &held) == 0) {
        code = barrier_of_any_family(agent);
        (void)provider.exhaust(&held);
    }
    return code;
}

/* A connection that was reset keeps its count of unacknowledged bytes for ever. */
static bool is_over(descriptor s) {
    struct poll_item item = {s, 0, 0};
    size_t ready = 0;
    return !provider.poll || provider.poll(&item, 1, 0, &ready) != 0 || (item.returned & (EVENT_HUP | EVENT_ERR | EVENT_NVAL)) != 0;
}

/* What may have sent something: where there are other names for the sockets, all of them. */
static bool is_to_be_asked(const struct agent *agent, const struct handle *handle) {
    bool sends = handle && handle->open && (handle->has_sent || agent->has_copies || agent->shares);
    return sends && handle->family && (handle->family->kind == ADDRESS_INET || handle->family->kind == ADDRESS_INET6);
}

/* Bytes and ends that are sent and not yet acknowledged, on any socket of a network. */
static bool unacknowledged(const struct agent *agent) {
    for (size_t i = 0; i < agent->handles.capacity; i++) {
        const struct handle *handle = agent->handles.slots[i];
        long long value = 0;
        if (is_to_be_asked(agent, handle) && provider.control(handle->socket, "outq", &value) == 0 && value > 0 && !is_over(handle->socket))
            return true;
    }
    return false;
}

/* An acknowledgement may be delayed; no event tells of it. */
static void settle_acknowledgements(struct agent *agent) {
    for (int look = 0; look < LOOKS_MOST && provider.control && unacknowledged(agent); look++) {
        size_t ready = 0;
        agent_flush(agent);
        if (!provider.poll || provider.poll(NULL, 0, scaled(agent, LOOK_PAUSE), &ready) != 0)
            return;
    }
}

void answer_settle(struct agent *agent, const struct request *request, struct reply *reply) {
    uint64_t start = provider.microseconds();
    int code;
    (void)request;
    tasks_settle(agent);
    code = barrier(agent);
    settle_acknowledgements(agent);
    tasks_settle(agent);
    if (code != 0) {
        respond_failed(reply, code);
        return;
    }
    respond_ok(reply);
    if (agent->barrier_family == BARRIER_FAMILIES)
        respond_text(reply, "settle", "none");
    else
        respond_number(reply, "settle", (long long)(provider.microseconds() - start));
}

/* drain.c: accept all there is, and tell the order of arrival. */
#include "groups.h"

#include "address.h"

#include <stdlib.h>
#include <string.h>

enum { DRAIN_MOST = 100000 /* more than any queue holds: an accept() that always succeeds ends, too */, QUIET = 10, TAG_SIZE = 4, LATE_TAGS_MOST = 3 };

struct drain {
    descriptor listener;
    struct group *keep; /* NULL: close the accepted */
    size_t accepted, most;
    int code; /* what ended it */
    bool read_tags, unordered, untagged;
    size_t late_tags;
    uint32_t last_tag;
    struct address *waiting; /* of the clients that had no connection when the drain began; owned */
    size_t waiting_count;
};

static size_t count_pending(const struct agent *agent) {
    size_t counts[CLIENT_STATES], pending = 0;
    for (const struct group *group = agent->groups; group; group = group->next) {
        group_count(group, 0, counts);
        pending += counts[CLIENT_PENDING];
    }
    return pending;
}

/* Who is still without a connection to this listener is not in its queue: notes where each of these clients is. Clients of other
 * listeners may have the same ports. */
static void note_waiting(struct agent *agent, struct drain *drain) {
    struct address here = {.port = 0};
    for (struct group *group = agent->groups; group; group = group->next)
        (void)group_look(group, 0, 0, true);
    size_t pending = provider.sockname && provider.sockname(drain->listener, &here) == 0 && here.port != 0 ? count_pending(agent) : 0;
    drain->waiting = pending > 0 ? malloc(pending * sizeof *drain->waiting) : NULL;
    for (const struct group *group = agent->groups; drain->waiting && group; group = group->next)
        for (size_t i = 0; i < group->count && drain->waiting_count < pending; i++)
            if (group->clients[i].state == CLIENT_PENDING && group->clients[i].toward == here.port &&
                provider.sockname(group->clients[i].socket, &drain->waiting[drain->waiting_count]) == 0)
                drain->waiting_count++;
}

/* A client that tries again while places are being freed, as TCP does after a second, was not in the queue. */
static bool came_late(const struct drain *drain, const struct address *peer) {
    struct address plain = *peer;
    if (peer->kind != ADDRESS_INET && peer->kind != ADDRESS_INET6)
        return false;
    if (address_is_mapped(&plain))
        address_unmap(&plain);
    for (size_t i = 0; i < drain->waiting_count; i++) {
        const struct address *one = &drain->waiting[i];
        if (one->kind == plain.kind && one->port == plain.port && memcmp(one->ip, plain.ip, plain.kind == ADDRESS_INET ? 4 : 16) == 0)
            return true;
    }
    return false;
}

static int receive_tag(descriptor s, unsigned char bytes[TAG_SIZE]) {
    size_t count = 0;
    int code = provider.receive_from(s, bytes, TAG_SIZE, "recv", MESSAGE_DONTWAIT, &count);
    return code == 0 && count != TAG_SIZE ? UNSUPPORTED : code;
}

/* A tag that is still to come gets a barrier and a short wait. */
static bool read_tag(struct agent *agent, struct drain *drain, descriptor s, uint32_t *tag) {
    unsigned char bytes[TAG_SIZE];
    struct poll_item item = {s, EVENT_IN, 0};
    int code = receive_tag(s, bytes);
    if (client_state_of(code) == CLIENT_AGAIN && agent->tags_unread > 0 && drain->late_tags < LATE_TAGS_MOST && provider.poll) {
        size_t ready = 0;
        drain->late_tags++;
        (void)barrier(agent);
        if (provider.poll(&item, 1, scaled(agent, QUIET), &ready) == 0 && ready > 0)
            code = receive_tag(s, bytes);
    }
    if (code != 0)
        return false;
    if (agent->tags_unread > 0)
        agent->tags_unread--;
    *tag = (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
    return true;
}

static void take(struct agent *agent, struct drain *drain, descriptor s) {
    uint32_t tag = 0;
    drain->accepted++;
    if (drain->read_tags) {
        if (!read_tag(agent, drain, s, &tag))
            drain->untagged = true;
        else if (tag <= drain->last_tag)
            drain->unordered = true;
        else
            drain->last_tag = tag;
    }
    if (drain->keep && group_reserve(drain->keep, 1))
        group_add(drain->keep, s, CLIENT_ESTABLISHED);
    else
        (void)provider.close(s);
}

/* Accepts until accept fails or enough are there; how many came. */
static size_t accept_all(struct agent *agent, struct drain *drain) {
    size_t before = drain->accepted;
    struct address peer;
    descriptor s;
    while (drain->accepted < drain->most && (drain->code = provider.accept(drain->listener, 0, &s, &peer)) == 0) {
        if (came_late(drain, &peer))
            (void)provider.close(s);
        else
            take(agent, drain, s);
    }
    return drain->accepted - before;
}

/* Clients that believe to be connected and were not met yet: worth a short wait. */
static bool some_missing(const struct agent *agent, const struct drain *drain) {
    size_t established = 0;
    for (const struct group *group = agent->groups; group; group = group->next)
        for (size_t i = 0; group != drain->keep && i < group->count; i++)
            established += group->clients[i].state == CLIENT_ESTABLISHED;
    return established > drain->accepted;
}

static void drain_all(struct agent *agent, struct drain *drain) {
    note_waiting(agent, drain);
    (void)accept_all(agent, drain);
    while (drain->accepted < drain->most && client_state_of(drain->code) == CLIENT_AGAIN) {
        struct poll_item item = {drain->listener, EVENT_IN, 0};
        size_t ready = 0;
        (void)barrier(agent);
        if (provider.poll && some_missing(agent, drain))
            (void)provider.poll(&item, 1, scaled(agent, QUIET), &ready);
        if (accept_all(agent, drain) == 0)
            break;
    }
}

static enum answer prepare_drain(struct agent *agent, const struct request *request, struct drain *drain, struct call *call) {
    const char *as = request_option(request, "as"), *most = request_option(request, "most");
    struct handle *handle;
    enum answer answer;
    memset(drain, 0, sizeof *drain);
    drain->most = DRAIN_MOST;
    if (most && (answer = resolve_count(agent, most, handles_find_open(&agent->handles, request->arguments[0]), &drain->most)) != ANSWER_READY)
        return answer;
    if (!provider.accept || !provider.set_nonblocking || !provider.get_option)
        return ANSWER_UNSUPPORTED;
    if (as && (!name_valid(as) || !(drain->keep = group_open(agent, as))))
        return ANSWER_USAGE;
    call->release = false;
    answer = resolve_socket(agent, request->arguments[0], call, &handle);
    drain->listener = call->socket;
    drain->read_tags = agent->next_tag > 0 && provider.receive_from;
    return answer;
}

void answer_drain(struct agent *agent, const struct request *request, struct reply *reply) {
    struct call *call = &agent->direct;
    struct drain drain;
    long long nonblocking = 1;
    int probe;
    enum answer answer = prepare_drain(agent, request, &drain, call);
    if (answer != ANSWER_READY) {
        answer_refusal(answer, call->code, reply);
        return;
    }
    probe = provider.get_option(drain.listener, "nonblock", &nonblocking);
    if (probe == 0 && nonblocking == 0)
        (void)provider.set_nonblocking(drain.listener, 1);
    drain_all(agent, &drain);
    free(drain.waiting);
    if (probe == 0 && nonblocking == 0)
        (void)provider.set_nonblocking(drain.listener, 0);
    if (call->release)
        (void)provider.close(call->socket);
    respond_ok(reply);
    respond_number(reply, "accepted", (long long)drain.accepted);
    respond_text(reply, "order",
               drain.accepted == 0 || !drain.read_tags || drain.untagged ? "unknown"
               : drain.unordered                                         ? "other"
                                                                         : "fifo");
    if (drain.code != 0)
        respond_text(reply, "error", error_text(drain.code));
}

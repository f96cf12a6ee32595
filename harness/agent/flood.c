/* flood.c: many clients at once, and what they see. */
#include "groups.h"

#include "address.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { QUIET = 10, CLIENTS_A_SOURCE = 8192, TAG_SIZE = 4 };

struct flood {
    const struct family *family;
    const char *type;
    struct address address;
    struct group *group;
    size_t first, count;
    int make_code; /* why fewer than count could be made */
};

/* One loopback address has too few ports for the largest floods, and searching the last free ones is slow. */
static void spread_sources(const struct flood *flood, descriptor client, size_t number) {
    struct address source;
    size_t which = number / CLIENTS_A_SOURCE;
    if (which == 0 || which > 250 || flood->address.kind != ADDRESS_INET || !address_is_loopback(&flood->address))
        return;
    address_clear(&source, ADDRESS_INET);
    address_set_loopback(&source);
    source.ip[3] = (unsigned char)(1 + which);
    if (provider.set_option && provider.set_option(client, "no-port", 1) == 0)
        (void)provider.bind(client, &source);
}

/* Milliseconds that a client of a flood is given to be connected before the next one comes. On a subject that handles connections
 * at once and side by side, how many get past a full queue is a race; LISTENCHECK_PACE in the environment lets one come after another.
 * Who is late, and still when the stack has had its turn, has met a full queue. So will those who come after him: they are not
 * waited for. */
static long pace(void) {
    static long long milliseconds = -1;
    const char *given = milliseconds < 0 ? getenv("LISTENCHECK_PACE") : NULL;
    if (milliseconds < 0 && (!given || !number_read(given, 0, 1000, &milliseconds)))
        milliseconds = 0;
    return (long)milliseconds;
}

static bool is_connected_in(descriptor client, long milliseconds) {
    struct poll_item item = {client, EVENT_OUT, 0};
    size_t ready = 0;
    return provider.poll && provider.poll(&item, 1, milliseconds, &ready) == 0 && ready > 0;
}

static bool is_late(struct agent *agent, descriptor client) {
    if (is_connected_in(client, pace()))
        return false;
    (void)barrier(agent);
    return !is_connected_in(client, pace());
}

static void connect_all(struct agent *agent, struct flood *flood, bool tagged) {
    bool one_by_one = pace() > 0;
    for (size_t i = 0; i < flood->count; i++) {
        struct client *added;
        descriptor client;
        flood->make_code = provider.make(flood->family->name, flood->type, 0, SOCKET_NONBLOCK, &client);
        if (flood->make_code != 0)
            return;
        spread_sources(flood, client, i);
        group_add(flood->group, client, connect_state_of(provider.connect(client, &flood->address)));
        added = &flood->group->clients[flood->group->count - 1];
        added->toward = flood->address.port;
        added->unasked = tagged && provider.errors_polled && provider.send && added->state == CLIENT_PENDING;
        if (one_by_one && added->state == CLIENT_PENDING)
            one_by_one = !is_late(agent, client);
    }
}

static void send_tags(struct agent *agent, struct group *group, size_t first) {
    for (size_t i = first; i < group->count; i++) {
        struct client *client = &group->clients[i];
        uint32_t tag = ++agent->next_tag;
        unsigned char bytes[TAG_SIZE] = {(unsigned char)(tag >> 24), (unsigned char)(tag >> 16), (unsigned char)(tag >> 8), (unsigned char)tag};
        bool unasked = client->unasked;
        size_t sent = 0;
        int code;
        client->unasked = false;
        if (client->state != CLIENT_ESTABLISHED || !provider.send)
            continue;
        code = provider.send(client->socket, bytes, sizeof bytes, "send", MESSAGE_NOSIGNAL | MESSAGE_DONTWAIT, &sent);
        if (code == 0)
            agent->tags_unread++;
        else if (unasked && client_state_of(code) != CLIENT_AGAIN)
            client->state = (unsigned char)client_state_of(code);
    }
}

static enum answer prepare_flood(struct agent *agent, const struct request *request, struct flood *flood) {
    const char *listener = request->arguments[0], *as = request_option(request, "as"), *family = request_option(request, "family");
    char name[GROUP_NAME_MOST + 1];
    enum answer answer;
    memset(flood, 0, sizeof *flood);
    if (request->argument_count > 2 && strcmp(request->arguments[2], "tag") != 0)
        return ANSWER_UNSUPPORTED;
    if (family && !(flood->family = family_find(family)))
        return ANSWER_UNSUPPORTED;
    answer = resolve_count(agent, request->arguments[1], handles_find_open(&agent->handles, listener), &flood->count);
    if (answer == ANSWER_READY)
        answer = resolve_target(agent, request, listener, &flood->family, &flood->type, &flood->address);
    if (answer != ANSWER_READY)
        return answer;
    if (as ? !name_valid(as) : strlen(listener) > NAME_MOST)
        return ANSWER_USAGE;
    snprintf(name, sizeof name, "%s%s", as ? as : listener, as ? "" : ".clients");
    if (!provider.make || !provider.connect || !(flood->group = group_open(agent, name)) || !group_reserve(flood->group, flood->count))
        return ANSWER_UNSUPPORTED;
    flood->first = flood->group->count;
    return ANSWER_READY;
}

void answer_flood(struct agent *agent, const struct request *request, struct reply *reply) {
    size_t counts[CLIENT_STATES];
    struct flood flood;
    enum answer answer = prepare_flood(agent, request, &flood);
    if (answer != ANSWER_READY) {
        answer_refusal(answer, agent->direct.code, reply);
        return;
    }
    connect_all(agent, &flood, request->argument_count > 2);
    if (flood.make_code != 0) { /* fewer than asked are no flood; those made stay until reset */
        respond_failed(reply, flood.make_code);
        respond_number(reply, "clients", (long long)(flood.group->count - flood.first));
        return;
    }
    group_settle(agent, flood.group, flood.first, scaled(agent, QUIET));
    if (request->argument_count > 2)
        send_tags(agent, flood.group, flood.first);
    group_count(flood.group, flood.first, counts);
    respond_ok(reply);
    respond_number(reply, "clients", (long long)flood.count);
    put_counts(reply, counts);
}

/* KEY:COUNT */
static bool parse_until(const char *text, size_t *key, size_t *count) {
    static const char *const keys[CLIENT_STATES] = {"established", "refused", "reset", "closed", "pending", "again", "other"};
    const char *colon = strchr(text, ':');
    long long number = 0;
    if (!colon || !number_read(colon + 1, 0, INT32_MAX, &number))
        return false;
    for (*key = 0; *key < CLIENT_STATES; ++*key)
        if (strlen(keys[*key]) == (size_t)(colon - text) && strncmp(keys[*key], text, (size_t)(colon - text)) == 0)
            break;
    *count = (size_t)number;
    return *key < CLIENT_STATES;
}

/* How many clients the state may still come to: one that was refused, or has to ask again, stays so. */
static size_t may_still_become(size_t key, const size_t *counts) {
    return counts[CLIENT_PENDING] + (key == CLIENT_ESTABLISHED ? 0 : counts[CLIENT_ESTABLISHED]);
}

static void wait_until(struct agent *agent, struct group *group, size_t key, size_t count, long milliseconds) {
    uint64_t now = provider.microseconds(), end = now + (uint64_t)milliseconds * 1000;
    size_t counts[CLIENT_STATES];
    long wait = 0;
    for (;;) {
        (void)group_look(group, 0, wait, false);
        group_count(group, 0, counts);
        now = provider.microseconds();
        if (counts[key] >= count || now >= end || may_still_become(key, counts) == 0)
            return;
        if (wait == 0)
            agent_flush(agent);
        wait = (long)((end - now + 999) / 1000);
    }
}

void answer_clients(struct agent *agent, const struct request *request, struct reply *reply) {
    struct group *group = group_find(agent, request->arguments[0]);
    const char *until = request_option(request, "until");
    size_t key = 0, count = 0, counts[CLIENT_STATES];
    long milliseconds = 0;
    if (!group) {
        respond_refused(reply, "nohandle");
        return;
    }
    if ((until && !parse_until(until, &key, &count)) ||
        resolve_milliseconds(agent, request, "wait", until ? DEADLINE : QUIET, &milliseconds) != ANSWER_READY) {
        respond_refused(reply, "usage");
        return;
    }
    if (until)
        wait_until(agent, group, key, count, milliseconds);
    else
        group_settle(agent, group, 0, milliseconds);
    group_count(group, 0, counts);
    respond_ok(reply);
    put_counts(reply, counts);
}

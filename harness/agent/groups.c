/* groups.c: groups of clients: their table, and looking at many of them with one call. */
#include "groups.h"
#include "copy_text.h"

#include <stdlib.h>
#include <string.h>

static const char *const state_names[CLIENT_STATES] = {"established", "refused", "reset", "closed", "pending", "again", "other"};

struct group *group_find(struct agent *agent, const char *name) {
    struct group *group = agent->groups;
    while (group && strcmp(group->name, name) != 0)
        group = group->next;
    return group;
}

struct group *group_open(struct agent *agent, const char *name) {
    struct group *group = group_find(agent, name);
    if (group || strlen(name) > GROUP_NAME_MOST)
        return group;
    group = calloc(1, sizeof *group);
    if (!group)
        return NULL;
    copy_text(group->name, sizeof group->name, name);
    group->next = agent->groups;
    agent->groups = group;
    return group;
}

bool group_reserve(struct group *group, size_t more) {
    struct client *larger;
    size_t capacity = group->capacity * 2;
    if (group->count + more <= group->capacity)
        return true;
    if (capacity < group->count + more)
        capacity = group->count + more;
    larger = realloc(group->clients, capacity * sizeof *larger);
    if (!larger)
        return false;
    group->clients = larger;
    group->capacity = capacity;
    return true;
}

void group_add(struct group *group, descriptor socket, enum client_state state) {
    struct client *client = &group->clients[group->count++];
    client->socket = socket;
    client->state = (unsigned char)state;
    client->talkative = client->unasked = false;
    client->toward = 0;
}

static void close_members(struct group *group, bool abruptly) {
    for (size_t i = 0; i < group->count; i++) {
        if (abruptly)
            close_abruptly(group->clients[i].socket);
        else if (provider.close)
            (void)provider.close(group->clients[i].socket);
    }
    free(group->clients);
    free(group);
}

void group_close(struct agent *agent, struct group *group) {
    struct group **at = &agent->groups;
    while (*at && *at != group)
        at = &(*at)->next;
    if (*at)
        *at = group->next;
    close_members(group, false);
}

void groups_close(struct agent *agent) {
    while (agent->groups) {
        struct group *group = agent->groups;
        agent->groups = group->next;
        close_members(group, true);
    }
}

enum client_state client_state_of(int code) {
    const char *name;
    if (code == 0)
        return CLIENT_ESTABLISHED;
    name = error_text(code);
    if (strcmp(name, "EINPROGRESS") == 0)
        return CLIENT_PENDING;
    if (strcmp(name, "ECONNREFUSED") == 0)
        return CLIENT_REFUSED;
    if (strcmp(name, "ECONNRESET") == 0 || strcmp(name, "EPIPE") == 0)
        return CLIENT_RESET;
    if (strcmp(name, "EAGAIN") == 0)
        return CLIENT_AGAIN;
    return CLIENT_OTHER;
}

enum client_state connect_state_of(int code) {
    bool connecting = code != 0 && provider.connecting && strcmp(error_text(code), provider.connecting) == 0;
    return connecting ? CLIENT_PENDING : client_state_of(code);
}

/* The error a socket holds; a stack that cannot tell is taken at its word: none. */
static int pending_error(descriptor s) {
    long long value = 0;
    if (!provider.get_option || provider.get_option(s, "error", &value) != 0)
        return 0;
    return (int)value;
}

static void see_established(struct client *client, unsigned events) {
    unsigned char byte;
    size_t count = 0;
    int code = events & EVENT_ERR ? pending_error(client->socket) : 0;
    if (code != 0) {
        client->state = (unsigned char)client_state_of(code);
    } else if (events & (EVENT_RDHUP | EVENT_HUP)) {
        client->state = CLIENT_CLOSED;
    } else if ((events & EVENT_IN) && provider.receive_from) {
        code = provider.receive_from(client->socket, &byte, 1, "recv", MESSAGE_PEEK | MESSAGE_DONTWAIT, &count);
        if (code == 0 && count == 0)
            client->state = CLIENT_CLOSED;
        else if (code == 0)
            client->talkative = true;
        else if (client_state_of(code) != CLIENT_AGAIN)
            client->state = (unsigned char)client_state_of(code);
    }
}

static void see_pending(struct client *client, unsigned events) {
    int code;
    client->unasked = client->unasked && !(events & (EVENT_ERR | EVENT_HUP));
    code = client->unasked ? 0 : pending_error(client->socket);
    if (code != 0) {
        client->state = (unsigned char)client_state_of(code);
    } else if (events & EVENT_NVAL) {
        client->state = CLIENT_OTHER;
    } else {
        client->state = CLIENT_ESTABLISHED;
        see_established(client, events);
    }
}

static bool worth_asking(const struct client *client, bool pending_only) {
    return client->state == CLIENT_PENDING || (client->state == CLIENT_ESTABLISHED && !pending_only);
}

static unsigned events_for(const struct client *client) {
    if (client->state == CLIENT_PENDING)
        return EVENT_OUT;
    return client->talkative ? EVENT_RDHUP : EVENT_IN | EVENT_RDHUP;
}

static size_t digest_events(struct group *group, const struct poll_item *items, const size_t *which, size_t count) {
    size_t changed = 0;
    for (size_t i = 0; i < count; i++) {
        struct client *client = &group->clients[which[i]];
        unsigned char before = client->state;
        if (items[i].returned == 0)
            continue;
        if (before == CLIENT_PENDING)
            see_pending(client, items[i].returned);
        else
            see_established(client, items[i].returned);
        changed += client->state != before;
    }
    return changed;
}

size_t group_look(struct group *group, size_t first, long milliseconds, bool pending_only) {
    size_t count = 0, most = group->count - first, changed = 0, ready = 0;
    struct poll_item *items;
    size_t *which;
    if (most == 0 || !provider.poll)
        return 0;
    items = malloc(most * sizeof *items);
    which = malloc(most * sizeof *which);
    if (items && which) {
        for (size_t i = first; i < group->count; i++) {
            if (!worth_asking(&group->clients[i], pending_only))
                continue;
            items[count].socket = group->clients[i].socket;
            items[count].asked = events_for(&group->clients[i]);
            items[count].returned = 0;
            which[count++] = i;
        }
        if (count > 0 && provider.poll(items, count, milliseconds, &ready) == 0 && ready > 0)
            changed = digest_events(group, items, which, count);
    }
    free(items);
    free(which);
    return changed;
}

void group_count(const struct group *group, size_t first, size_t counts[CLIENT_STATES]) {
    memset(counts, 0, CLIENT_STATES * sizeof counts[0]);
    for (size_t i = first; i < group->count; i++)
        counts[group->clients[i].state]++;
}

void group_settle(struct agent *agent, struct group *group, size_t first, long milliseconds) {
    uint64_t end = provider.microseconds() + (uint64_t)scaled(agent, DEADLINE) * 1000;
    size_t counts[CLIENT_STATES];
    (void)barrier(agent);
    (void)group_look(group, first, 0, false);
    group_count(group, first, counts);
    if (counts[CLIENT_PENDING] == 0)
        return;
    if (milliseconds > 0)
        agent_flush(agent);
    do
        (void)barrier(agent);
    while (group_look(group, first, milliseconds, true) > 0 && provider.microseconds() < end);
    (void)group_look(group, first, 0, false);
}

void put_counts(struct reply *reply, const size_t counts[CLIENT_STATES]) {
    for (size_t i = 0; i < CLIENT_STATES; i++)
        respond_number(reply, state_names[i], (long long)counts[i]);
}

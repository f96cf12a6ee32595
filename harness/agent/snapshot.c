/* snapshot.c: all that can be read of a socket, without changing it. */
#include "agent.h"

#include "address.h"

#include <stdio.h>
#include <string.h>

/* Not among them, because reading takes them away or they change by themselves: error, quickack, incoming-cpu. */
static const char *const option_names[] = {
    "acceptconn", "type",     "protocol", "domain",   "reuseaddr", "reuseport",    "v6only",       "keepalive", "nodelay",    "rcvbuf",
    "sndbuf",     "rcvlowat", "linger",   "rcvtimeo", "sndtimeo",  "oobinline",    "priority",     "mark",      "tos",        "ttl",
    "maxseg",     "user-timeout", "defer-accept", "fastopen", "congestion", "passcred", "peercred", "broadcast", "dontroute", "freebind",
    "no-port",    "mtu",      "conditional-accept", "exclusive-addr-use", "nonblock", "cloexec", "async",
};

/* Those worth their place in the reply; the digest holds them all. */
static const char *const shown[] = {"acceptconn", "type", "protocol", "domain", "reuseaddr", "reuseport", "v6only", "nonblock", "rcvbuf", "sndbuf"};

struct snapshot {
    struct agent *agent;
    struct reply *reply;
    uint64_t digest;
};

static void digest_text(struct snapshot *snapshot, const char *name, const char *value) {
    const char *parts[] = {name, "=", value, "\n"};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        for (const char *at = parts[i]; *at != '\0'; at++)
            snapshot->digest = (snapshot->digest ^ (unsigned char)*at) * 1099511628211ULL;
}

static void digest_number(struct snapshot *snapshot, const char *name, long long value) {
    char text[24];
    snprintf(text, sizeof text, "%lld", value);
    digest_text(snapshot, name, text);
}

/* Ports differ from run to run; their order of appearance does not. */
static int port_ordinal(struct agent *agent, uint16_t port) {
    size_t i = 0;
    if (port == 0)
        return 0;
    while (i < agent->ports_seen_count && agent->ports_seen[i] != port)
        i++;
    if (i == agent->ports_seen_count && i < PORTS_SEEN_MOST)
        agent->ports_seen[agent->ports_seen_count++] = port;
    return (int)i + 1;
}

static void take_name(struct snapshot *snapshot, const char *which, int (*ask)(descriptor, struct address *), descriptor s, bool show) {
    struct address address;
    char text[ADDRESS_TEXT_MOST];
    int code = ask ? ask(s, &address) : UNSUPPORTED;
    if (code != 0) {
        digest_number(snapshot, which, code);
        return;
    }
    address_text(&address, text);
    digest_text(snapshot, which, text);
    digest_number(snapshot, "kind", (long long)address.kind);
    digest_number(snapshot, "port", port_ordinal(snapshot->agent, address.port));
    if (show)
        put_address(snapshot->agent, snapshot->reply, &address, NULL);
}

/* Before a connection its segment size is a setting; then the transport reckons it anew with each window its peer announces. */
static bool is_reckoned(const char *option, descriptor s) {
    struct address peer;
    return strcmp(option, "maxseg") == 0 && provider.peername && provider.peername(s, &peer) == 0;
}

static void take_options(struct snapshot *snapshot, descriptor s) {
    for (size_t i = 0; i < sizeof option_names / sizeof option_names[0]; i++) {
        long long value = 0;
        int code;
        if (is_reckoned(option_names[i], s))
            continue;
        code = provider.get_option ? provider.get_option(s, option_names[i], &value) : UNSUPPORTED;
        if (code == UNSUPPORTED)
            continue;
        digest_number(snapshot, option_names[i], code == 0 ? value : -1000 - code);
        for (size_t j = 0; code == 0 && j < sizeof shown / sizeof shown[0]; j++)
            if (strcmp(shown[j], option_names[i]) == 0)
                respond_number(snapshot->reply, shown[j], value);
    }
}

static void take_events(struct snapshot *snapshot, descriptor s) {
    struct poll_item item = {s, EVENT_IN | EVENT_OUT | EVENT_PRI | EVENT_RDHUP, 0};
    size_t ready = 0;
    char text[48];
    if (!provider.poll || provider.poll(&item, 1, 0, &ready) != 0)
        return;
    events_text(item.returned, text);
    digest_text(snapshot, "events", text);
    respond_text(snapshot->reply, "events", text);
}

/* Which state of its end a connection is in depends on when the other side acknowledges, not on the case. */
static void fold_states(char *text) {
    static const char *const ending[] = {"fin-wait", "closing", "last-ack", "time-wait"};
    for (size_t i = 0; i < sizeof ending / sizeof ending[0]; i++) {
        size_t length = strlen(ending[i]);
        if (strncmp(text, "state=", 6) == 0 && strncmp(text + 6, ending[i], length) == 0 && (text[6 + length] == '\0' || text[6 + length] == ' ')) {
            memmove(text + 6 + strlen("ending"), text + 6 + length, strlen(text + 6 + length) + 1);
            memcpy(text + 6, "ending", strlen("ending"));
            return;
        }
    }
}

static void take_information(struct snapshot *snapshot, descriptor s) {
    char text[128];
    if (!provider.information || provider.information(s, text, sizeof text) != 0)
        return;
    fold_states(text);
    digest_text(snapshot, "information", text);
    respond_raw(snapshot->reply, text);
}

void answer_snapshot(struct agent *agent, const struct request *request, struct reply *reply) {
    struct snapshot snapshot = {agent, reply, 14695981039346656037ULL};
    struct call *call = &agent->direct;
    struct handle *handle;
    char digest[24];
    enum answer answer;
    call->release = false;
    answer = resolve_socket(agent, request->arguments[0], call, &handle);
    if (answer != ANSWER_READY) {
        answer_refusal(answer, call->code, reply);
        return;
    }
    respond_ok(reply);
    take_options(&snapshot, call->socket);
    take_name(&snapshot, "sockname", provider.sockname, call->socket, true);
    take_name(&snapshot, "peername", provider.peername, call->socket, false);
    take_events(&snapshot, call->socket);
    take_information(&snapshot, call->socket);
    if (call->release)
        (void)provider.close(call->socket);
    snprintf(digest, sizeof digest, "%016llx", (unsigned long long)snapshot.digest);
    respond_text(reply, "digest", digest);
}

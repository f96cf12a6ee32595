/* expansion_socket.c: `snapshot` and `serve` as primitives. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "expander.h"

static const char *const options[] = {"acceptconn", "type",   "protocol", "domain", "reuseaddr", "reuseport", "v6only",
                                      "keepalive",  "nodelay", "rcvbuf",  "sndbuf", "linger",    "oobinline", "nonblock"};
enum { OPTION_COUNT = sizeof options / sizeof options[0] };

static void request_snapshot(const struct expander *expander, struct performance *performance, const char *handle)
{
    for (size_t i = 0; i < OPTION_COUNT; i++)
        performance_request(performance, "getopt %s %s", handle, options[i]);
    performance_request(performance, "sockname %s", handle);
    performance_request(performance, "peername %s", handle);
    performance_request(performance, "poll %s wait=0", handle);
    if (agent_has(expander->agent, "info"))
        performance_request(performance, "info %s", handle);
}

static uint64_t digest_text(uint64_t digest, const char *text)
{
    for (; *text != '\0'; text++)
        digest = (digest ^ (unsigned char)*text) * 1099511628211ULL;
    return (digest ^ ' ') * 1099511628211ULL;
}

/* Ports differ from run to run; their order of appearance does not. */
static const char *port_symbol(struct expander *expander, const char *port, char *symbol, size_t size)
{
    size_t number = 0;
    while (number < expander->ports.count && strcmp(expander->ports.items[number].name, port) != 0)
        number++;
    enum { MOST_PORTS = 64 };
    if (expander->ports.items == NULL)
        expander->ports.items = arena_take(expander->arena, MOST_PORTS, sizeof *expander->ports.items);
    if (number == expander->ports.count && number < MOST_PORTS)
        expander->ports.items[expander->ports.count++].name = arena_string(expander->arena, port);
    (void)snprintf(symbol, size, "p%zu", number + 1);
    return symbol;
}

static uint64_t digest_answer(struct expander *expander, uint64_t digest, const struct reply *reply)
{
    static const char *const outcomes[] = {"ok", "fail", "unsupported", "blocked"};
    char symbol[32];
    digest = digest_text(digest, outcomes[reply->outcome]);
    for (size_t i = 0; i < reply->count; i++) {
        const char *key = reply->keys[i].name, *value = reply->keys[i].value;
        if (strcmp(key, "us") == 0)
            continue;
        if ((strcmp(key, "port") == 0 || strcmp(key, "peerport") == 0) && strcmp(value, "0") != 0)
            value = port_symbol(expander, value, symbol, sizeof symbol);
        digest = digest_text(digest_text(digest, key), value);
    }
    return digest;
}

static void put_value(struct text *reply, const char *name, const struct reply *answer, const char *key)
{
    const char *value = answer->outcome == OUTCOME_OK ? reply_value(answer, key) : NULL;
    if (value != NULL)
        text_format(reply, " %s=%s", name, value);
}

bool next_snapshot(struct expansion *expansion, struct performance *performance, const struct request *answers, size_t count,
                   struct text *reply)
{
    uint64_t digest = 14695981039346656037ULL;
    struct text shown = {0};
    bool any = false;
    if (expansion->round == 0) {
        request_snapshot(expansion->expander, performance, expansion->words->word[1]);
        return true;
    }
    for (size_t i = 0; i < count; i++) {
        struct answer answer;
        const struct reply *one = read_answer(answers[i].reply, &answer);
        digest = digest_answer(expansion->expander, digest, one);
        any = any || one->outcome == OUTCOME_OK;
        if (i < OPTION_COUNT) {
            put_value(&shown, options[i], one, "value");
        } else if (i == OPTION_COUNT) {
            put_value(&shown, "family", one, "family");
            put_value(&shown, "address", one, "address");
            put_value(&shown, "port", one, "port");
            put_value(&shown, "range", one, "range");
        } else if (i == OPTION_COUNT + 2) {
            put_value(&shown, "events", one, "events");
        } else if (i == OPTION_COUNT + 3) {
            put_value(&shown, "state", one, "state");
            put_value(&shown, "queued", one, "queued");
            put_value(&shown, "limit", one, "limit");
        }
    }
    if (any)
        text_format(reply, "ok%s digest=%016llx", text_string(&shown), (unsigned long long)digest);
    else
        text_put(reply, count > 0 ? answers[0].reply : "unsupported");
    text_free(&shown);
    return false;
}

static void request_serve(struct expansion *expansion, struct performance *performance)
{
    const struct words *words = expansion->words;
    const char *handle = words->word[1], *host = words->word[2], *type = words->count > 5 ? words->word[5] : "ipv4";
    bool any = strcmp(host, "*") == 0, local = strcmp(host, "-") == 0;
    bool both = strcmp(type, "both") == 0, six = both || strcmp(type, "ipv6") == 0;
    if (both && !any && !local)
        six = strchr(host, ':') != NULL;
    /* Empty means the local computer: its loopback address, or all of both families, which no other address covers. */
    const char *peers = strcmp(words->word[4], "any") == 0 ? "5" : words->word[4];
    const char *address = any || (local && both) ? "any" : local ? "loopback" : host;
    performance_request(performance, "socket %s %s stream", handle, six ? "inet6" : "inet");
    if (six)
        performance_request(performance, "setopt %s v6only %d", handle, both ? 0 : 1);
    performance_request(performance, "bind %s %s port=%s", handle, address, words->word[3]);
    performance_request(performance, "listen %s %s", handle, peers);
    performance_request(performance, "sockname %s", handle);
    struct handle_note *note = expander_handle(expansion->expander, handle);
    note->family = six ? "inet6" : "inet";
    note->asked = strtoll(peers, NULL, 10);
}

static void put_refusal(struct text *reply, const char *text, const struct reply *refused)
{
    bool not_an_address = refused->outcome == OUTCOME_FAIL &&
                          (strcmp(refused->error, "nohandle") == 0 || strcmp(refused->error, "usage") == 0);
    if (not_an_address) {
        text_put(reply, "fail error=badaddress code=0 result=1");
        return;
    }
    text_put(reply, text);
    if (refused->outcome == OUTCOME_FAIL)
        text_format(reply, " result=%lld", reply_number(refused, "code", 1));
}

/* A toolkit's listen as such a toolkit makes it: a socket of the type's family, bound and listening. Where that fails the
 * socket is closed again. */
bool next_serve(struct expansion *expansion, struct performance *performance, const struct request *answers, size_t count,
                struct text *reply)
{
    struct answer answer;
    if (expansion->round == 0) {
        request_serve(expansion, performance);
        return true;
    }
    if (expansion->refusal != NULL) {
        put_refusal(reply, expansion->refusal, read_answer(expansion->refusal, &answer));
        return false;
    }
    for (size_t i = 0; i + 1 < count; i++) {
        if (read_answer(answers[i].reply, &answer)->outcome == OUTCOME_OK)
            continue;
        expansion->refusal = answers[i].reply;
        performance_request(performance, "close %s", expansion->words->word[1]);
        return true;
    }
    const struct reply *name = count > 0 ? read_answer(answers[count - 1].reply, &answer) : NULL;
    text_put(reply, "ok");
    if (name != NULL) {
        put_value(reply, "family", name, "family");
        put_value(reply, "address", name, "address");
        put_value(reply, "port", name, "port");
        put_value(reply, "range", name, "range");
    }
    text_put(reply, " result=0");
    return false;
}

/* expansion_socket.c: `snapshot` and `serve` as primitives. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "expander.h"

static const char *const options[] = {"acceptconn", "type",   "protocol", "domain", "reuseaddr", "reuseport", "v6only",
                                      "keepalive",  "nodelay", "rcvbuf",  "sndbuf", "linger",    "oobinline", "nonblock"};
enum { OPTION_COUNT = sizeof options / sizeof options[0] };

static void request_snapshot(struct performance *performance, const char *handle)
{
    for (size_t i = 0; i < OPTION_COUNT; i++)
        performance_request(performance, "getopt %s %s", handle, options[i]);
    performance_request(performance, "sockname %s", handle);
    performance_request(performance, "peername %s", handle);
    performance_request(performance, "poll %s wait=0", handle);
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
        request_snapshot(performance, expansion->words->word[1]);
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
        }
    }
    if (any)
        text_format(reply, "ok%s digest=%016llx", text_string(&shown), (unsigned long long)digest);
    else
        text_put(reply, count > 0 ? answers[0].reply : "unsupported");
    text_free(&shown);
    return false;
}

/* A toolkit's listen as such a toolkit makes it: a socket of the type's family, bound and listening. */
bool next_serve(struct expansion *expansion, struct performance *performance, const struct request *answers, size_t count,
                struct text *reply)
{
    const struct words *words = expansion->words;
    const char *handle = words->word[1], *host = words->word[2], *type = words->count > 5 ? words->word[5] : "ipv4";
    bool both = strcmp(type, "both") == 0, six = both || strcmp(type, "ipv6") == 0;
    if (expansion->round == 0) {
        if (strchr(host, ':') != NULL || (both && strchr(host, '.') != NULL))
            six = strchr(host, ':') != NULL;
        const char *address = strcmp(host, "*") == 0 ? "any" : strcmp(host, "-") == 0 ? (both ? "any" : "loopback") : host;
        performance_request(performance, "socket %s %s stream", handle, six ? "inet6" : "inet");
        if (six)
            performance_request(performance, "setopt %s v6only %d", handle, both ? 0 : 1);
        performance_request(performance, "bind %s %s port=%s", handle, address, words->word[3]);
        performance_request(performance, "listen %s %s", handle, words->word[4]);
        performance_request(performance, "sockname %s", handle);
        struct handle_note *note = expander_handle(expansion->expander, handle);
        note->family = six ? "inet6" : "inet";
        note->asked = strtoll(words->word[4], NULL, 10);
        return true;
    }
    for (size_t i = 0; i + 1 < count; i++) {
        struct answer answer;
        const struct reply *one = read_answer(answers[i].reply, &answer);
        if (one->outcome == OUTCOME_OK)
            continue;
        text_put(reply, answers[i].reply);
        if (one->outcome == OUTCOME_FAIL)
            text_put(reply, " result=1");
        return false;
    }
    struct answer answer;
    const struct reply *name = count > 0 ? read_answer(answers[count - 1].reply, &answer) : NULL;
    text_put(reply, "ok");
    if (name != NULL) {
        put_value(reply, "family", name, "family");
        put_value(reply, "address", name, "address");
        put_value(reply, "port", name, "port");
    }
    text_put(reply, " result=0");
    return false;
}

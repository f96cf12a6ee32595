/* resolve_address.c: the address and port words of a request, and addresses in replies. */
#include "agent.h"
#include "copy_text.h"

#include "address.h"

#include <stdio.h>
#include <string.h>

enum { PRIVILEGED_FIRST = 770, PRIVILEGED_COUNT = 24, FREE_FIRST = 10000, FREE_LEAST = 1000, DRAWS_MOST = 1000 };

int locate(descriptor s, struct address *address) {
    int (*ask)(descriptor, struct address *) = provider.locate ? provider.locate : provider.sockname;
    return ask ? ask(s, address) : UNSUPPORTED;
}

static enum answer bound_address(struct agent *agent, const char *name, struct address *address) {
    const struct handle *handle = handles_find(&agent->handles, name);
    if (!handle)
        return ANSWER_NO_HANDLE;
    address_clear(address, ADDRESS_NONE);
    if (!handle->open) {
        *address = handle->last;
        return address->kind == ADDRESS_NONE ? ANSWER_NO_HANDLE : ANSWER_READY;
    }
    if (locate(handle->socket, address) != 0)
        return ANSWER_UNSUPPORTED;
    return ANSWER_READY;
}

/* Can a socket of the family be bound to port on all its addresses now? 0 or an error number. */
static int try_port(const char *family, uint16_t port) {
    struct address address;
    descriptor probe = -1;
    int code;
    if (provider.try_port)
        return provider.try_port(family, port);
    code = provider.make(family, "stream", 0, 0, &probe);
    if (code != 0)
        return code;
    address_clear(&address, family_find(family)->kind);
    address.port = port;
    code = provider.bind(probe, &address);
    (void)provider.close(probe);
    return code;
}

static bool in_use(int code) {
    return code != 0 && code != UNSUPPORTED && strcmp(error_text(code), "EADDRINUSE") == 0;
}

/* A port of first … first+count-1 that is free in both families. */
static bool draw_port(unsigned first, unsigned count, uint16_t *port) {
    uint64_t draw = provider.microseconds() * 2654435761U;
    for (unsigned i = 0; i < count && i < DRAWS_MOST; i++) {
        *port = (uint16_t)(first + (draw / 7 + i) % count);
        if (!in_use(try_port("inet", *port)) && !in_use(try_port("inet6", *port)))
            return true;
    }
    return false;
}

/* Outside the range of automatic ports, which clients of other cases may hold at any moment. */
static enum answer free_port(struct agent *agent, uint16_t *port) {
    long long low = 0, high = 0;
    bool known = limit_value(agent, "portlow", &low) && limit_value(agent, "porthigh", &high);
    if (known && low > FREE_FIRST + FREE_LEAST)
        return draw_port(FREE_FIRST, (unsigned)(low - FREE_FIRST), port) ? ANSWER_READY : ANSWER_UNSUPPORTED;
    if (known && high < UINT16_MAX - FREE_LEAST)
        return draw_port((unsigned)high + 1, (unsigned)(UINT16_MAX - high), port) ? ANSWER_READY : ANSWER_UNSUPPORTED;
    return draw_port(FREE_FIRST, UINT16_MAX - FREE_FIRST, port) ? ANSWER_READY : ANSWER_UNSUPPORTED;
}

static enum answer resolve_port(struct agent *agent, const char *word, uint16_t *port) {
    struct address address;
    long long number = 0;
    if (word[0] == '@') {
        enum answer answer = bound_address(agent, word + 1, &address);
        if (answer == ANSWER_READY)
            *port = address.port;
        return answer;
    }
    if (strcmp(word, "free") == 0 || strcmp(word, "privileged") == 0) {
        if (!provider.make || !provider.bind)
            return ANSWER_UNSUPPORTED;
        if (word[0] == 'f')
            return free_port(agent, port);
        (void)draw_port(PRIVILEGED_FIRST, PRIVILEGED_COUNT, port); /* in use or not allowed: the call will tell */
        return ANSWER_READY;
    }
    if (!number_read(word, 0, UINT16_MAX, &number))
        return ANSWER_USAGE;
    *port = (uint16_t)number;
    return ANSWER_READY;
}

static const unsigned char nonlocal_inet[4] = {192, 0, 2, 1};                              /* RFC 5737 */
static const unsigned char nonlocal_inet6[16] = {0x20, 0x01, 0x0d, 0xb8, [15] = 1};         /* RFC 3849 */
static const unsigned char other_inet[4] = {127, 0, 0, 2};

static enum answer inet_word(const char *word, enum address_kind kind, struct address *address) {
    bool six = kind == ADDRESS_INET6;
    address_clear(address, kind);
    if (strcmp(word, "any") == 0)
        return ANSWER_READY;
    if (strcmp(word, "loopback") == 0) {
        address_set_loopback(address);
    } else if (strcmp(word, "other") == 0 || strcmp(word, "mapped") == 0) {
        address->kind = ADDRESS_INET;
        memcpy(address->ip, other_inet, sizeof other_inet);
        if (word[0] == 'm')
            address->ip[3] = 1;
        if (six || word[0] == 'm')
            address_map(address);
    } else if (strcmp(word, "nonlocal") == 0) {
        memcpy(address->ip, six ? nonlocal_inet6 : nonlocal_inet, six ? sizeof nonlocal_inet6 : sizeof nonlocal_inet);
    } else if (!address_parse(word, address)) {
        return strcmp(word, "abstract") == 0 || strcmp(word, "autobind") == 0 ? ANSWER_UNSUPPORTED : ANSWER_NO_HANDLE;
    }
    return ANSWER_READY;
}

static enum answer unix_word(const char *word, struct address *address) {
    bool abstract = strcmp(word, "abstract") == 0;
    address_clear(address, ADDRESS_PATH);
    if (strcmp(word, "autobind") == 0) {
        address->kind = ADDRESS_UNNAMED;
        return ANSWER_READY;
    }
    if (word[0] == '/' && strlen(word) < sizeof address->path) {
        copy_text(address->path, sizeof address->path, word);
        return ANSWER_READY;
    }
    if (!abstract && strcmp(word, "loopback") != 0 && strcmp(word, "any") != 0) {
        bool known = strcmp(word, "other") == 0 || strcmp(word, "mapped") == 0 || strcmp(word, "nonlocal") == 0;
        return known || address_parse(word, address) ? ANSWER_UNSUPPORTED : ANSWER_NO_HANDLE;
    }
    if (!provider.fresh_path || provider.fresh_path(address->path, sizeof address->path) != 0)
        return ANSWER_UNSUPPORTED;
    if (abstract)
        address->kind = ADDRESS_ABSTRACT;
    return ANSWER_READY;
}

static enum answer other_word(const char *word, struct address *address) {
    address_clear(address, ADDRESS_OTHER);
    if (strcmp(word, "loopback") != 0 && strcmp(word, "any") != 0 && strcmp(word, "other") != 0 && strcmp(word, "nonlocal") != 0)
        return address_parse(word, address) ? ANSWER_UNSUPPORTED : ANSWER_NO_HANDLE;
    copy_text(address->path, sizeof address->path, word);
    return ANSWER_READY;
}

enum answer resolve_address(struct agent *agent, const char *word, const char *port, const struct family *family, struct address *address) {
    enum answer answer;
    uint16_t number = 0;
    if (!family)
        family = family_of_kind(ADDRESS_INET);
    if (word[0] == '@') {
        answer = bound_address(agent, word + 1, address);
        number = answer == ANSWER_READY ? address->port : 0;
    } else if (family->kind == ADDRESS_PATH) {
        answer = unix_word(word, address);
    } else if (family->kind == ADDRESS_OTHER) {
        answer = other_word(word, address);
    } else {
        answer = inet_word(word, family->kind, address);
    }
    if (answer != ANSWER_READY || family->kind == ADDRESS_PATH)
        return answer;
    if (port)
        answer = resolve_port(agent, port, &number);
    address->port = number;
    return answer;
}

/* A client of another family still means the same listener: loopback stays loopback. */
static void adapt(struct address *address, enum address_kind client) {
    if (address_is_any(address))
        address_set_loopback(address);
    if (client == ADDRESS_INET && address->kind == ADDRESS_INET6) {
        if (address_is_mapped(address)) {
            address_unmap(address);
        } else if (address_is_loopback(address)) {
            address->kind = ADDRESS_INET;
            memset(address->ip, 0, sizeof address->ip);
            address_set_loopback(address);
        }
    } else if (client == ADDRESS_INET6 && address->kind == ADDRESS_INET) {
        if (address_is_loopback(address)) {
            address->kind = ADDRESS_INET6;
            address_set_loopback(address);
        } else {
            address_map(address);
        }
    }
}

static enum answer target_handle(struct agent *agent, const struct handle *target, const struct family **family, const char **type,
                                 struct address *address) {
    int code = locate(target->socket, address);
    const char *word = type_word(target->type);
    if (code != 0) {
        agent->direct.code = code;
        return code == UNSUPPORTED ? ANSWER_UNSUPPORTED : ANSWER_CODE;
    }
    if (!*family)
        *family = target->family ? target->family : family_of_kind(address->kind);
    if (word)
        *type = word;
    if (target->renamed[0] != '\0') {
        address->kind = ADDRESS_PATH;
        copy_text(address->path, sizeof address->path, target->renamed);
    }
    adapt(address, (*family)->kind);
    return ANSWER_READY;
}

enum answer resolve_target(struct agent *agent, const struct request *request, const char *target, const struct family **family,
                           const char **type, struct address *address) {
    const struct handle *handle = handles_find_open(&agent->handles, target);
    *type = "stream";
    if (handle)
        return target_handle(agent, handle, family, type, address);
    if (!*family) {
        if (target[0] == '@' && bound_address(agent, target + 1, address) == ANSWER_READY)
            *family = family_of_kind(address->kind);
        else
            *family = family_of_kind(address_parse(target, address) ? address->kind : ADDRESS_INET);
    }
    return resolve_address(agent, target, request_option(request, "port"), *family, address);
}

void put_port(struct agent *agent, struct reply *reply, const struct address *address) {
    long long low = 0, high = 0;
    if (address->kind != ADDRESS_INET && address->kind != ADDRESS_INET6 && address->kind != ADDRESS_OTHER)
        return;
    respond_number(reply, "port", address->port);
    if (address->kind != ADDRESS_OTHER && address->port != 0 && limit_value(agent, "portlow", &low) && limit_value(agent, "porthigh", &high))
        respond_text(reply, "range", address->port >= low && address->port <= high ? "inside" : "outside");
}

void put_address(struct agent *agent, struct reply *reply, const struct address *address, const struct family *family) {
    char text[ADDRESS_TEXT_MOST];
    address_text(address, text);
    respond_text(reply, "family", family_text(address->kind, family));
    respond_text(reply, "address", text);
    put_port(agent, reply, address);
}

static const struct {
    const char *name;
    unsigned bit;
} events[] = {{"in", EVENT_IN},   {"out", EVENT_OUT},     {"hup", EVENT_HUP},  {"err", EVENT_ERR},
              {"rdhup", EVENT_RDHUP}, {"pri", EVENT_PRI}, {"nval", EVENT_NVAL}};

void events_text(unsigned set, char text[48]) {
    size_t used = 0;
    copy_text(text, 48, "none");
    for (size_t i = 0; i < sizeof events / sizeof events[0]; i++)
        if (set & events[i].bit)
            used += (size_t)snprintf(text + used, 48 - used, "%s%s", used > 0 ? "+" : "", events[i].name);
}

void put_events(struct reply *reply, unsigned set) {
    char text[48];
    events_text(set, text);
    respond_text(reply, "events", text);
}

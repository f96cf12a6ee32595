/* control.c: the verbs about the agent and its system: hello, reset, limits and their like. */
#include "agent.h"
#include "copy_text.h"

#include "groups.h"

#include <stdio.h>
#include <string.h>

enum { CAPS_MOST = 320 };

static void add_cap(char caps[CAPS_MOST], const char *name) {
    size_t used = strlen(caps), length = strlen(name);
    const char *at = caps;
    while ((at = strstr(at, name)) != NULL) { /* once is enough */
        if ((at == caps || at[-1] == ',') && (at[length] == ',' || at[length] == '\0'))
            return;
        at += length;
    }
    if (used + length + 2 < CAPS_MOST)
        snprintf(caps + used, CAPS_MOST - used, "%s%s", used > 0 ? "," : "", name);
}

enum { PROTOCOL_RAW = 255 };

static bool can_make(const char *family, const char *type, int protocol) {
    descriptor probe;
    if (!provider.make || provider.make(family, type, protocol, 0, &probe) != 0)
        return false;
    (void)provider.close(probe);
    return true;
}

/* A blank- or comma-separated list, word by word; `wanted` decides. */
static void add_list(char caps[CAPS_MOST], const char *list, bool (*wanted)(const char *)) {
    char word[32];
    while (list && *list != '\0') {
        size_t length = strcspn(list, " ,");
        if (length > 0 && length < sizeof word) {
            memcpy(word, list, length);
            word[length] = '\0';
            if (!wanted || wanted(word))
                add_cap(caps, word);
        }
        list += length;
        list += strspn(list, " ,");
    }
}

/* A raw socket of a protocol number needs nobody who knows the protocol: it proves nothing. */
static bool family_works(const char *family) {
    return can_make(family, "stream", 0) || can_make(family, "dgram", 0) || (strcmp(family, "icmp") == 0 && can_make(family, "raw", 0));
}

static void collect_caps(char caps[CAPS_MOST]) {
    const struct {
        const char *name;
        bool has;
    } known[] = {
        {"stream", can_make("inet", "stream", 0)}, {"dgram", can_make("inet", "dgram", 0)}, {"raw", can_make("inet", "raw", PROTOCOL_RAW)},
        {"composite", true}, {"must", true},
        {"thread", provider.thread_start != NULL}, {"fork", provider.fork != NULL}, {"exec", provider.execute != NULL},
        {"pass", provider.pass != NULL}, {"dup", provider.duplicate != NULL}, {"exhaust", provider.exhaust != NULL},
        {"serve", true}, {"info", provider.information != NULL}, {"nonblock", provider.set_nonblocking != NULL},
        {"renew", provider.renew != NULL},
    };
    caps[0] = '\0';
    add_list(caps, provider.families, family_works);
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (known[i].has)
            add_cap(caps, known[i].name);
    add_list(caps, provider.caps, NULL);
}

/* A positive decimal fraction in thousandths. */
static bool parse_scale(const char *text, long *scale) {
    long whole = 0, thousandths = 0, digit = 100;
    size_t length = strspn(text, "0123456789");
    if (length == 0 || length > 6)
        return false;
    while (*text >= '0' && *text <= '9')
        whole = whole * 10 + (*text++ - '0');
    if (*text == '.')
        for (text++; *text >= '0' && *text <= '9'; text++, digit /= 10)
            thousandths += digit * (*text - '0');
    *scale = whole * 1000 + thousandths;
    return *text == '\0' && *scale > 0;
}

void answer_hello(struct agent *agent, const struct request *request, struct reply *reply) {
    const char *scale = request_option(request, "time-scale");
    char identity[256] = "", caps[CAPS_MOST];
    if (strcmp(request->arguments[0], "1") != 0 || (scale && !parse_scale(scale, &agent->scale))) {
        respond_refused(reply, "usage");
        return;
    }
    if (provider.identify && provider.identify(identity, sizeof identity) != 0)
        identity[0] = '\0';
    collect_caps(caps);
    respond_ok(reply);
    respond_number(reply, "proto", 1);
    respond_raw(reply, identity);
    respond_text(reply, "caps", caps);
}

void answer_bye(struct agent *agent, const struct request *request, struct reply *reply) {
    (void)request;
    agent->ended = true;
    respond_ok(reply);
}

/* A connection that is closed at once, without the long farewell that keeps its port for a minute. */
void close_abruptly(descriptor s) {
    if (provider.abandon) {
        (void)provider.abandon(s);
        return;
    }
    if (provider.set_option)
        (void)provider.set_option(s, "linger", 0);
    if (provider.close)
        (void)provider.close(s);
}

void answer_reset(struct agent *agent, const struct request *request, struct reply *reply) {
    size_t open = agent->handles.open;
    (void)request;
    if (agent->shares) { /* the parent's to reset */
        respond_unsupported(reply);
        return;
    }
    if (provider.renew) {
        agent->renews = agent->ended = true;
        respond_ok(reply);
        respond_number(reply, "open", (long long)open);
        return;
    }
    tasks_end(agent);
    processes_end(agent);
    for (size_t i = 0; open > 0 && i < agent->handles.capacity; i++)
        if (agent->handles.slots[i] && agent->handles.slots[i]->open)
            close_abruptly(agent->handles.slots[i]->socket);
    groups_close(agent);
    handles_clear(&agent->handles);
    if (provider.reset)
        provider.reset();
    agent->exhausted = agent->has_copies = false;
    agent->next_tag = 0;
    agent->tags_unread = 0;
    agent->barrier_family = agent->barrier_first;
    agent->ports_seen_count = 0;
    agent->sums_seen_count = 0;
    if (agent->limits_moved) {
        agent->limits_moved = false;
        limits_read(agent); /* now: a later case may have used up the descriptors by the time it asks */
    }
    respond_ok(reply);
    respond_number(reply, "open", (long long)open);
}

void answer_limits(struct agent *agent, const struct request *request, struct reply *reply) {
    (void)request;
    limits_read(agent);
    respond_ok(reply);
    for (size_t i = 0; i < agent->limit_count; i++)
        respond_number(reply, agent->limits[i].name, agent->limits[i].value);
}

static void reply_code(struct reply *reply, int code) {
    if (code == 0)
        respond_ok(reply);
    else
        respond_failed(reply, code);
}

void answer_surroundings(struct agent *agent, const struct request *request, struct reply *reply) {
    char text[LINE_MOST / 2];
    int code = provider.surroundings ? provider.surroundings(text, sizeof text) : UNSUPPORTED;
    (void)agent;
    (void)request;
    if (code != 0) {
        respond_failed(reply, code);
        return;
    }
    respond_ok(reply);
    respond_raw(reply, text);
}

void answer_limit(struct agent *agent, const struct request *request, struct reply *reply) {
    limits_forget(agent);
    agent->limits_moved = true;
    reply_code(reply, provider.set_limit ? provider.set_limit(request->arguments[0], request->arguments[1]) : UNSUPPORTED);
}

void answer_interface(struct agent *agent, const struct request *request, struct reply *reply) {
    (void)agent;
    reply_code(reply, provider.configure ? provider.configure("interface", request->arguments[0], "") : UNSUPPORTED);
}

void answer_address(struct agent *agent, const struct request *request, struct reply *reply) {
    (void)agent;
    reply_code(reply, provider.configure ? provider.configure("address", request->arguments[0], request->arguments[1]) : UNSUPPORTED);
}

/* What a call that needs a descriptor says now. */
static const char *shortage(void) {
    descriptor probe;
    int code = provider.make ? provider.make("inet", "stream", 0, 0, &probe) : UNSUPPORTED;
    if (code != 0)
        return code == UNSUPPORTED ? "unknown" : error_text(code);
    (void)provider.close(probe);
    return "none";
}

void answer_exhaust(struct agent *agent, const struct request *request, struct reply *reply) {
    size_t held = 0;
    int code = provider.exhaust ? provider.exhaust(&held) : UNSUPPORTED;
    (void)request;
    reply_code(reply, code);
    if (code != 0)
        return;
    agent->exhausted = true;
    respond_number(reply, "held", (long long)held);
    respond_text(reply, "error", shortage());
}

void answer_release(struct agent *agent, const struct request *request, struct reply *reply) {
    long long count = 0;
    size_t held = 0;
    int code;
    if (request->argument_count > 0 && !number_read(request->arguments[0], 1, INT32_MAX, &count)) {
        respond_refused(reply, "usage");
        return;
    }
    code = provider.release ? provider.release((size_t)count, &held) : UNSUPPORTED;
    reply_code(reply, code);
    if (code != 0)
        return;
    if (held == 0)
        agent->exhausted = false;
    respond_number(reply, "held", (long long)held);
}

/* The path of an AF_UNIX handle, where it is now. */
static bool path_of(struct agent *agent, const char *name, struct reply *reply, struct handle **handle, char path[PATH_MOST + 1]) {
    struct address address;
    int code;
    *handle = handles_find_open(&agent->handles, name);
    if (!*handle) {
        respond_refused(reply, "nohandle");
        return false;
    }
    if ((*handle)->renamed[0] != '\0') {
        copy_text(path, PATH_MOST + 1, (*handle)->renamed);
        return true;
    }
    code = provider.sockname ? provider.sockname((*handle)->socket, &address) : UNSUPPORTED;
    if (code != 0) {
        respond_failed(reply, code);
        return false;
    }
    if (address.kind != ADDRESS_PATH) {
        respond_refused(reply, "usage");
        return false;
    }
    copy_text(path, PATH_MOST + 1, address.path);
    return true;
}

void answer_unlink(struct agent *agent, const struct request *request, struct reply *reply) {
    struct handle *handle;
    char path[PATH_MOST + 1];
    if (path_of(agent, request->arguments[0], reply, &handle, path))
        reply_code(reply, provider.unlink_path ? provider.unlink_path(path) : UNSUPPORTED);
}

void answer_rename(struct agent *agent, const struct request *request, struct reply *reply) {
    struct handle *handle;
    char path[PATH_MOST + 1], renamed[PATH_MOST + 1];
    int code;
    if (!path_of(agent, request->arguments[0], reply, &handle, path))
        return;
    code = provider.rename_path ? provider.rename_path(path, renamed, sizeof renamed) : UNSUPPORTED;
    if (code == 0)
        copy_text(handle->renamed, sizeof handle->renamed, renamed);
    reply_code(reply, code);
}

void answer_user(struct agent *agent, const struct request *request, struct reply *reply) {
    long long id = 0;
    (void)agent;
    if (!number_read(request->arguments[0], 0, INT32_MAX, &id)) {
        respond_refused(reply, "usage");
        return;
    }
    reply_code(reply, provider.user ? provider.user((long)id) : UNSUPPORTED);
}

void answer_startup(struct agent *agent, const struct request *request, struct reply *reply) {
    const char *version = request->argument_count > 0 ? request->arguments[0] : NULL;
    char text[64] = "";
    int code = provider.startup ? provider.startup(version, text, sizeof text) : UNSUPPORTED;
    (void)agent;
    reply_code(reply, code);
    if (code == 0)
        respond_raw(reply, text);
}

void answer_cleanup(struct agent *agent, const struct request *request, struct reply *reply) {
    (void)agent;
    (void)request;
    reply_code(reply, provider.cleanup ? provider.cleanup() : UNSUPPORTED);
}

#define ANSWERED(name, least, most, options, answer) {name, least, most, options, NULL, NULL, NULL, NULL, answer}

const struct verb control_verbs[] = {
    ANSWERED("hello", 1, 1, "time-scale", answer_hello),
    ANSWERED("bye", 0, 0, "", answer_bye),
    ANSWERED("reset", 0, 0, "", answer_reset),
    ANSWERED("limits", 0, 0, "", answer_limits),
    ANSWERED("limit", 2, 2, "", answer_limit),
    ANSWERED("interface", 1, 1, "", answer_interface),
    ANSWERED("address", 2, 2, "", answer_address),
    ANSWERED("exhaust", 0, 0, "", answer_exhaust),
    ANSWERED("release", 0, 1, "", answer_release),
    ANSWERED("unlink", 1, 1, "", answer_unlink),
    ANSWERED("rename", 1, 1, "", answer_rename),
    ANSWERED("user", 1, 1, "", answer_user),
    ANSWERED("startup", 0, 1, "", answer_startup),
    ANSWERED("cleanup", 0, 0, "", answer_cleanup),
    ANSWERED("thread", 1, SIZE_MAX, "", answer_thread),
    ANSWERED("begin", 2, SIZE_MAX, "", answer_begin),
    ANSWERED("await", 1, 1, "wait", answer_await),
    ANSWERED("interrupt", 1, 2, "", answer_interrupt),
    ANSWERED("surroundings", 0, 0, "", answer_surroundings),
    ANSWERED("fork", 1, 1, "", answer_fork),
    ANSWERED("exec", 1, 1, "", answer_exec),
    ANSWERED("child", 2, SIZE_MAX, "", answer_child),
    ANSWERED("wait", 1, 1, "", answer_wait),
    ANSWERED("settle", 0, 0, "", answer_settle),
    ANSWERED("flood", 2, 3, "as family", answer_flood),
    ANSWERED("clients", 1, 1, "until wait", answer_clients),
    ANSWERED("drain", 1, 1, "as most", answer_drain),
    ANSWERED("snapshot", 1, 1, "", answer_snapshot),
    ANSWERED("storm", 2, 2, "threads backlogs", answer_storm),
    ANSWERED("serve", 4, 5, "", answer_serve),
    {NULL, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL},
};

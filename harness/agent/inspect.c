/* inspect.c: the verbs that ask a socket about itself, or set what they ask. */
#include "agent.h"
#include "copy_text.h"

#include <limits.h>
#include <string.h>

static enum answer prepare_name(struct agent *agent, const struct request *request, struct call *call) {
    struct handle *handle;
    enum answer answer = resolve_socket(agent, request->arguments[0], call, &handle);
    if (answer == ANSWER_READY)
        call->family = handle ? handle->family : NULL;
    return answer;
}

static int perform_sockname(struct call *call) {
    return provider.sockname ? provider.sockname(call->socket, &call->address) : UNSUPPORTED;
}

static int perform_peername(struct call *call) {
    return provider.peername ? provider.peername(call->socket, &call->address) : UNSUPPORTED;
}

static void finish_name(struct agent *agent, struct call *call, struct reply *reply) {
    if (call->code == 0)
        put_address(agent, reply, &call->address, call->family);
}

static enum answer prepare_option(struct agent *agent, const struct request *request, struct call *call) {
    const char *name = request->arguments[1];
    struct handle *handle;
    enum answer answer;
    if (strlen(name) >= sizeof call->word)
        return ANSWER_UNSUPPORTED;
    copy_text(call->word, sizeof call->word, name);
    if (request->argument_count > 2 && !number_read(request->arguments[2], LLONG_MIN, LLONG_MAX, &call->number))
        return ANSWER_USAGE;
    answer = resolve_socket(agent, request->arguments[0], call, &handle);
    if (answer == ANSWER_READY && handle && request->argument_count > 2 && strcmp(name, "linger") == 0)
        handle->lingers = call->number > 0;
    return answer;
}

static int perform_getopt(struct call *call) {
    return provider.get_option ? provider.get_option(call->socket, call->word, &call->number) : UNSUPPORTED;
}

static int perform_setopt(struct call *call) {
    if (strcmp(call->word, "nonblock") == 0 && provider.set_nonblocking)
        return provider.set_nonblocking(call->socket, call->number != 0);
    return provider.set_option ? provider.set_option(call->socket, call->word, call->number) : UNSUPPORTED;
}

/* What a sum is says nothing: whether it is one that was seen before does. */
static long long sum_ordinal(struct agent *agent, long long sum) {
    size_t i = 0;
    while (i < agent->sums_seen_count && agent->sums_seen[i] != sum)
        i++;
    if (i == agent->sums_seen_count && i < SUMS_SEEN_MOST)
        agent->sums_seen[agent->sums_seen_count++] = sum;
    return (long long)i + 1;
}

static void finish_value(struct agent *agent, struct call *call, struct reply *reply) {
    if (call->code == 0 && strcmp(call->word, "everything") == 0)
        call->number = sum_ordinal(agent, call->number);
    if (call->code == 0)
        respond_number(reply, "value", call->number);
}

static enum answer prepare_fill(struct agent *agent, const struct request *request, struct call *call) {
    static const struct {
        const char *word;
        long room;
    } words[] = {{"none", FILL_NONE}, {"whole", FILL_WHOLE}, {"more", FILL_MORE}, {"negative", FILL_NEGATIVE}};
    const char *room = request->arguments[2];
    struct handle *handle;
    size_t i = 0;
    if (!provider.fill || strlen(request->arguments[1]) >= sizeof call->word)
        return ANSWER_UNSUPPORTED;
    copy_text(call->word, sizeof call->word, request->arguments[1]);
    while (i < sizeof words / sizeof words[0] && strcmp(words[i].word, room) != 0)
        i++;
    if (i < sizeof words / sizeof words[0])
        call->number = words[i].room;
    else if (!number_read(room, 0, 127, &call->number))
        return ANSWER_USAGE;
    return resolve_socket(agent, request->arguments[0], call, &handle);
}

static int perform_fill(struct call *call) {
    return provider.fill(call->word, call->socket, (long)call->number, (char *)call->bytes_inline, sizeof call->bytes_inline);
}

enum { ALL_EVENTS = EVENT_IN | EVENT_OUT | EVENT_PRI | EVENT_RDHUP };

/* What to ask for so that a wait ends with the event and with no other that is always there: hup and err come unasked. */
static bool event_to_ask(const char *name, unsigned *ask, unsigned *wanted) {
    static const struct {
        const char *name;
        unsigned ask, wanted;
    } known[] = {{"in", EVENT_IN, EVENT_IN}, {"out", EVENT_OUT, EVENT_OUT}, {"pri", EVENT_PRI, EVENT_PRI}, {"rdhup", EVENT_RDHUP, EVENT_RDHUP},
                 {"hup", 0, EVENT_HUP},      {"err", 0, EVENT_ERR}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(known[i].name, name) == 0) {
            *ask = known[i].ask;
            *wanted = known[i].wanted;
            return true;
        }
    return false;
}

static bool poll_method_known(const char *method) {
    static const char *const known[] = {"poll", "select", "epoll", "ppoll", "pselect", "normal", "epoll-again", "epoll-edge"};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(known[i], method) == 0)
            return true;
    return false;
}

static enum answer prepare_poll(struct agent *agent, const struct request *request, struct call *call) {
    const char *method = request_option(request, "method"), *until = request_option(request, "until");
    struct handle *handle;
    long milliseconds = 0;
    enum answer answer = resolve_milliseconds(agent, request, "wait", 0, &milliseconds);
    if (answer != ANSWER_READY)
        return answer;
    if (!method)
        method = "poll";
    if (!poll_method_known(method))
        return ANSWER_UNSUPPORTED;
    call->asked = call->wanted = 0;
    if (until && !event_to_ask(until, &call->asked, &call->wanted))
        return ANSWER_UNSUPPORTED;
    copy_text(call->word, sizeof call->word, method);
    call->number = milliseconds;
    if (milliseconds > 0)
        agent_flush(agent);
    return resolve_socket(agent, request->arguments[0], call, &handle);
}

static int poll_once(struct call *call, unsigned asked, long milliseconds) {
    struct poll_item item = {call->socket, asked, 0};
    size_t ready = 0;
    int code;
    if (strcmp(call->word, "poll") == 0)
        code = provider.poll ? provider.poll(&item, 1, milliseconds, &ready) : UNSUPPORTED;
    else
        code = provider.poll_with ? provider.poll_with(call->word, &item, milliseconds) : UNSUPPORTED;
    call->flags = item.returned;
    return code;
}

static int perform_poll(struct call *call) {
    uint64_t end = provider.microseconds() + (uint64_t)call->number * 1000;
    int code;
    if (call->wanted == 0)
        return poll_once(call, ALL_EVENTS, (long)call->number);
    do {
        uint64_t now = provider.microseconds();
        code = poll_once(call, call->asked, now < end ? (long)((end - now + 999) / 1000) : 0);
    } while (code == 0 && call->flags == 0 && provider.microseconds() < end);
    return code != 0 ? code : poll_once(call, ALL_EVENTS, 0);
}

static void finish_poll(struct agent *agent, struct call *call, struct reply *reply) {
    (void)agent;
    if (call->code == 0)
        put_events(reply, call->flags);
}

static enum answer prepare_ioctl(struct agent *agent, const struct request *request, struct call *call) {
    struct handle *handle;
    if (strlen(request->arguments[1]) >= sizeof call->word)
        return ANSWER_UNSUPPORTED;
    copy_text(call->word, sizeof call->word, request->arguments[1]);
    return resolve_socket(agent, request->arguments[0], call, &handle);
}

static int perform_ioctl(struct call *call) {
    return provider.control ? provider.control(call->socket, call->word, &call->number) : UNSUPPORTED;
}

static enum answer prepare_info(struct agent *agent, const struct request *request, struct call *call) {
    struct handle *handle;
    return resolve_socket(agent, request->arguments[0], call, &handle);
}

static int perform_info(struct call *call) {
    return provider.information ? provider.information(call->socket, (char *)call->bytes_inline, sizeof call->bytes_inline) : UNSUPPORTED;
}

static void finish_info(struct agent *agent, struct call *call, struct reply *reply) {
    (void)agent;
    if (call->code == 0)
        respond_raw(reply, (const char *)call->bytes_inline);
}

const struct verb inspect_verbs[] = {
    {"sockname", 1, 1, "", prepare_name, perform_sockname, finish_name, NULL, NULL},
    {"peername", 1, 1, "", prepare_name, perform_peername, finish_name, NULL, NULL},
    {"getopt", 2, 2, "", prepare_option, perform_getopt, finish_value, NULL, NULL},
    {"setopt", 3, 3, "", prepare_option, perform_setopt, NULL, NULL, NULL},
    {"poll", 1, 1, "method wait until", prepare_poll, perform_poll, finish_poll, NULL, NULL},
    {"ioctl", 2, 2, "", prepare_ioctl, perform_ioctl, finish_value, NULL, NULL},
    {"info", 1, 1, "", prepare_info, perform_info, finish_info, NULL, NULL},
    {"fill", 3, 3, "", prepare_fill, perform_fill, finish_info, NULL, NULL},
    {NULL, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL},
};

/* transfer.c: the verbs that move bytes. */
#include "agent.h"
#include "copy_text.h"

#include <stdlib.h>
#include <string.h>

enum { RECEIVE_DEFAULT = INLINE_BYTES, RECEIVE_MOST = 1 << 20, TEXT_SHOWN_MOST = 120 };

static const char *const flag_names[] = {"peek", "oob", "dontwait", "nosignal"};
static const unsigned flag_bits[] = {MESSAGE_PEEK, MESSAGE_OOB, MESSAGE_DONTWAIT, MESSAGE_NOSIGNAL};

/* The method, which must be one of allowed, and the flags of both verbs. */
static enum answer prepare_transfer(struct agent *agent, const struct request *request, struct call *call, const char *const *allowed) {
    const char *method = request_option(request, "method"), *flags = request_option(request, "flags");
    struct handle *handle;
    size_t i = 0;
    if (!method)
        method = allowed[0];
    while (allowed[i] && strcmp(allowed[i], method) != 0)
        i++;
    if (!allowed[i] || (flags && !resolve_flags(flags, flag_names, flag_bits, 4, &call->flags)))
        return ANSWER_UNSUPPORTED;
    copy_text(call->word, sizeof call->word, method);
    return resolve_socket(agent, request->arguments[0], call, &handle);
}

static bool ready_or_nonblocking(const struct agent *agent, const struct call *call, unsigned asked) {
    return (call->flags & MESSAGE_DONTWAIT) != 0 || is_nonblocking(call->socket) || is_ready_for(agent, call->socket, asked);
}

static enum answer prepare_send(struct agent *agent, const struct request *request, struct call *call) {
    static const char *const methods[] = {"send", "sendto", "sendmsg", "write", "writev", NULL};
    struct handle *handle = handles_find_open(&agent->handles, request->arguments[0]);
    if (handle)
        handle->has_sent = true;
    call->count = strlen(request->arguments[1]);
    call->bytes = call->bytes_inline;
    memcpy(call->bytes, request->arguments[1], call->count);
    return prepare_transfer(agent, request, call, methods);
}

static int perform_send(struct call *call) {
    long before = provider.signals ? provider.signals() : UNSUPPORTED;
    size_t sent = 0;
    int code = provider.send ? provider.send(call->socket, call->bytes, call->count, call->word, call->flags, &sent) : UNSUPPORTED;
    call->count = sent;
    call->signals = before == UNSUPPORTED ? UNSUPPORTED : provider.signals() - before;
    return code;
}

static void finish_send(struct agent *agent, struct call *call, struct reply *reply) {
    (void)agent;
    if (call->code == 0)
        respond_number(reply, "bytes", (long long)call->count);
    if (call->signals != UNSUPPORTED)
        respond_number(reply, "sigpipe", call->signals);
}

static bool instant_send(struct agent *agent, const struct call *call) {
    return ready_or_nonblocking(agent, call, EVENT_OUT);
}

static enum answer prepare_recv(struct agent *agent, const struct request *request, struct call *call) {
    static const char *const methods[] = {"recv", "recvfrom", "recvmsg", "read", "readv", NULL};
    const char *bytes = request_option(request, "bytes");
    call->number = RECEIVE_DEFAULT;
    if (bytes && !number_read(bytes, 0, RECEIVE_MOST, &call->number))
        return ANSWER_USAGE;
    call->bytes = call->number <= INLINE_BYTES ? call->bytes_inline : malloc((size_t)call->number);
    if (!call->bytes)
        return ANSWER_UNSUPPORTED;
    return prepare_transfer(agent, request, call, methods);
}

static int perform_recv(struct call *call) {
    call->count = 0;
    if (!provider.receive_from)
        return UNSUPPORTED;
    return provider.receive_from(call->socket, call->bytes, (size_t)call->number, call->word, call->flags, &call->count);
}

static void finish_recv(struct agent *agent, struct call *call, struct reply *reply) {
    (void)agent;
    if (call->code != 0)
        return;
    respond_number(reply, "bytes", (long long)call->count);
    respond_bytes(reply, "text", call->bytes, call->count < TEXT_SHOWN_MOST ? call->count : TEXT_SHOWN_MOST);
}

static bool instant_recv(struct agent *agent, const struct call *call) {
    return ready_or_nonblocking(agent, call, call->flags & MESSAGE_OOB ? EVENT_PRI : EVENT_IN);
}

const struct verb transfer_verbs[] = {
    {"send", 2, 2, "method flags", prepare_send, perform_send, finish_send, instant_send, NULL},
    {"recv", 1, 1, "bytes method flags", prepare_recv, perform_recv, finish_recv, instant_recv, NULL},
    {NULL, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL},
};

/* sockets.c: the verbs that make, name and end sockets. */
#include "agent.h"
#include "copy_text.h"

#include "address.h"
#include "groups.h"

#include <string.h>

/* what the verbs share */

static void register_made(struct agent *agent, struct call *call, struct reply *reply) {
    if (call->code != 0)
        return;
    if (handles_add(&agent->handles, call->name, call->made, call->family, call->type)) {
        call->holds_made = false;
        return;
    }
    respond_again(reply); /* the name was taken while the call was under way */
    respond_refused(reply, "usage");
}

/* socket */

static enum answer prepare_socket(struct agent *agent, const struct request *request, struct call *call) {
    const char *protocol = request_option(request, "protocol");
    enum answer answer = resolve_new_name(agent, request->arguments[0], call->name);
    if (answer != ANSWER_READY)
        return answer;
    for (size_t i = 3; i < request->argument_count; i++) {
        if (strcmp(request->arguments[i], "nonblock") == 0)
            call->flags |= SOCKET_NONBLOCK;
        else if (strcmp(request->arguments[i], "cloexec") == 0)
            call->flags |= SOCKET_CLOEXEC;
        else
            return ANSWER_UNSUPPORTED;
    }
    if (protocol && !number_read(protocol, INT32_MIN, INT32_MAX, &call->number))
        return ANSWER_USAGE;
    call->family = family_find(request->arguments[1]);
    call->type = type_word(request->arguments[2]);
    return call->family && call->type ? ANSWER_READY : ANSWER_UNSUPPORTED;
}

static int perform_socket(struct call *call) {
    int code = provider.make ? provider.make(call->family->name, call->type, (int)call->number, call->flags, &call->made) : UNSUPPORTED;
    call->holds_made = code == 0;
    return code;
}

/* bind */

static enum answer prepare_bind(struct agent *agent, const struct request *request, struct call *call) {
    struct handle *handle;
    enum answer answer = resolve_socket(agent, request->arguments[0], call, &handle);
    if (answer != ANSWER_READY)
        return answer;
    return resolve_address(agent, request->arguments[1], request_option(request, "port"), handle ? handle->family : NULL, &call->address);
}

static int perform_bind(struct call *call) {
    return provider.bind ? provider.bind(call->socket, &call->address) : UNSUPPORTED;
}

/* listen */

static enum answer prepare_listen(struct agent *agent, const struct request *request, struct call *call) {
    struct handle *handle;
    int backlog = 0;
    enum answer answer = resolve_backlog(agent, request->arguments[1], &backlog);
    if (answer == ANSWER_READY)
        answer = resolve_socket(agent, request->arguments[0], call, &handle);
    if (answer != ANSWER_READY)
        return answer;
    call->number = backlog;
    if (handle) {
        handle->asked = backlog;
        handle->asked_once = true;
    }
    return ANSWER_READY;
}

static int perform_listen(struct call *call) {
    return provider.listen ? provider.listen(call->socket, (int)call->number) : UNSUPPORTED;
}

static void finish_listen(struct agent *agent, struct call *call, struct reply *reply) {
    (void)agent;
    respond_number(reply, "asked", call->number);
}

/* connect */

static enum answer make_client(struct agent *agent, const char *name, struct call *call) {
    descriptor made;
    enum answer answer = resolve_new_name(agent, name, call->name);
    if (answer != ANSWER_READY)
        return strpbrk(name, ":") || strcmp(name, "none") == 0 ? ANSWER_NO_HANDLE : answer;
    call->code = provider.make ? provider.make(call->family->name, call->type, 0, 0, &made) : UNSUPPORTED;
    if (call->code != 0)
        return call->code == UNSUPPORTED ? ANSWER_UNSUPPORTED : ANSWER_CODE;
    if (!handles_add(&agent->handles, name, made, call->family, call->type)) {
        (void)provider.close(made);
        return ANSWER_USAGE;
    }
    call->socket = made;
    call->blocks = true;
    return ANSWER_READY;
}

static enum answer prepare_connect(struct agent *agent, const struct request *request, struct call *call) {
    const char *name = request->arguments[0], *family = request_option(request, "family");
    struct handle *handle = handles_find_open(&agent->handles, name);
    bool special = !handle && (strchr(name, ':') || strcmp(name, "none") == 0);
    enum answer answer;
    call->family = handle ? handle->family : NULL;
    if (family) {
        call->family = family_find(family);
        if (!call->family)
            return ANSWER_UNSUPPORTED;
    }
    answer = resolve_target(agent, request, request->arguments[1], &call->family, &call->type, &call->address);
    if (answer != ANSWER_READY) {
        call->code = agent->direct.code;
        return answer;
    }
    if (handle || special)
        return resolve_socket(agent, name, call, &handle);
    return make_client(agent, name, call);
}

static int perform_connect(struct call *call) {
    return provider.connect ? provider.connect(call->socket, &call->address) : UNSUPPORTED;
}

static bool instant_connect(struct agent *agent, const struct call *call) {
    (void)agent;
    return strcmp(call->type, "dgram") == 0 || strcmp(call->type, "raw") == 0 || (!call->blocks && is_nonblocking(call->socket));
}

/* accept */

static enum answer prepare_accept(struct agent *agent, const struct request *request, struct call *call) {
    static const char *const names[] = {"nonblock", "cloexec", "invalid"};
    static const unsigned bits[] = {SOCKET_NONBLOCK, SOCKET_CLOEXEC, SOCKET_INVALID_FLAG};
    const char *flags = request_option(request, "flags"), *method = request_option(request, "method");
    struct handle *handle;
    enum answer answer = resolve_new_name(agent, request->arguments[1], call->name);
    if (answer == ANSWER_READY)
        answer = resolve_socket(agent, request->arguments[0], call, &handle);
    if (answer != ANSWER_READY)
        return answer;
    if (flags && !resolve_flags(flags, names, bits, 3, &call->flags))
        return ANSWER_UNSUPPORTED;
    if (method && (flags || strlen(method) >= sizeof call->word))
        return ANSWER_UNSUPPORTED;
    copy_text(call->word, sizeof call->word, method ? method : "");
    call->family = handle ? handle->family : NULL;
    call->type = handle && type_word(handle->type) ? type_word(handle->type) : "stream";
    return ANSWER_READY;
}

static int perform_accept(struct call *call) {
    int code = UNSUPPORTED;
    if (call->word[0] != '\0')
        code = provider.accept_by ? provider.accept_by(call->word, call->socket, &call->made, &call->address) : UNSUPPORTED;
    else if (provider.accept)
        code = provider.accept(call->socket, call->flags, &call->made, &call->address);
    call->holds_made = code == 0;
    return code;
}

static void finish_accept(struct agent *agent, struct call *call, struct reply *reply) {
    char text[ADDRESS_TEXT_MOST];
    if (call->code != 0)
        return;
    address_text(&call->address, text);
    respond_text(reply, "peer", text);
    if (call->address.kind == ADDRESS_INET || call->address.kind == ADDRESS_INET6)
        respond_number(reply, "peerport", call->address.port);
    respond_text(reply, "peerfamily", family_text(call->address.kind, call->family));
    register_made(agent, call, reply);
}

/* While somebody else may take the connection first, being readable promises nothing. */
static bool instant_accept(struct agent *agent, const struct call *call) {
    if (call->word[0] != '\0')
        return false;
    return is_nonblocking(call->socket) || is_ready_for(agent, call->socket, EVENT_IN);
}

/* close, shutdown, disconnect, dup, pass */

static enum answer prepare_close(struct agent *agent, const struct request *request, struct call *call) {
    struct handle *handle;
    struct group *group = group_find(agent, request->arguments[0]);
    enum answer answer;
    if (group) {
        group_close(agent, group);
        call->count = 1;
        return ANSWER_READY;
    }
    answer = resolve_socket(agent, request->arguments[0], call, &handle);
    if (answer != ANSWER_READY)
        return answer;
    call->release = false; /* the call itself ends it */
    call->flags = handle && handle->lingers;
    if (handle) {
        if (locate(handle->socket, &handle->last) != 0)
            handle->last.kind = ADDRESS_NONE;
        handles_close(&agent->handles, handle);
    }
    return ANSWER_READY;
}

static int perform_close(struct call *call) {
    if (call->count > 0) /* a group, closed already */
        return 0;
    return provider.close ? provider.close(call->socket) : UNSUPPORTED;
}

static bool instant_close(struct agent *agent, const struct call *call) {
    (void)agent;
    return call->flags == 0;
}

static enum answer prepare_shutdown(struct agent *agent, const struct request *request, struct call *call) {
    const char *how = request->arguments[1];
    struct handle *handle;
    enum answer answer;
    if (strcmp(how, "rd") != 0 && strcmp(how, "wr") != 0 && strcmp(how, "rdwr") != 0)
        return ANSWER_UNSUPPORTED;
    copy_text(call->word, sizeof call->word, how);
    answer = resolve_socket(agent, request->arguments[0], call, &handle);
    if (handle)
        handle->has_sent = true; /* the end of the stream */
    return answer;
}

static int perform_shutdown(struct call *call) {
    return provider.shutdown ? provider.shutdown(call->socket, call->word) : UNSUPPORTED;
}

static enum answer prepare_only_socket(struct agent *agent, const struct request *request, struct call *call) {
    struct handle *handle;
    return resolve_socket(agent, request->arguments[0], call, &handle);
}

static int perform_disconnect(struct call *call) {
    return provider.disconnect ? provider.disconnect(call->socket) : UNSUPPORTED;
}

static enum answer prepare_copy(struct agent *agent, const struct request *request, struct call *call) {
    struct handle *handle;
    enum answer answer = resolve_new_name(agent, request->arguments[1], call->name);
    if (answer == ANSWER_READY)
        answer = resolve_socket(agent, request->arguments[0], call, &handle);
    if (answer != ANSWER_READY)
        return answer;
    call->family = handle ? handle->family : NULL;
    call->type = handle && type_word(handle->type) ? type_word(handle->type) : "stream";
    call->number = handle ? handle->asked : 0;
    agent->has_copies = true;
    return ANSWER_READY;
}

static enum answer prepare_dup(struct agent *agent, const struct request *request, struct call *call) {
    const char *at = request_option(request, "at");
    long long number = 0;
    if (at && !number_read(at, 0, INT32_MAX, &number))
        return ANSWER_USAGE;
    call->count = at ? (size_t)number + 1 : 0;
    return prepare_copy(agent, request, call);
}

static int perform_dup(struct call *call) {
    int code = UNSUPPORTED;
    if (call->count > 0)
        code = provider.duplicate_at ? provider.duplicate_at(call->socket, (long)call->count - 1, &call->made) : UNSUPPORTED;
    else if (provider.duplicate)
        code = provider.duplicate(call->socket, &call->made);
    call->holds_made = code == 0;
    return code;
}

static int perform_pass(struct call *call) {
    int code = provider.pass ? provider.pass(call->socket, &call->made) : UNSUPPORTED;
    call->holds_made = code == 0;
    return code;
}

static void finish_copy(struct agent *agent, struct call *call, struct reply *reply) {
    struct handle *handle;
    register_made(agent, call, reply);
    handle = call->code == 0 ? handles_find_open(&agent->handles, call->name) : NULL;
    if (handle)
        handle->asked = (int)call->number;
}

const struct verb socket_verbs[] = {
    {"socket", 3, 5, "protocol", prepare_socket, perform_socket, register_made, NULL, NULL},
    {"bind", 2, 2, "port", prepare_bind, perform_bind, NULL, NULL, NULL},
    {"listen", 2, 2, "", prepare_listen, perform_listen, finish_listen, NULL, NULL},
    {"connect", 2, 2, "family port", prepare_connect, perform_connect, NULL, instant_connect, NULL},
    {"accept", 2, 2, "flags method", prepare_accept, perform_accept, finish_accept, instant_accept, NULL},
    {"close", 1, 1, "", prepare_close, perform_close, NULL, instant_close, NULL},
    {"shutdown", 2, 2, "", prepare_shutdown, perform_shutdown, NULL, NULL, NULL},
    {"disconnect", 1, 1, "", prepare_only_socket, perform_disconnect, NULL, NULL, NULL},
    {"dup", 2, 2, "at", prepare_dup, perform_dup, finish_copy, NULL, NULL},
    {"pass", 2, 2, "", prepare_copy, perform_pass, finish_copy, NULL, NULL},
    {NULL, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL},
};

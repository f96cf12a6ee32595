/* verbs.c: find the verb of a request, check its form, and carry it out, in a thread where it may block. */
#include "agent.h"

#include <stdlib.h>
#include <string.h>

static const struct verb *const verb_tables[] = {socket_verbs, inspect_verbs, transfer_verbs, control_verbs};

const struct verb *verb_find(const char *name) {
    for (size_t i = 0; i < sizeof verb_tables / sizeof verb_tables[0]; i++)
        for (const struct verb *verb = verb_tables[i]; verb->name; verb++)
            if (verb->name[0] == name[0] && strcmp(verb->name, name) == 0)
                return verb;
    return NULL;
}

void answer_refusal(enum answer answer, int code, struct reply *reply) {
    switch (answer) {
    case ANSWER_UNSUPPORTED:
        respond_unsupported(reply);
        return;
    case ANSWER_NO_HANDLE:
        respond_refused(reply, "nohandle");
        return;
    case ANSWER_CODE:
        respond_failed(reply, code);
        return;
    case ANSWER_READY:
    case ANSWER_USAGE:
        break;
    }
    respond_refused(reply, "usage");
}

enum answer call_prepare(struct agent *agent, const struct verb *verb, const struct request *request, struct call *call) {
    enum answer answer;
    if (!verb || !verb->prepare || !request_options_known(request, verb->options))
        return ANSWER_UNSUPPORTED;
    if (request->argument_count < verb->least || request->argument_count > verb->most)
        return ANSWER_USAGE;
    call->verb = verb;
    call->release = call->holds_made = call->blocks = false;
    call->code = 0;
    call->flags = 0;
    call->number = 0;
    call->count = 0;
    call->family = NULL;
    call->type = "";
    call->name[0] = '\0';
    call->bytes = NULL;
    answer = verb->prepare(agent, request, call);
    if (answer != ANSWER_READY)
        call_discard(call);
    return answer;
}

void call_perform(struct call *call) {
    uint64_t start = provider.microseconds();
    call->code = call->verb->perform(call);
    call->microseconds = provider.microseconds() - start;
}

static void call_free(struct call *call) {
    if (call->release && provider.close)
        (void)provider.close(call->socket);
    if (call->holds_made && provider.close)
        (void)provider.close(call->made);
    if (call->bytes && call->bytes != call->bytes_inline)
        free(call->bytes);
    call->release = call->holds_made = false;
    call->bytes = NULL;
}

void call_finish(struct agent *agent, struct call *call, struct reply *reply) {
    if (call->code == 0)
        respond_ok(reply);
    else
        respond_failed(reply, call->code);
    if (call->code != UNSUPPORTED) {
        if (call->verb->finish)
            call->verb->finish(agent, call, reply);
        respond_time(reply, call->microseconds);
        reply->of_a_call = false;
    }
    call_free(call);
}

void call_discard(struct call *call) {
    call_free(call);
}

static bool may_block(struct agent *agent, const struct call *call) {
    return call->verb->instant && provider.thread_start && provider.thread_wait && !call->verb->instant(agent, call);
}

static void answer_timed(struct agent *agent, const struct verb *verb, const struct request *request, struct reply *reply) {
    uint64_t start = provider.microseconds();
    verb->answer(agent, request, reply);
    if (reply->of_a_call)
        respond_time(reply, provider.microseconds() - start);
}

void verb_answer(struct agent *agent, const struct request *request, struct reply *reply) {
    const struct verb *verb = verb_find(request->verb);
    struct call *call = &agent->direct;
    enum answer answer;
    if (verb && verb->answer) {
        if (!request_options_known(request, verb->options) && verb->most != SIZE_MAX)
            respond_unsupported(reply);
        else if (request->argument_count < verb->least || request->argument_count > verb->most)
            respond_refused(reply, "usage");
        else
            answer_timed(agent, verb, request, reply);
        return;
    }
    answer = call_prepare(agent, verb, request, call);
    if (answer != ANSWER_READY) {
        answer_refusal(answer, call->code, reply);
        return;
    }
    if (may_block(agent, call)) {
        (void)task_run(agent, call, NULL, scaled(agent, DEADLINE), reply);
        return;
    }
    call_perform(call);
    call_finish(agent, call, reply);
}

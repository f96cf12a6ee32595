/* main.c: the agent: read requests, answer each once and in order, send the answers when no request is waiting. */
#include "agent.h"
#include "handles_inherit.h"

#include <string.h>

static struct agent agent_state;

void agent_flush(struct agent *agent) {
    if (output_send(&agent->output, agent->transmit) != 0)
        agent->ended = true;
}

void agent_last_words(void) {
    if (agent_state.transmit)
        (void)output_send(&agent_state.output, agent_state.transmit);
}

enum { HELD_MOST = 2000 }; /* microseconds */

/* Replies wait for company, but not for long: who sent the requests must see where a slow one begins. */
static void send_the_old(struct agent *agent) {
    uint64_t now = provider.microseconds();
    if (agent->output.sent == agent->output.complete)
        agent->oldest_held = now;
    else if (now - agent->oldest_held > HELD_MOST)
        agent_flush(agent);
}

/* `must REQUEST`: where it does not succeed the case is void, and nothing more is done until reset. */
static void answer_request(struct agent *agent, const struct request *request, struct reply *reply) {
    struct request inner;
    bool must = strcmp(request->verb, "must") == 0 && request_inner(&inner, request, 1);
    if (strcmp(request->verb, "reset") == 0 || strcmp(request->verb, "bye") == 0)
        agent->skips = false;
    if (agent->skips) {
        respond_unsupported(reply);
        respond_text(reply, "skipped", "yes");
        return;
    }
    verb_answer(agent, must ? &inner : request, reply);
    /* A child that begins its life here has answered nothing yet. */
    agent->skips = must && !agent->silent && !reply->succeeded;
}

static void answer_line(struct agent *agent, char *line, size_t length, bool too_long) {
    struct request request;
    struct reply reply;
    enum parsed parsed = request_parse(&request, line, length);
    char *room;
    if (parsed == PARSED_NO_ID)
        return;
    send_the_old(agent);
    room = output_room(&agent->output);
    if (!room) {
        agent_flush(agent);
        room = output_room(&agent->output);
        if (!room)
            return;
    }
    respond_start(&reply, room, request.id);
    agent->silent = false;
    if (too_long || parsed == PARSED_MALFORMED)
        respond_refused(&reply, "usage");
    else
        answer_request(agent, &request, &reply);
    if (!agent->silent)
        output_finished(&agent->output, respond_end(&reply));
}

static void serve_stream(struct agent *agent) {
    while (!agent->ended) {
        char *line = NULL;
        size_t length = 0, size = 0;
        long count;
        enum line_kind kind = input_next(&agent->input, &line, &length);
        if (kind != LINE_NONE) {
            answer_line(agent, line, length, kind == LINE_TOO_LONG);
            continue;
        }
        agent_flush(agent);
        if (agent->ended)
            break;
        line = input_room(&agent->input, &size);
        count = agent->receive(line, size);
        if (count <= 0)
            break;
        input_filled(&agent->input, (size_t)count);
    }
    agent_flush(agent);
}

static void end_everything(struct agent *agent) {
    struct request none;
    struct reply unheard;
    char room[LINE_MOST + 1];
    memset(&none, 0, sizeof none);
    respond_start(&unheard, room, "0");
    answer_reset(agent, &none, &unheard);
}

int main(int argument_count, char **arguments) {
    struct agent *agent = &agent_state;
    int code = provider.start ? provider.start(argument_count, arguments) : 0;
    if (code != 0)
        return 1;
    agent->receive = provider.receive;
    agent->transmit = provider.transmit;
    agent->scale = provider.renewed && provider.renewed() > 0 ? provider.renewed() : 1000;
    input_clear(&agent->input);
    output_clear(&agent->output);
    for (int i = 1; i + 1 < argument_count; i++)
        if (strcmp(arguments[i], "--inherit") == 0) {
            handles_inherit(&agent->handles, arguments[i + 1]);
            agent->shares = true;
        }
    serve_stream(agent);
    if (agent->renews)
        provider.renew(agent->scale);
    if (!agent->shares)
        end_everything(agent);
    if (provider.stop)
        provider.stop();
    return 0;
}

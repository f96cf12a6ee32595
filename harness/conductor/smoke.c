/* smoke.c: the greeting and the smoke test of a fresh agent: it says who it is, refuses what does not exist, and answers a
 * few plain calls sanely. An agent that says ok to everything, or unsupported to everything, does not get past it. */
#include "smoke.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum step {
    STEP_HELLO,
    STEP_UNKNOWN,
    STEP_LIMITS,
    STEP_SOCKET,
    STEP_BIND,
    STEP_LISTEN,
    STEP_MISSING,
    STEP_CLOSE,
    STEP_RESET,
    /* Where the plain calls are fatal only these follow the limits. */
    STEP_SHORT_MISSING,
    STEP_SHORT_RESET
};

/* A verb that no agent has, different each time so that it cannot be prepared for. */
static void unknown_verb(char *verb, size_t length)
{
    static unsigned long state = 0;
    if (state == 0)
        state = (unsigned long)time(NULL) * 2654435761UL + (unsigned long)(monotonic_seconds() * 1e6);
    for (size_t i = 0; i < length; i++) {
        state = state * 6364136223846793005UL + 1442695040888963407UL;
        verb[i] = (char)('a' + (state >> 33) % 26);
    }
    verb[length] = '\0';
}

void smoke_begin(struct lane *lane)
{
    char text[80], verb[13];
    if (lane->stage->time_scale == 1.0)
        (void)snprintf(text, sizeof text, "hello 1");
    else
        (void)snprintf(text, sizeof text, "hello 1 time-scale=%g", lane->stage->time_scale);
    unknown_verb(verb, sizeof verb - 1);
    lane_send(lane, text);
    lane_send(lane, verb);
    lane_send(lane, "limits");
    link_flush(&lane->link);
}

static const char *first_family(const struct greeting *greeting)
{
    static const char *const families[] = {"inet", "unix", "inet6", "seqpacket", "mptcp", "sctp", "vsock"};
    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++) {
        if (agent_has(&greeting->facts, families[i]))
            return families[i];
    }
    return "inet";
}

static void send_calls(struct lane *lane)
{
    char text[64];
    /* An agent that serves one case is to meet it as it was started. */
    if (*lane->stage->calls_are_fatal || (lane->stage->target->fresh && lane->greeted)) {
        lane->smoke_step = STEP_SHORT_MISSING;
        lane_send(lane, "close smoke-missing");
        lane_send(lane, "reset");
        link_flush(&lane->link);
        return;
    }
    (void)snprintf(text, sizeof text, "socket smoke %s stream", first_family(&lane->greeting));
    lane_send(lane, text);
    lane_send(lane, "bind smoke loopback");
    lane_send(lane, "listen smoke 5");
    lane_send(lane, "close smoke-missing");
    lane_send(lane, "close smoke");
    lane_send(lane, "reset");
    link_flush(&lane->link);
}

/* A subject's name becomes the name of a directory. */
static char *subject_name(struct arena *arena, const char *name)
{
    char *subject = arena_string(arena, name);
    for (char *c = subject; *c != '\0'; c++) {
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
        else if (!((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') || (c != subject && strchr("._-", *c) != NULL)))
            *c = '-';
    }
    if (strlen(subject) > 64)
        subject[64] = '\0';
    return subject;
}

static struct pairs copy_pairs(struct arena *arena, const struct reply *reply, bool numbers_only)
{
    struct pair *items = arena_take(arena, reply->count + 1, sizeof *items);
    size_t count = 0;
    for (size_t i = 0; i < reply->count; i++) {
        const char *name = reply->keys[i].name, *value = reply->keys[i].value;
        const char *digits = value + (*value == '-');
        bool number = *digits != '\0' && digits[strspn(digits, "0123456789")] == '\0' && strlen(digits) < 19;
        if (strcmp(name, "us") == 0 || (numbers_only && !number))
            continue;
        items[count++] = (struct pair){arena_string(arena, name), strcmp(name, "name") == 0 ? subject_name(arena, value)
                                                                                           : arena_string(arena, value)};
    }
    return (struct pairs){items, count};
}

static const char *take_hello(struct lane *lane, const struct reply *reply)
{
    struct greeting *greeting = &lane->greeting;
    const char *protocol = reply_value(reply, "proto"), *name = reply_value(reply, "name");
    if (reply->outcome != OUTCOME_OK)
        return "it did not answer ok to hello";
    if (protocol == NULL || strcmp(protocol, "1") != 0)
        return "it speaks another version of the protocol (expected proto=1)";
    if (name == NULL || *name == '\0')
        return "it did not say who it is (expected name=)";
    greeting->hello = copy_pairs(&greeting->arena, reply, false);
    const char *caps = pairs_value(greeting->hello, "caps");
    greeting->facts.caps = caps != NULL ? caps : "";
    return NULL;
}

static const char *take_call(struct lane *lane, enum step step, const struct reply *reply)
{
    switch (step) {
    case STEP_SOCKET:
        lane->smoke_socket = reply->outcome == OUTCOME_OK;
        lane->smoke_expressed = reply->outcome != OUTCOME_UNSUPPORTED || agent_has(&lane->greeting.facts, "serve");
        return NULL;
    case STEP_LISTEN:
        lane->smoke_expressed = lane->smoke_expressed && (reply->outcome != OUTCOME_UNSUPPORTED || !lane->smoke_socket ||
                                                           agent_has(&lane->greeting.facts, "serve"));
        return lane->smoke_expressed ? NULL : "it answered unsupported to everything";
    case STEP_MISSING:
    case STEP_SHORT_MISSING:
        return reply->outcome == OUTCOME_OK ? "it answered ok to closing a handle that does not exist" : NULL;
    case STEP_CLOSE:
        return lane->smoke_socket && reply->outcome != OUTCOME_OK ? "it could not close the socket it had made" : NULL;
    case STEP_RESET:
    case STEP_SHORT_RESET:
        if (reply->outcome != OUTCOME_OK)
            return "it did not answer ok to reset";
        lane->phase = LANE_READY;
        lane->greeted = true;
        return NULL;
    default:
        return NULL;
    }
}

const char *smoke_answer(struct lane *lane, char *answer)
{
    struct reply reply;
    enum step step = (enum step)lane->smoke_step++;
    if (read_reply(answer, &reply) != NULL)
        return "it answered something that is not a reply";
    switch (step) {
    case STEP_HELLO:
        return take_hello(lane, &reply);
    case STEP_UNKNOWN:
        return reply.outcome == OUTCOME_UNSUPPORTED ? NULL : "it did not answer unsupported to a verb that does not exist";
    case STEP_LIMITS:
        lane->phase = LANE_SMOKE;
        if (reply.outcome == OUTCOME_OK)
            lane->greeting.limits = copy_pairs(&lane->greeting.arena, &reply, true);
        lane->greeting.facts.limits = lane->greeting.limits;
        send_calls(lane);
        return NULL;
    default:
        return take_call(lane, step, &reply);
    }
}

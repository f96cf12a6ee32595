/* expansion_flood.c: `flood` and `clients` as primitives: many non-blocking clients, classified by what they see. */
#include <stdlib.h>
#include <string.h>

#include "expander.h"
#include "lane.h"

static const char *const state_names[CLIENT_STATES] = {"established", "refused", "reset", "closed", "pending", "again", "other"};

enum { LOOK_REQUESTS = 2, CONNECT_REQUESTS = 2 };

static enum client_state state_of_error(const char *error)
{
    if (strcmp(error, "ECONNREFUSED") == 0)
        return CLIENT_REFUSED;
    if (strcmp(error, "ECONNRESET") == 0 || strcmp(error, "EPIPE") == 0)
        return CLIENT_RESET;
    if (strcmp(error, "EINPROGRESS") == 0 || strcmp(error, "EALREADY") == 0)
        return CLIENT_PENDING;
    if (strcmp(error, "EAGAIN") == 0)
        return CLIENT_AGAIN;
    return CLIENT_OTHER;
}

static void request_look(struct performance *performance, const struct client_group *group, size_t from)
{
    for (size_t i = from; i < group->count; i++) {
        performance_request(performance, "poll %s.%zu wait=0", group->name, i);
        performance_request(performance, "recv %s.%zu bytes=1 flags=peek+dontwait", group->name, i);
    }
}

static bool has_event(const char *events, const char *wanted)
{
    size_t length = strlen(wanted);
    for (const char *at = events; at != NULL && *at != '\0';) {
        size_t here = strcspn(at, "+");
        if (here == length && strncmp(at, wanted, length) == 0)
            return true;
        at += here + (at[here] == '+');
    }
    return false;
}

/* A receive that takes nothing tells the error a socket holds by its name; a number would say nothing here. */
static enum client_state look_at_client(enum client_state state, const struct request *answers)
{
    struct answer polled, peeked;
    if (state != CLIENT_PENDING && state != CLIENT_ESTABLISHED)
        return state;
    const char *events = reply_value(read_answer(answers[0].reply, &polled), "events");
    const struct reply *peek = read_answer(answers[1].reply, &peeked);
    bool silent = events == NULL || strcmp(events, "none") == 0;
    if (peek->outcome == OUTCOME_OK && reply_number(peek, "bytes", 1) == 0)
        return CLIENT_CLOSED;
    if (peek->outcome == OUTCOME_FAIL && strcmp(peek->error, "ENOTCONN") != 0) {
        enum client_state seen = state_of_error(peek->error);
        if (seen != CLIENT_AGAIN && seen != CLIENT_PENDING)
            return seen;
    }
    if ((state == CLIENT_PENDING && silent) || (peek->outcome == OUTCOME_FAIL && strcmp(peek->error, "ENOTCONN") == 0))
        return state;
    /* An agent that cannot peek: the events tell a reset from an end, and an end from a refusal. */
    bool ended = has_event(events, "rdhup") || (has_event(events, "hup") && peek->outcome != OUTCOME_OK);
    if (ended && has_event(events, "err"))
        return state == CLIENT_PENDING ? CLIENT_REFUSED : CLIENT_RESET;
    if (ended)
        return CLIENT_CLOSED;
    return CLIENT_ESTABLISHED;
}

static void take_look(struct client_group *group, size_t from, const struct request *answers)
{
    for (size_t i = from; i < group->count; i++)
        group->states[i] = look_at_client(group->states[i], answers + (i - from) * LOOK_REQUESTS);
}

static void count_states(const struct client_group *group, size_t from, size_t counts[CLIENT_STATES])
{
    memset(counts, 0, CLIENT_STATES * sizeof counts[0]);
    for (size_t i = from; i < group->count; i++)
        counts[group->states[i]]++;
}

static void put_counts(struct text *reply, const struct client_group *group, size_t from)
{
    size_t counts[CLIENT_STATES];
    count_states(group, from, counts);
    for (size_t i = 0; i < CLIENT_STATES; i++)
        text_format(reply, " %s=%zu", state_names[i], counts[i]);
}

static bool begin_flood(struct expansion *expansion, struct performance *performance, struct text *reply)
{
    struct expander *expander = expansion->expander;
    const struct words *words = expansion->words;
    const char *listener = words->word[1], *as = word_option(words, "as"), *family = word_option(words, "family");
    long long count = expander_count(expander, words->word[2], listener);
    if (count < 0 || count > MOST_FALLBACK_CLIENTS) {
        text_put(reply, "unsupported");
        return false;
    }
    struct text name = {0};
    text_format(&name, "%s%s", as != NULL ? as : listener, as != NULL ? "" : ".clients");
    struct client_group *group = expander_make_group(expander, text_string(&name), (size_t)count);
    text_free(&name);
    if (family == NULL)
        family = expander_handle(expander, listener)->family;
    expansion->group = group;
    expansion->from = group->count;
    expansion->tag = words_hold(words, "tag");
    group->count += (size_t)count;
    expander->connects += (size_t)count;
    for (size_t i = expansion->from; i < group->count; i++) {
        performance_request(performance, "socket %s.%zu %s stream nonblock", group->name, i, family);
        performance_request(performance, "connect %s.%zu %s", group->name, i, listener);
    }
    request_barrier(expander, performance);
    request_barrier(expander, performance);
    request_look(performance, group, expansion->from);
    for (size_t i = expansion->from; expansion->tag && i < group->count; i++)
        performance_request(performance, "send %s.%zu %06zu flags=dontwait", group->name, i, ++expander->tags);
    return true;
}

/* What connect said of each. NULL, or the refusal of a socket that could not be made. */
static const char *take_connects(const struct expansion *expansion, const struct request *answers)
{
    struct client_group *group = expansion->group;
    for (size_t i = expansion->from; i < group->count; i++, answers += CONNECT_REQUESTS) {
        struct answer made, connected;
        if (read_answer(answers[0].reply, &made)->outcome != OUTCOME_OK)
            return answers[0].reply;
        const struct reply *reply = read_answer(answers[1].reply, &connected);
        if (reply->outcome == OUTCOME_UNSUPPORTED)
            return answers[1].reply;
        group->states[i] = reply->outcome == OUTCOME_OK     ? CLIENT_ESTABLISHED
                           : reply->outcome == OUTCOME_FAIL ? state_of_error(reply->error)
                                                            : CLIENT_PENDING;
    }
    return NULL;
}

bool next_flood(struct expansion *expansion, struct performance *performance, const struct request *answers, size_t count,
                struct text *reply)
{
    if (expansion->round == 0)
        return begin_flood(expansion, performance, reply);
    size_t made = expansion->group->count - expansion->from;
    size_t least = made * (CONNECT_REQUESTS + LOOK_REQUESTS) + 2 * (size_t)BARRIER_REQUESTS;
    const char *refusal = count >= least ? take_connects(expansion, answers) : "unsupported";
    if (refusal != NULL) {
        text_put(reply, refusal);
        return false;
    }
    answers += made * CONNECT_REQUESTS;
    refusal = barrier_refusal(answers);
    if (refusal != NULL) {
        text_put(reply, refusal);
        return false;
    }
    take_look(expansion->group, expansion->from, answers + 2 * (size_t)BARRIER_REQUESTS);
    text_format(reply, "ok clients=%zu", made);
    put_counts(reply, expansion->group, expansion->from);
    return false;
}

/* KEY:COUNT is reached, or nothing can change any more. */
static bool is_reached(const struct expansion *expansion)
{
    const char *until = word_option(expansion->words, "until");
    const char *colon = until != NULL ? strchr(until, ':') : NULL;
    size_t counts[CLIENT_STATES];
    if (colon == NULL)
        return true;
    count_states(expansion->group, 0, counts);
    for (size_t i = 0; i < CLIENT_STATES; i++) {
        if (strlen(state_names[i]) == (size_t)(colon - until) && strncmp(state_names[i], until, (size_t)(colon - until)) == 0 &&
            counts[i] >= strtoul(colon + 1, NULL, 10))
            return true;
    }
    return counts[CLIENT_PENDING] + counts[CLIENT_ESTABLISHED] == 0;
}

/* Wait for an event at one that may still change; the look that follows sees the others too. */
static void request_wait(struct expansion *expansion, struct performance *performance)
{
    const struct client_group *group = expansion->group;
    size_t undecided = 0, chosen = 0;
    for (size_t i = 0; i < group->count; i++) {
        if (group->states[i] == CLIENT_PENDING || group->states[i] == CLIENT_ESTABLISHED) {
            if (undecided++ == expansion->round % 7 || chosen == 0)
                chosen = i;
        }
    }
    performance_request(performance, "poll %s.%zu wait=100", group->name, chosen);
}

bool next_clients(struct expansion *expansion, struct performance *performance, const struct request *answers, size_t count,
                  struct text *reply)
{
    enum { DEFAULT_WAIT = 1000 };
    const char *wait = word_option(expansion->words, "wait");
    double now = monotonic_seconds();
    if (expansion->round == 0) {
        expansion->group = expander_group(expansion->expander, expansion->words->word[1]);
        expansion->until = now + (wait != NULL ? strtod(wait, NULL) : DEFAULT_WAIT) / 1000;
        if (expansion->group == NULL) {
            text_put(reply, "fail error=nohandle code=0");
            return false;
        }
        request_barrier(expansion->expander, performance);
        request_look(performance, expansion->group, 0);
        return true;
    }
    size_t looks = expansion->group->count * LOOK_REQUESTS;
    if (count < looks) {
        text_put(reply, "unsupported");
        return false;
    }
    take_look(expansion->group, 0, answers + (count - looks));
    if (!is_reached(expansion) && now < expansion->until) {
        request_wait(expansion, performance);
        request_look(performance, expansion->group, 0);
        return true;
    }
    text_put(reply, "ok");
    put_counts(reply, expansion->group, 0);
    return false;
}

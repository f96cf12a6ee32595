/* expansion.c: the composite verbs as primitives: which are expanded, and what is known of handles without asking. */
#include "expansion.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "expander.h"

struct expander *expander_open(struct arena *arena, const struct agent_facts *agent, const char *default_family)
{
    struct expander *expander = arena_take(arena, 1, sizeof *expander);
    expander->arena = arena;
    expander->agent = agent;
    expander->default_family = default_family;
    expander->composite = agent_has(agent, "composite");
    return expander;
}

struct handle_note *expander_handle(struct expander *expander, const char *name)
{
    for (struct handle_note *note = expander->handles; note != NULL; note = note->next) {
        if (strcmp(note->name, name) == 0)
            return note;
    }
    struct handle_note *note = arena_take(expander->arena, 1, sizeof *note);
    note->name = arena_string(expander->arena, name);
    note->family = expander->default_family;
    note->next = expander->handles;
    expander->handles = note;
    return note;
}

struct client_group *expander_group(const struct expander *expander, const char *name)
{
    struct client_group *group = expander->groups;
    while (group != NULL && strcmp(group->name, name) != 0)
        group = group->next;
    return group;
}

struct client_group *expander_make_group(struct expander *expander, const char *name, size_t more)
{
    struct client_group *group = expander_group(expander, name);
    if (group == NULL) {
        group = arena_take(expander->arena, 1, sizeof *group);
        group->name = arena_string(expander->arena, name);
        group->next = expander->groups;
        expander->groups = group;
    }
    enum client_state *states = arena_take(expander->arena, group->count + more + 1, sizeof *states);
    if (group->count > 0)
        memcpy(states, group->states, group->count * sizeof *states);
    group->states = states;
    return group;
}

static long long limit_value(const struct expander *expander, const char *name, long long otherwise)
{
    const char *value = pairs_value(expander->agent->limits, name);
    return value != NULL ? strtoll(value, NULL, 10) : otherwise;
}

/* The backlog that a word of `listen` stands for. */
static long long backlog_value(const struct expander *expander, const char *word)
{
    if (strcmp(word, "max") == 0)
        return INT_MAX;
    if (strcmp(word, "min") == 0)
        return INT_MIN;
    if (strcmp(word, "somaxconn") == 0)
        return limit_value(expander, "constant", 128);
    if (strncmp(word, "limit", 5) == 0)
        return limit_value(expander, "somaxconn", 128) + strtoll(word + 5, NULL, 10);
    return strtoll(word, NULL, 10);
}

long long expander_count(struct expander *expander, const char *word, const char *listener)
{
    if (strncmp(word, "limit+", 6) == 0)
        return limit_value(expander, "somaxconn", -MOST_FALLBACK_CLIENTS) + strtoll(word + 6, NULL, 10);
    if (strncmp(word, "asked+", 6) == 0) {
        enum { MOST_ASKED = 300 };
        long long more = strtoll(word + 6, NULL, 10), asked = expander_handle(expander, listener)->asked;
        if (asked < 0 || asked > MOST_ASKED - more)
            return MOST_ASKED;
        return asked + more;
    }
    char *end = NULL;
    long long count = strtoll(word, &end, 10);
    return end != word && *end == '\0' ? count : -1;
}

void expander_note(struct expander *expander, const struct words *words)
{
    const char *verb = words->word[0];
    if (expander->composite || words->count < 2)
        return;
    if (strcmp(verb, "socket") == 0 && words->count >= 3) {
        struct handle_note *note = expander_handle(expander, words->word[1]);
        note->family = arena_string(expander->arena, words->word[2]);
        note->nonblocking = words_hold(words, "nonblock");
        note->listened = false;
    } else if (strcmp(verb, "listen") == 0 && words->count >= 3) {
        struct handle_note *note = expander_handle(expander, words->word[1]);
        note->asked = backlog_value(expander, words->word[2]);
        note->listened = true;
    } else if (strcmp(verb, "setopt") == 0 && words->count >= 4 && strcmp(words->word[2], "nonblock") == 0) {
        expander_handle(expander, words->word[1])->nonblocking = strcmp(words->word[3], "0") != 0;
    } else if (words_hold(words, "connect") || strcmp(verb, "connect") == 0) {
        expander->connects++;
        if (strcmp(verb, "connect") == 0 && words->count >= 3)
            expander_handle(expander, words->word[1])->family = expander_handle(expander, words->word[2])->family;
    }
}

const struct reply *read_answer(const char *text, struct answer *answer)
{
    answer->buffer[0] = '\0';
    (void)snprintf(answer->buffer, sizeof answer->buffer, "%s", text);
    (void)read_reply(answer->buffer, &answer->reply);
    return &answer->reply;
}

struct composite {
    const char *verb;
    size_t least_words;
    bool (*next)(struct expansion *, struct performance *, const struct request *, size_t, struct text *);
};

static const struct composite composites[] = {
    {"settle", 1, next_settle}, {"flood", 3, next_flood},       {"clients", 2, next_clients},
    {"drain", 2, next_drain},   {"snapshot", 2, next_snapshot}, {"serve", 5, next_serve},
};

struct expansion *expansion_begin(struct expander *expander, const struct words *words)
{
    if (expander->composite)
        return NULL;
    for (size_t i = 0; i < sizeof composites / sizeof composites[0]; i++) {
        if (strcmp(words->word[0], composites[i].verb) != 0 || words->count < composites[i].least_words)
            continue;
        struct expansion *expansion = arena_take(expander->arena, 1, sizeof *expansion);
        struct words *copy = arena_take(expander->arena, 1, sizeof *copy);
        struct text joined = {0};
        for (size_t j = 0; j < words->count; j++)
            text_format(&joined, "%s%s", j > 0 ? " " : "", words->word[j]);
        (void)split_words(text_string(&joined), copy);
        text_free(&joined);
        expansion->expander = expander;
        expansion->words = copy;
        expansion->next = composites[i].next;
        return expansion;
    }
    return NULL;
}

bool expansion_round(struct expansion *expansion, struct performance *performance, const struct request *answers, size_t count,
                     struct text *reply)
{
    size_t before = performance->request_count;
    bool more = expansion->next(expansion, performance, answers, count, reply);
    expansion->round++;
    if (more && performance->request_count == before) {
        text_clear(reply);
        text_put(reply, "unsupported");
        return false;
    }
    return more;
}

void request_barrier(struct expander *expander, struct performance *performance)
{
    const char *family = agent_has(expander->agent, "inet") ? "inet" : expander->default_family;
    size_t number = expander->barriers++;
    performance_request(performance, "socket barrier%zu.l %s stream", number, family);
    performance_request(performance, "bind barrier%zu.l loopback", number);
    performance_request(performance, "listen barrier%zu.l 1", number);
    performance_request(performance, "connect barrier%zu.c barrier%zu.l", number, number);
    performance_request(performance, "accept barrier%zu.l barrier%zu.a", number, number);
    performance_request(performance, "close barrier%zu.a", number);
    performance_request(performance, "close barrier%zu.c", number);
    performance_request(performance, "close barrier%zu.l", number);
}

const char *barrier_refusal(const struct request *answers)
{
    struct answer answer;
    for (size_t i = 0; i < BARRIER_REQUESTS; i++) {
        const struct reply *reply = read_answer(answers[i].reply, &answer);
        if (reply->outcome == OUTCOME_UNSUPPORTED)
            return NULL; /* no barrier can be had here */
        if (reply->outcome != OUTCOME_OK)
            return answers[i].reply;
    }
    return NULL;
}

bool next_settle(struct expansion *expansion, struct performance *performance, const struct request *answers, size_t count,
                 struct text *reply)
{
    if (expansion->round == 0) {
        request_barrier(expansion->expander, performance);
        return true;
    }
    const char *refusal = count == BARRIER_REQUESTS ? barrier_refusal(answers) : "unsupported";
    long long microseconds = 0;
    for (size_t i = 0; i < count; i++) {
        struct answer answer;
        microseconds += reply_number(read_answer(answers[i].reply, &answer), "us", 0);
    }
    bool none = false;
    for (size_t i = 0; i < count; i++) {
        struct answer answer;
        none = none || read_answer(answers[i].reply, &answer)->outcome == OUTCOME_UNSUPPORTED;
    }
    if (refusal != NULL)
        text_put(reply, refusal);
    else if (none)
        text_put(reply, "ok settle=none");
    else
        text_format(reply, "ok settle=%lld", microseconds);
    return false;
}

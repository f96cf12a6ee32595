/* expansion_drain.c: `drain` as primitives: accept until it fails, without blocking, and tell the order by the tags. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "expander.h"

enum drain_stage { DRAIN_SWITCH, DRAIN_ACCEPT, DRAIN_TAGS };
enum { TAG_LENGTH = 6, LATE_REQUESTS = 2 };

static void request_end(struct expansion *expansion, struct performance *performance)
{
    for (size_t i = 0; expansion->group == NULL && i < expansion->total; i++)
        performance_request(performance, "close %s.%zu", expansion->name, expansion->from + i);
    if (expansion->switched)
        performance_request(performance, "setopt %s nonblock 0", expansion->words->word[1]);
}

static void request_accepts(struct expansion *expansion, struct performance *performance)
{
    expansion->stage = DRAIN_ACCEPT;
    request_barrier(expansion->expander, performance);
    for (size_t i = 0; i < expansion->total; i++)
        performance_request(performance, "accept %s %s.%zu", expansion->words->word[1], expansion->name, expansion->from + i);
    /* Without tags there is nothing to wait for: the whole verb is one round. */
    if (!expansion->tag)
        request_end(expansion, performance);
}

static bool begin_drain(struct expansion *expansion, struct performance *performance, struct text *reply)
{
    struct expander *expander = expansion->expander;
    const struct words *words = expansion->words;
    const char *as = word_option(words, "as"), *most = word_option(words, "most");
    long long limit = most != NULL ? expander_count(expander, most, words->word[1]) : MOST_FALLBACK_CLIENTS;
    if (limit < 0) {
        text_put(reply, "unsupported");
        return false;
    }
    /* One more than there can be, so that the last one fails. */
    expansion->total = expander->connects + 1 < (size_t)limit ? expander->connects + 1 : (size_t)limit;
    expansion->tag = expander->tags > 0;
    struct text name = {0};
    if (as != NULL)
        text_put(&name, as);
    else
        text_format(&name, "drained%zu", expander->drains++);
    expansion->name = arena_string(expander->arena, text_string(&name));
    text_free(&name);
    if (as != NULL) {
        expansion->group = expander_make_group(expander, as, expansion->total);
        expansion->from = expansion->group->count;
    }
    if (expander_handle(expander, words->word[1])->nonblocking)
        request_accepts(expansion, performance);
    else /* A blocking accept on an empty queue would wait: only when the switch succeeds. */
        performance_request(performance, "setopt %s nonblock 1", words->word[1]);
    return true;
}

static void take_accepts(struct expansion *expansion, const struct request *answers)
{
    for (size_t i = 0; i < expansion->total; i++) {
        struct answer answer;
        const struct reply *accepted = read_answer(answers[i].reply, &answer);
        if (accepted->outcome == OUTCOME_OK)
            expansion->accepted++;
        else
            expansion->refusal = answers[i].reply;
    }
    if (expansion->group != NULL) {
        for (size_t i = 0; i < expansion->accepted; i++)
            expansion->group->states[expansion->group->count++] = CLIENT_ESTABLISHED;
    }
}

/* A tag may come a moment after its connection. */
static void request_tags(struct expansion *expansion, struct performance *performance)
{
    expansion->stage = DRAIN_TAGS;
    for (size_t i = 0; i < expansion->accepted; i++) {
        performance_request(performance, "poll %s.%zu wait=%d", expansion->name, expansion->from + i, i < 3 ? 100 : 10);
        performance_request(performance, "recv %s.%zu bytes=%d flags=dontwait", expansion->name, expansion->from + i, TAG_LENGTH);
    }
    request_end(expansion, performance);
}

/* The order the tags tell: `unknown` where one is missing. */
static const char *order_of(const struct expansion *expansion, const struct request *answers)
{
    unsigned long last = 0;
    bool ordered = true;
    for (size_t i = 0; i < expansion->accepted; i++) {
        struct answer answer;
        const char *text = reply_value(read_answer(answers[i * LATE_REQUESTS + 1].reply, &answer), "text");
        if (text == NULL || strlen(text) != TAG_LENGTH || strspn(text, "0123456789") != TAG_LENGTH)
            return "unknown";
        unsigned long tag = strtoul(text, NULL, 10);
        ordered = ordered && tag > last;
        last = tag;
    }
    return expansion->accepted == 0 ? "unknown" : ordered ? "fifo" : "other";
}

static void put_result(const struct expansion *expansion, const char *order, struct text *reply)
{
    struct answer answer;
    text_format(reply, "ok accepted=%zu order=%s", expansion->accepted, order);
    if (expansion->refusal == NULL)
        return;
    const struct reply *refused = read_answer(expansion->refusal, &answer);
    text_format(reply, " error=%s", refused->outcome == OUTCOME_FAIL      ? refused->error
                                    : refused->outcome == OUTCOME_BLOCKED ? "blocked"
                                                                          : "unsupported");
}

static bool after_accepts(struct expansion *expansion, struct performance *performance, const struct request *answers,
                          size_t count, struct text *reply)
{
    const char *wrong = count < BARRIER_REQUESTS + expansion->total ? "unsupported" : barrier_refusal(answers);
    if (wrong != NULL) {
        text_put(reply, wrong);
        return false;
    }
    take_accepts(expansion, answers + BARRIER_REQUESTS);
    if (expansion->tag && (expansion->accepted > 0 || expansion->switched)) {
        request_tags(expansion, performance);
        return true;
    }
    put_result(expansion, "unknown", reply);
    return false;
}

bool next_drain(struct expansion *expansion, struct performance *performance, const struct request *answers, size_t count,
                struct text *reply)
{
    struct answer answer;
    if (expansion->round == 0)
        return begin_drain(expansion, performance, reply);
    switch ((enum drain_stage)expansion->stage) {
    case DRAIN_SWITCH:
        if (count == 1 && read_answer(answers[0].reply, &answer)->outcome == OUTCOME_OK) {
            expansion->switched = true;
            request_accepts(expansion, performance);
            return true;
        }
        text_put(reply, count == 1 ? answers[0].reply : "unsupported");
        return false;
    case DRAIN_ACCEPT:
        return after_accepts(expansion, performance, answers, count, reply);
    case DRAIN_TAGS:
        put_result(expansion, order_of(expansion, answers), reply);
        return false;
    }
    return false;
}

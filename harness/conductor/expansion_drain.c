/* expansion_drain.c: `drain` as primitives: accept until it fails, without blocking, and tell the order by the tags. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "expander.h"

enum { ACCEPT_REQUESTS = 2 };

static void request_accepts(struct expansion *expansion, struct performance *performance)
{
    const char *as = word_option(expansion->words, "as"), *listener = expansion->words->word[1];
    struct expander *expander = expansion->expander;
    request_barrier(expander, performance);
    for (size_t i = 0; i < expansion->total; i++) {
        performance_request(performance, "accept %s.%zu %s", expansion->name, expansion->from + i, listener);
        performance_request(performance, "recv %s.%zu bytes=6 flags=dontwait", expansion->name, expansion->from + i);
    }
    for (size_t i = 0; as == NULL && i < expansion->total; i++)
        performance_request(performance, "close %s.%zu", expansion->name, expansion->from + i);
    if (expansion->switched)
        performance_request(performance, "setopt %s nonblock 0", listener);
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
    struct text name = {0};
    if (as != NULL)
        text_put(&name, as);
    else
        text_format(&name, "drained%zu", expander->drains++);
    expansion->name = arena_string(expander->arena, text_string(&name));
    text_free(&name);
    if (as != NULL) {
        struct client_group *group = expander_make_group(expander, as, expansion->total);
        expansion->group = group;
        expansion->from = group->count;
    }
    expansion->listener = expander_handle(expander, words->word[1]);
    if (expansion->listener->nonblocking) {
        expansion->round++;
        request_accepts(expansion, performance);
    } else {
        /* A blocking accept on an empty queue would wait: only when the switch succeeds. */
        performance_request(performance, "setopt %s nonblock 1", words->word[1]);
    }
    return true;
}

/* The order the tags tell: `unknown` where one is missing. */
static const char *order_of(const struct request *answers, const struct expansion *expansion)
{
    unsigned long last = 0;
    bool ordered = true;
    for (size_t i = 0; i < expansion->total; i++) {
        struct answer accepted, received;
        if (read_answer(answers[i * ACCEPT_REQUESTS].reply, &accepted)->outcome != OUTCOME_OK)
            continue;
        const char *text = reply_value(read_answer(answers[i * ACCEPT_REQUESTS + 1].reply, &received), "text");
        if (text == NULL || strlen(text) != 6 || strspn(text, "0123456789") != 6)
            return "unknown";
        unsigned long tag = strtoul(text, NULL, 10);
        ordered = ordered && tag > last;
        last = tag;
    }
    return expansion->accepted == 0 ? "unknown" : ordered ? "fifo" : "other";
}

static void put_result(struct expansion *expansion, const struct request *answers, struct text *reply)
{
    char error[64] = "";
    for (size_t i = 0; i < expansion->total; i++) {
        struct answer answer;
        const struct reply *accepted = read_answer(answers[i * ACCEPT_REQUESTS].reply, &answer);
        if (accepted->outcome == OUTCOME_OK)
            expansion->accepted++;
        else if (accepted->outcome == OUTCOME_FAIL)
            (void)snprintf(error, sizeof error, "%s", accepted->error);
        else if (error[0] == '\0')
            (void)snprintf(error, sizeof error, "%s", accepted->outcome == OUTCOME_BLOCKED ? "blocked" : "unsupported");
    }
    if (expansion->group != NULL) {
        for (size_t i = 0; i < expansion->accepted; i++)
            expansion->group->states[expansion->group->count++] = CLIENT_ESTABLISHED;
    }
    text_format(reply, "ok accepted=%zu order=%s", expansion->accepted, order_of(answers, expansion));
    if (error[0] != '\0')
        text_format(reply, " error=%s", error);
}

bool next_drain(struct expansion *expansion, struct performance *performance, const struct request *answers, size_t count,
                struct text *reply)
{
    struct answer answer;
    if (expansion->round == 0)
        return begin_drain(expansion, performance, reply);
    if (expansion->round == 1 && count == 1) {
        if (read_answer(answers[0].reply, &answer)->outcome != OUTCOME_OK) {
            text_put(reply, answers[0].reply);
            return false;
        }
        expansion->switched = true;
        request_accepts(expansion, performance);
        return true;
    }
    if (count < BARRIER_REQUESTS + expansion->total * ACCEPT_REQUESTS) {
        text_put(reply, "unsupported");
        return false;
    }
    const char *refusal = barrier_refusal(answers);
    if (refusal != NULL)
        text_put(reply, refusal);
    else
        put_result(expansion, answers + BARRIER_REQUESTS, reply);
    return false;
}

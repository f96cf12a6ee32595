/* performance.c: performs one instance of a case, as far as it can be said without a clock or a descriptor: it hands out
 * requests and takes answers. */
#include "performance.h"

#include <stdlib.h>
#include <string.h>

#include "expansion.h"
#include "states.h"

bool agent_has(const struct agent_facts *agent, const char *cap)
{
    size_t length = strlen(cap);
    for (const char *at = agent->caps; at != NULL && *at != '\0';) {
        size_t here = strcspn(at, ",");
        if (here == length && memcmp(at, cap, length) == 0)
            return true;
        at += here + (at[here] == ',');
    }
    return false;
}

static void stop(struct performance *performance, enum status status, const char *reason)
{
    performance->status = status;
    performance->reason = arena_string(&performance->arena, reason);
    performance->stopped = true;
}

/* The statements, followed by what was pending before. */
static struct pending *pend(struct performance *performance, const struct statement *statements, size_t count,
                            struct pairs variables, long parent, struct pending *rest)
{
    struct pending *list = arena_take(&performance->arena, count + 1, sizeof *list);
    for (size_t i = 0; i < count; i++)
        list[i] = (struct pending){&statements[i], variables, parent, i + 1 < count ? &list[i + 1] : rest};
    return count > 0 ? list : rest;
}

static const char *const families[] = {"inet", "inet6", "unix", "seqpacket", "mptcp", "mptcp6", "sctp", "sctp6", "vsock"};
enum { FAMILY_COUNT = sizeof families / sizeof families[0] };

/* Its caps name families, and this one is not among them. */
static bool lacks_family(const struct agent_facts *agent, const char *family)
{
    bool names_any = false, known = false;
    if (family == NULL)
        return false;
    for (size_t i = 0; i < FAMILY_COUNT; i++) {
        names_any = names_any || agent_has(agent, families[i]);
        known = known || strcmp(families[i], family) == 0;
    }
    return known && names_any && !agent_has(agent, family);
}

void performance_start(struct performance *performance, const struct test_case *test, size_t index,
                       const struct agent_facts *agent, const struct states *states)
{
    performance_clear(performance);
    performance->test = test;
    performance->index = index;
    performance->matrix = instance_matrix(&performance->arena, test, index);
    performance->status = STATUS_DONE;
    performance->reason = "";
    for (size_t i = 0; i < test->needs.count; i++) {
        if (!agent_has(agent, test->needs.words[i])) {
            performance_fail(performance, STATUS_UNSUPPORTED, "the agent lacks %s", test->needs.words[i]);
            return;
        }
    }
    const char *family = pairs_value(performance->matrix, "family");
    if (lacks_family(agent, family)) {
        performance_fail(performance, STATUS_UNSUPPORTED, "the agent has no %s sockets", family);
        return;
    }
    performance->expander = expander_open(&performance->arena, agent, family != NULL ? family : "inet");
    performance->states = states;
    performance->agent = agent;
    performance->pending = pend(performance, test->statements, test->statement_count, performance->matrix, NO_PARENT, NULL);
}

static void add_request(struct performance *performance, const char *text)
{
    performance->requests = memory_room(performance->requests, performance->request_count, &performance->request_capacity,
                                        sizeof *performance->requests);
    performance->requests[performance->request_count++] = (struct request){.text = text, .operation = performance->planned - 1};
}

void performance_request(struct performance *performance, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    text_clear(&performance->scratch);
    text_format_list(&performance->scratch, format, arguments);
    va_end(arguments);
    add_request(performance, arena_string(&performance->arena, text_string(&performance->scratch)));
}

/* `socket H FAMILY …` of a family that the agent did not name among its caps. */
static bool wants_absent_family(const struct performance *performance, const struct operation *operation)
{
    struct words words;
    return split_words(operation->text, &words) && words.count >= 3 && strcmp(words.word[0], "socket") == 0 &&
           !agent_has(performance->agent, words.word[2]);
}

/* What the reply to a statement means for the rest of the case. */
static void weigh_reply(struct performance *performance, const struct operation *operation, const struct reply *reply)
{
    static const char *const outcomes[] = {"ok", "fail", "unsupported", "blocked"};
    bool any_outcome = operation->label != NULL && strcmp(operation->label, "_") == 0;
    if (performance->stopped)
        return;
    if (operation->label != NULL && !any_outcome) {
        facts_add_reply(&performance->facts, &performance->arena, operation->label, reply);
        return;
    }
    if (reply->outcome == OUTCOME_OK || (any_outcome && reply->outcome != OUTCOME_UNSUPPORTED))
        return;
    text_clear(&performance->scratch);
    text_format(&performance->scratch, "%s: %s", operation->text,
                reply->outcome == OUTCOME_FAIL ? reply->error : outcomes[reply->outcome]);
    const char *at = reply_value(reply, "at");
    if (at != NULL)
        text_format(&performance->scratch, " at %s", at);
    stop(performance, reply->outcome == OUTCOME_UNSUPPORTED || wants_absent_family(performance, operation) ? STATUS_UNSUPPORTED : STATUS_INCONCLUSIVE,
         text_string(&performance->scratch));
}

/* A step of `reach` is answered: the state is reached when all steps are, else the first refusal is the reply. */
static void finish_step(struct performance *performance, const struct operation *step, const struct reply *reply)
{
    struct operation *parent = &performance->operations[step->parent];
    bool any_outcome = step->label != NULL && reply->outcome != OUTCOME_UNSUPPORTED;
    if (reply->outcome != OUTCOME_OK && !any_outcome && parent->reply == NULL)
        parent->reply = step->reply;
    if (--parent->steps_left > 0)
        return;
    if (parent->reply == NULL)
        parent->reply = "ok";
    struct reply whole;
    if (read_reply(arena_string(&performance->arena, parent->reply), &whole) != NULL)
        return;
    if (parent->parent == NO_PARENT)
        weigh_reply(performance, parent, &whole);
    else
        finish_step(performance, parent, &whole);
}

static bool names_handle(const struct words *words, const char *handle)
{
    for (size_t i = 1; i < words->count; i++) {
        const char *at = strrchr(words->word[i], '@');
        if (strcmp(at != NULL ? at + 1 : words->word[i], handle) == 0)
            return true;
    }
    return false;
}

/* It speaks of a handle that a statement before it was to make (the first or second word), and that one is unsupported. */
static bool lacks_unsupported_handle(const struct performance *performance, const struct operation *operation)
{
    struct words words, before;
    if (!split_words(operation->text, &words))
        return false;
    for (const struct operation *one = performance->operations; one < operation; one++) {
        if (one->reply == NULL || strncmp(one->reply, "unsupported", 11) != 0 || !split_words(one->text, &before))
            continue;
        for (size_t i = 1; i < before.count && i < 3; i++) {
            if (names_handle(&words, before.word[i]))
                return true;
        }
    }
    return false;
}

static void add_moot(struct performance *performance, const char *handle)
{
    struct moot *moot = arena_take(&performance->arena, 1, sizeof *moot);
    *moot = (struct moot){arena_string(&performance->arena, handle), performance->moot};
    performance->moot = moot;
}

/* It names one of them, or the clients of one (`s.clients`). */
static bool names_moot(const struct performance *performance, const struct words *words)
{
    for (const struct moot *moot = performance->moot; moot != NULL; moot = moot->next) {
        size_t length = strlen(moot->handle);
        for (size_t i = 1; i < words->count; i++) {
            if (strncmp(words->word[i], moot->handle, length) == 0 && words->word[i][length] == '.')
                return true;
        }
        if (names_handle(words, moot->handle))
            return true;
    }
    return false;
}

/* The handle that a statement makes, from its verb at `first`, or NULL. */
static const char *handle_made(const struct words *words, size_t first)
{
    const char *verb = words->word[first], *as = word_option(words, "as");
    if (as != NULL)
        return as;
    if (strcmp(verb, "connect") == 0 && first + 1 < words->count)
        return words->word[first + 1];
    return (strcmp(verb, "accept") == 0 || strcmp(verb, "dup") == 0) && first + 2 < words->count ? words->word[first + 2] : NULL;
}

/* Where a listen() is unsupported the socket is not what the case asks about: what is done with it, and with what came of that, tells
 * nothing of listen(), whatever was answered, and what it makes is moot too. By hand every answer is shown. */
static bool becomes_moot(struct performance *performance, const struct operation *operation, const struct reply *reply)
{
    struct words words;
    if (performance->endless || !split_words(operation->text, &words) || words.count < 2)
        return false;
    if (performance->moot == NULL || !names_moot(performance, &words)) {
        if (strcmp(words.word[0], "listen") == 0 && reply->outcome == OUTCOME_UNSUPPORTED)
            add_moot(performance, words.word[1]);
        return false;
    }
    size_t first = strcmp(words.word[0], "begin") == 0 && words.count > 2 ? 2 : 0;
    const char *made = handle_made(&words, first);
    if (first > 0)
        add_moot(performance, words.word[1]);
    if (made != NULL)
        add_moot(performance, made);
    return true;
}

static const char *take_reply(struct performance *performance, struct operation *operation, const char *answer)
{
    struct reply reply;
    operation->reply = arena_string(&performance->arena, answer);
    const char *expected = read_reply(arena_string(&performance->arena, answer), &reply);
    if (expected != NULL)
        return expected;
    bool lacks = reply.outcome == OUTCOME_FAIL && strcmp(reply.error, "nohandle") == 0 && lacks_unsupported_handle(performance, operation);
    if (lacks || becomes_moot(performance, operation, &reply)) {
        operation->reply = "unsupported";
        reply = (struct reply){.outcome = OUTCOME_UNSUPPORTED};
    }
    if (operation->parent == NO_PARENT)
        weigh_reply(performance, operation, &reply);
    else
        finish_step(performance, operation, &reply);
    return NULL;
}

/* The answers of a round are there: ask the expansion for the next one, or take the reply it puts together. */
static const char *next_round(struct performance *performance, size_t number)
{
    struct text reply = {0};
    struct operation *operation = &performance->operations[number];
    size_t first = operation->first_request, count = performance->request_count - first;
    operation->first_request = performance->request_count;
    /* The answers are copied: adding requests may move the array. */
    struct request *answers = arena_take(&performance->arena, count + 1, sizeof *answers);
    if (count > 0)
        memcpy(answers, performance->requests + first, count * sizeof *answers);
    performance->open_end = expansion_round(operation->expansion, performance, answers, count, &reply);
    const char *expected = performance->open_end ? NULL : take_reply(performance, operation, text_string(&reply));
    text_free(&reply);
    return expected;
}

/* `reach H STATE [family=F]`: the steps of the state take its place. */
static void plan_reach(struct performance *performance, struct operation *operation, const struct words *words)
{
    const char *family = word_option(words, "family");
    bool speaks_of_family = false;
    if (family == NULL)
        family = pairs_value(performance->matrix, "family");
    if (family == NULL)
        family = "inet";
    const struct state *state =
        words->count >= 3 ? states_find(performance->states, words->word[2], family, &speaks_of_family) : NULL;
    if (state == NULL || !speaks_of_family) {
        performance_fail(performance, state == NULL ? STATUS_INCONCLUSIVE : STATUS_UNSUPPORTED,
                         state == NULL ? "%s: no such state in cases/states.rec" : "%s: not a state of this family",
                         operation->text);
        return;
    }
    struct pair *variables = arena_take(&performance->arena, 2, sizeof *variables);
    variables[0] = (struct pair){"h", arena_string(&performance->arena, words->word[1])};
    variables[1] = (struct pair){"family", arena_string(&performance->arena, family)};
    operation->steps_left = state->step_count;
    performance->pending = pend(performance, state->steps, state->step_count, (struct pairs){variables, 2},
                                (long)performance->planned - 1, performance->pending);
}

/* Neither it nor a `reach` around it has a label: when it does not succeed, what follows is void. */
static bool decides_case(const struct performance *performance, const struct operation *operation)
{
    while (operation->label == NULL && operation->parent != NO_PARENT)
        operation = &performance->operations[operation->parent];
    return operation->label == NULL && !performance->endless;
}

static long depth_of(const struct performance *performance, long parent)
{
    long depth = 0;
    for (; parent != NO_PARENT; parent = performance->operations[parent].parent)
        depth++;
    return depth;
}

/* Plan the next statement. */
static void plan(struct performance *performance)
{
    enum { MOST_DEPTH = 8 };
    const struct pending *next = performance->pending;
    performance->pending = next->next;
    performance->operations = memory_room(performance->operations, performance->planned, &performance->operation_capacity,
                                          sizeof *performance->operations);
    struct operation *operation = &performance->operations[performance->planned++];
    const char *text = substitute(&performance->arena, next->statement->text, next->variables);
    struct words words;
    *operation = (struct operation){.text = text != NULL ? text : next->statement->text,
                                    .label = next->statement->label,
                                    .first_request = performance->request_count,
                                    .parent = next->parent};
    if (text == NULL || !split_words(text, &words)) {
        performance_fail(performance, STATUS_INCONCLUSIVE, "%s: too long after substitution", operation->text);
        return;
    }
    if (strcmp(words.word[0], "reach") == 0 && depth_of(performance, next->parent) < MOST_DEPTH) {
        plan_reach(performance, operation, &words);
        return;
    }
    operation->expansion = expansion_begin(performance->expander, &words);
    if (operation->expansion == NULL) {
        expander_note(performance->expander, &words);
        add_request(performance, operation->text);
        performance->requests[performance->request_count - 1].must = decides_case(performance, operation);
        return;
    }
    const char *expected = next_round(performance, performance->planned - 1);
    if (expected != NULL)
        performance_fail(performance, STATUS_INCONCLUSIVE, "%s: expected %s", operation->text, expected);
}

const char *performance_next(struct performance *performance)
{
    while (!performance->stopped && performance->sent == performance->request_count && !performance->open_end &&
           performance->pending != NULL)
        plan(performance);
    if (performance->stopped || performance->sent == performance->request_count)
        return NULL;
    const struct request *request = &performance->requests[performance->sent++];
    if (!request->must || !agent_has(performance->agent, "must"))
        return request->text;
    text_clear(&performance->scratch);
    text_format(&performance->scratch, "must %s", request->text);
    return text_string(&performance->scratch);
}

const char *performance_answer(struct performance *performance, const char *answer)
{
    struct request *request = &performance->requests[performance->answered];
    struct operation *operation = &performance->operations[request->operation];
    struct reply reply;
    const char *expected = read_reply(arena_string(&performance->arena, answer), &reply);
    if (expected != NULL)
        return expected;
    performance->answered++;
    request->reply = arena_string(&performance->arena, answer);
    if (operation->expansion == NULL)
        return take_reply(performance, operation, answer);
    if (performance->answered < performance->request_count)
        return NULL;
    return next_round(performance, request->operation);
}

const char *performance_outstanding(const struct performance *performance)
{
    return performance->answered < performance->sent ? performance->requests[performance->answered].text : NULL;
}

unsigned long performance_wait(const struct performance *performance)
{
    const char *request = performance_outstanding(performance);
    return request != NULL ? wait_asked(request) : 0;
}

bool performance_is_sent(const struct performance *performance)
{
    if (performance->stopped)
        return true;
    return performance->sent == performance->request_count && !performance->open_end && performance->pending == NULL &&
           !performance->endless;
}

bool performance_is_over(const struct performance *performance)
{
    return performance->answered >= performance->sent && performance_is_sent(performance);
}

void performance_extend(struct performance *performance, const struct statement *statement)
{
    struct statement *copy = arena_take(&performance->arena, 1, sizeof *copy);
    copy->text = arena_string(&performance->arena, statement->text);
    copy->label = statement->label != NULL ? arena_string(&performance->arena, statement->label) : NULL;
    performance->pending = pend(performance, copy, 1, performance->matrix, NO_PARENT, performance->pending);
    performance->stopped = false;
    performance->status = STATUS_DONE;
    performance->reason = "";
}

void performance_fail(struct performance *performance, enum status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    text_clear(&performance->scratch);
    text_format_list(&performance->scratch, format, arguments);
    va_end(arguments);
    stop(performance, status, text_string(&performance->scratch));
}

void performance_disbelieve(struct performance *performance)
{
    facts_clear(&performance->facts);
}

void performance_instance(const struct performance *performance, struct instance *instance)
{
    instance->case_id = performance->test->id;
    instance->matrix = performance->matrix;
    instance->facts = (struct pairs){performance->facts.items, performance->facts.count};
    instance->status = performance->status;
    instance->reason = performance->reason;
}

void performance_clear(struct performance *performance)
{
    arena_clear(&performance->arena);
    facts_clear(&performance->facts);
    performance->test = NULL;
    performance->expander = NULL;
    performance->pending = NULL;
    performance->moot = NULL;
    performance->planned = performance->request_count = performance->sent = performance->answered = 0;
    performance->open_end = performance->stopped = performance->endless = performance->late_once = false;
    performance->started = performance->elapsed = 0;
}

void performance_free(struct performance *performance)
{
    arena_free(&performance->arena);
    facts_free(&performance->facts);
    text_free(&performance->scratch);
    free(performance->requests);
    free(performance->operations);
    *performance = (struct performance){0};
}

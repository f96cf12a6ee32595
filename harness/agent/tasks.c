/* tasks.c: calls in threads: those that may block, and those a case asks for. */
#include "agent.h"
#include "copy_text.h"

#include <stdlib.h>
#include <string.h>

enum { INTERRUPT_ROUNDS = 5, INTERRUPT_WAIT = 10 };

struct task {
    char name[NAME_MOST + 1]; /* "" for a call that was to be waited for */
    void *thread;
    bool ended; /* thread is gone, call is complete */
    struct call *call;
    struct task *next;
};

static void run_call(void *argument) {
    call_perform(argument);
}

static void task_free(struct task *task) {
    free(task->call);
    free(task);
}

/* The task takes over what the call holds. NULL when it could not be started; the call is discarded then. */
static struct task *task_start(struct agent *agent, struct call *call, const char *name) {
    struct task *task = calloc(1, sizeof *task);
    struct call *copy = task ? malloc(sizeof *copy) : NULL;
    if (!copy) {
        free(task);
        call_discard(call);
        return NULL;
    }
    memcpy(copy, call, sizeof *copy);
    if (call->bytes == call->bytes_inline)
        copy->bytes = copy->bytes_inline;
    copy_text(task->name, sizeof task->name, name ? name : "");
    task->call = copy;
    if (provider.thread_start(run_call, copy, &task->thread) != 0) {
        call_discard(copy);
        task_free(task);
        return NULL;
    }
    task->next = agent->tasks;
    agent->tasks = task;
    return task;
}

static void unlink_task(struct agent *agent, struct task *task) {
    struct task **at = &agent->tasks;
    while (*at && *at != task)
        at = &(*at)->next;
    if (*at)
        *at = task->next;
}

/* 0 milliseconds: until it ends or sleeps in its call. */
static bool task_ended(struct task *task, long milliseconds) {
    if (!task->ended)
        task->ended = provider.thread_wait(task->thread, milliseconds) == 0;
    return task->ended;
}

static bool task_await(struct agent *agent, struct task *task, long milliseconds, struct reply *reply) {
    if (!task_ended(task, 0)) {
        agent_flush(agent); /* this may take long */
        if (!task_ended(task, milliseconds)) {
            respond_blocked(reply);
            return false;
        }
    }
    unlink_task(agent, task);
    call_finish(agent, task->call, reply);
    task_free(task);
    return true;
}

bool task_run(struct agent *agent, struct call *call, const char *name, long milliseconds, struct reply *reply) {
    struct task *task = task_start(agent, call, name);
    if (!task) {
        respond_unsupported(reply);
        return false;
    }
    return task_await(agent, task, milliseconds, reply);
}

static bool threads_missing(void) {
    return !provider.thread_start || !provider.thread_wait;
}

/* The request inside another one, ready to be performed. */
static bool prepare_inner(struct agent *agent, const struct request *request, size_t first, struct reply *reply) {
    struct request inner;
    struct call *call = &agent->direct;
    enum answer answer = ANSWER_USAGE;
    if (threads_missing()) {
        respond_unsupported(reply);
        return false;
    }
    if (request_inner(&inner, request, first))
        answer = call_prepare(agent, verb_find(inner.verb), &inner, call);
    if (answer == ANSWER_READY)
        return true;
    answer_refusal(answer, call->code, reply);
    return false;
}

void answer_thread(struct agent *agent, const struct request *request, struct reply *reply) {
    if (prepare_inner(agent, request, 1, reply))
        (void)task_run(agent, &agent->direct, NULL, scaled(agent, DEADLINE), reply);
}

static struct task *task_find(struct agent *agent, const char *name) {
    struct task *task = agent->tasks;
    while (task && strcmp(task->name, name) != 0)
        task = task->next;
    return task;
}

void answer_begin(struct agent *agent, const struct request *request, struct reply *reply) {
    const char *name = request->arguments[0];
    struct task *task;
    if (!name_valid(name) || task_find(agent, name)) {
        respond_refused(reply, "usage");
        return;
    }
    if (!prepare_inner(agent, request, 2, reply))
        return;
    task = task_start(agent, &agent->direct, name);
    if (!task) {
        respond_unsupported(reply);
        return;
    }
    (void)task_ended(task, 0); /* what the case does next finds it in its call */
    respond_ok(reply);
}

void answer_await(struct agent *agent, const struct request *request, struct reply *reply) {
    struct task *task = name_valid(request->arguments[0]) ? task_find(agent, request->arguments[0]) : NULL;
    long milliseconds = 0;
    if (!task)
        respond_refused(reply, "nohandle");
    else if (resolve_milliseconds(agent, request, "wait", DEADLINE, &milliseconds) != ANSWER_READY)
        respond_refused(reply, "usage");
    else
        (void)task_await(agent, task, milliseconds, reply);
}

void answer_interrupt(struct agent *agent, const struct request *request, struct reply *reply) {
    struct task *task = task_find(agent, request->arguments[0]);
    bool restarts = request->argument_count > 1 && strcmp(request->arguments[1], "restart") == 0;
    if (!provider.thread_signal)
        respond_unsupported(reply);
    else if (!task)
        respond_refused(reply, "nohandle");
    else if (request->argument_count > 1 && !restarts)
        respond_refused(reply, "usage");
    else {
        if (!task_ended(task, 0))
            provider.thread_signal(task->thread, restarts);
        respond_ok(reply);
    }
}

void tasks_settle(struct agent *agent) {
    for (struct task *task = agent->tasks; task; task = task->next)
        (void)task_ended(task, 0);
}

static bool interrupt(struct task *task) {
    for (int round = 0; round < INTERRUPT_ROUNDS && !task->ended; round++) {
        if (provider.thread_interrupt)
            provider.thread_interrupt(task->thread);
        (void)task_ended(task, INTERRUPT_WAIT);
    }
    return task->ended;
}

/* A thread that cannot be stopped keeps its task for itself, for ever: nothing it does can reach a later case. */
void tasks_end(struct agent *agent) {
    while (agent->tasks) {
        struct task *task = agent->tasks;
        agent->tasks = task->next;
        if (!interrupt(task))
            continue;
        call_discard(task->call);
        task_free(task);
    }
}

/* In a forked child the threads do not exist. */
void tasks_forget(struct agent *agent) {
    while (agent->tasks) {
        struct task *task = agent->tasks;
        agent->tasks = task->next;
        task_free(task);
    }
}

/* processes.c: child processes that perform requests for the case. */
#include "agent.h"
#include "copy_text.h"
#include "handles_inherit.h"

#include <stdlib.h>
#include <string.h>

enum { CHILD_DEADLINE = 2500 }; /* longer than the deadline the child itself keeps */

struct process {
    char name[NAME_MOST + 1];
    void *child;
    struct process *next;
};

static struct process *process_find(struct agent *agent, const char *name) {
    struct process *process = agent->processes;
    while (process && strcmp(process->name, name) != 0)
        process = process->next;
    return process;
}

static struct process *process_new(struct agent *agent, const char *name, struct reply *reply) {
    struct process *process;
    if (!name_valid(name) || process_find(agent, name)) {
        respond_refused(reply, "usage");
        return NULL;
    }
    process = calloc(1, sizeof *process);
    if (!process)
        respond_unsupported(reply);
    else
        copy_text(process->name, sizeof process->name, name);
    return process;
}

static void process_add(struct agent *agent, struct process *process, int code, struct reply *reply) {
    if (code != 0) {
        free(process);
        respond_failed(reply, code);
        return;
    }
    agent->has_copies = agent->limits_moved = true; /* what it does is not told here */
    process->next = agent->processes;
    agent->processes = process;
    respond_ok(reply);
}

/* The child's life begins: it has the handles, its own stream, and no threads or children. */
static void become_child(struct agent *agent, long (*receive)(char *, size_t), int (*transmit)(const char *, size_t)) {
    input_clear(&agent->input);
    output_clear(&agent->output);
    agent->receive = receive;
    agent->transmit = transmit;
    agent->silent = agent->shares = true;
    tasks_forget(agent);
    processes_forget(agent);
}

void answer_fork(struct agent *agent, const struct request *request, struct reply *reply) {
    long (*receive)(char *, size_t) = NULL;
    int (*transmit)(const char *, size_t) = NULL;
    struct process *process;
    int is_child = 0, code;
    if (!provider.fork || !provider.child_exchange || !provider.child_end) {
        respond_unsupported(reply);
        return;
    }
    process = process_new(agent, request->arguments[0], reply);
    if (!process)
        return;
    code = provider.fork(&is_child, &receive, &transmit, &process->child);
    if (code == 0 && is_child) {
        free(process);
        become_child(agent, receive, transmit);
        return;
    }
    process_add(agent, process, code, reply);
}

void answer_exec(struct agent *agent, const struct request *request, struct reply *reply) {
    struct process *process;
    char *handles;
    int code;
    if (!provider.execute || !provider.child_exchange || !provider.child_end) {
        respond_unsupported(reply);
        return;
    }
    process = process_new(agent, request->arguments[0], reply);
    if (!process)
        return;
    handles = handles_bequest(&agent->handles);
    code = handles ? provider.execute(handles, &process->child) : UNSUPPORTED;
    free(handles);
    process_add(agent, process, code, reply);
}

/* The request for the child as one line, with the id the parent was given. */
static bool child_line(const struct request *request, char line[LINE_MOST + 2]) {
    size_t used = strlen(request->id);
    memcpy(line, request->id, used);
    for (size_t i = 2; i < request->word_count; i++) {
        size_t length = strlen(request->words[i]);
        if (used + length + 2 > LINE_MOST)
            return false;
        line[used++] = ' ';
        memcpy(line + used, request->words[i], length);
        used += length;
    }
    line[used++] = '\n';
    line[used] = '\0';
    return true;
}

void answer_child(struct agent *agent, const struct request *request, struct reply *reply) {
    struct process *process = process_find(agent, request->arguments[0]);
    char line[LINE_MOST + 2], answer[LINE_MOST + 1];
    const char *outcome;
    int code;
    if (!process || !provider.child_exchange) {
        respond_refused(reply, "nohandle");
        return;
    }
    if (request->words[1] != request->arguments[0] || !child_line(request, line)) {
        respond_refused(reply, "usage");
        return;
    }
    agent_flush(agent);
    code = provider.child_exchange(process->child, line, answer, sizeof answer, scaled(agent, CHILD_DEADLINE));
    if (code == UNSUPPORTED) {
        respond_blocked(reply);
        return;
    }
    outcome = code == 0 ? strchr(answer, ' ') : NULL;
    if (!outcome) {
        respond_failed(reply, code);
        return;
    }
    reply->limit = reply->start + LINE_MOST - 1;
    respond_raw(reply, outcome + 1);
}

void answer_wait(struct agent *agent, const struct request *request, struct reply *reply) {
    struct process **at = &agent->processes;
    struct process *process;
    while (*at && strcmp((*at)->name, request->arguments[0]) != 0)
        at = &(*at)->next;
    process = *at;
    if (!process) {
        respond_refused(reply, "nohandle");
        return;
    }
    *at = process->next;
    (void)provider.child_end(process->child);
    free(process);
    respond_ok(reply);
}

void processes_end(struct agent *agent) {
    while (agent->processes) {
        struct process *process = agent->processes;
        agent->processes = process->next;
        (void)provider.child_end(process->child);
        free(process);
    }
}

void processes_forget(struct agent *agent) {
    while (agent->processes) {
        struct process *process = agent->processes;
        agent->processes = process->next;
        free(process);
    }
}

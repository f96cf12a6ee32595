/* storm.c: many listen() calls from many threads on one socket. */
#include "agent.h"

#include <stdlib.h>
#include <string.h>

enum { THREADS_MOST = 64, CALLS_MOST = 1000000, BACKLOGS_MOST = 16, STORM_DEADLINE = 10000 };

struct storm_thread {
    descriptor socket;
    size_t calls, succeeded;
    int first_code;
    const int *backlogs;
    size_t backlog_count, offset;
    void *thread;
};

struct storm {
    int backlogs[BACKLOGS_MOST];
    size_t backlog_count, calls, thread_count;
    struct storm_thread *threads;
};

static void blow(void *argument) {
    struct storm_thread *self = argument;
    for (size_t i = 0; i < self->calls; i++) {
        int code = provider.listen(self->socket, self->backlogs[(i + self->offset) % self->backlog_count]);
        if (code == 0)
            self->succeeded++;
        else if (self->first_code == 0)
            self->first_code = code;
    }
}

static enum answer parse_backlogs(struct agent *agent, const char *text, struct storm *storm) {
    char word[32];
    enum answer answer = ANSWER_READY;
    if (!text)
        text = "1,128";
    while (answer == ANSWER_READY && *text != '\0') {
        size_t length = strcspn(text, ",");
        if (length >= sizeof word || storm->backlog_count == BACKLOGS_MOST)
            return ANSWER_USAGE;
        memcpy(word, text, length);
        word[length] = '\0';
        answer = resolve_backlog(agent, word, &storm->backlogs[storm->backlog_count++]);
        text += length + (text[length] == ',');
    }
    return storm->backlog_count > 0 ? answer : ANSWER_USAGE;
}

static enum answer prepare_storm(struct agent *agent, const struct request *request, struct storm *storm, descriptor *socket) {
    const char *threads = request_option(request, "threads");
    struct handle *handle;
    long long count = 2, calls = 0;
    enum answer answer;
    memset(storm, 0, sizeof *storm);
    if (!provider.thread_start || !provider.thread_wait || !provider.listen)
        return ANSWER_UNSUPPORTED;
    if ((threads && !number_read(threads, 1, THREADS_MOST, &count)) || !number_read(request->arguments[1], 1, CALLS_MOST, &calls))
        return ANSWER_USAGE;
    answer = parse_backlogs(agent, request_option(request, "backlogs"), storm);
    if (answer != ANSWER_READY)
        return answer;
    handle = handles_find_open(&agent->handles, request->arguments[0]);
    if (!handle)
        return ANSWER_NO_HANDLE;
    *socket = handle->socket;
    storm->calls = (size_t)calls;
    storm->thread_count = (size_t)count;
    storm->threads = calloc(storm->thread_count, sizeof *storm->threads);
    return storm->threads ? ANSWER_READY : ANSWER_UNSUPPORTED;
}

/* False when a thread did not end in time: what it uses must stay then. */
static bool run_storm(struct agent *agent, struct storm *storm, descriptor socket, int *start_code) {
    bool all = true;
    size_t started = 0;
    *start_code = 0;
    for (; started < storm->thread_count && *start_code == 0; started++) {
        struct storm_thread *thread = &storm->threads[started];
        *thread = (struct storm_thread){socket, storm->calls, 0, 0, storm->backlogs, storm->backlog_count, started, NULL};
        *start_code = provider.thread_start(blow, thread, &thread->thread);
    }
    if (*start_code != 0)
        started--;
    for (size_t i = 0; i < started; i++)
        if (provider.thread_wait(storm->threads[i].thread, scaled(agent, STORM_DEADLINE)) != 0)
            all = false;
    return all;
}

static void reply_storm(const struct storm *storm, struct reply *reply) {
    size_t succeeded = 0;
    int first_code = 0;
    for (size_t i = 0; i < storm->thread_count; i++) {
        succeeded += storm->threads[i].succeeded;
        if (first_code == 0)
            first_code = storm->threads[i].first_code;
    }
    respond_ok(reply);
    respond_number(reply, "ok", (long long)succeeded);
    respond_number(reply, "failed", (long long)(storm->thread_count * storm->calls - succeeded));
    respond_text(reply, "error", first_code == 0 ? "none" : error_text(first_code));
}

void answer_storm(struct agent *agent, const struct request *request, struct reply *reply) {
    struct storm *storm = malloc(sizeof *storm);
    descriptor socket = -1;
    int start_code = 0;
    bool all;
    enum answer answer = storm ? prepare_storm(agent, request, storm, &socket) : ANSWER_UNSUPPORTED;
    if (answer != ANSWER_READY) {
        free(storm);
        answer_refusal(answer, 0, reply);
        return;
    }
    agent_flush(agent);
    all = run_storm(agent, storm, socket, &start_code);
    if (!all) {
        respond_blocked(reply);
        return; /* its threads still use it */
    }
    if (start_code != 0)
        respond_failed(reply, start_code);
    else
        reply_storm(storm, reply);
    free(storm->threads);
    free(storm);
}

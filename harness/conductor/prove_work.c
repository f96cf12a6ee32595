/* prove_work.c: the worker processes of `prove`: each takes the next choice until none is left. */
#include "prove_work.h"

#include "../judge/judge.h"
#include "engine.h"
#include "prove_matrix.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SLOWEST_CASE = 5 }; /* seconds; time of a model does not pass by itself */

/* One choice being run by one worker. */
struct worker {
    struct session *session;
    struct prove_board *board;
    struct engine engine;
    struct judge judge;
    bool judging;
    size_t choice;
    struct prove_run run, base;
    bool base_known;
    const size_t *first_instance; /* by case */
    unsigned lane;
};

static uint64_t digest_text(uint64_t digest, const char *text)
{
    for (; *text != '\0'; text++)
        digest = (digest ^ (unsigned char)*text) * 1099511628211ULL;
    return (digest ^ 0xff) * 1099511628211ULL;
}

/* What was observed, as a number; the reason of a failure counts as well, since it says which call failed. */
static uint64_t digest_of(const struct instance *instance)
{
    uint64_t digest = digest_text(14695981039346656037ULL, status_name(instance->status));
    for (size_t i = 0; i < instance->facts.count; i++) {
        digest = digest_text(digest, instance->facts.items[i].name);
        digest = digest_text(digest, instance->facts.items[i].value);
    }
    if (instance->status != STATUS_DONE)
        digest = digest_text(digest, instance->reason);
    return digest == 0 ? 1 : digest;
}

static void note_verdicts(struct worker *worker, const struct instance *instance, size_t number)
{
    size_t count = 0;
    const char *document = worker->board->choices[worker->choice].document;
    const struct judgement *judgements = judge_instance(&worker->judge, instance, &count);
    for (size_t i = 0; i < count; i++) {
        enum verdict verdict = judgements[i].verdict;
        uint8_t *worst = &worker->run.verdicts[judgements[i].clause->number];
        if (verdict < *worst)
            *worst = (uint8_t)verdict;
        bool good = verdict == VERDICT_CONFORMS || verdict == VERDICT_OPEN || verdict == VERDICT_UNSUPPORTED;
        if (!good && strcmp(judgements[i].clause->document->id, document) == 0)
            worker->run.open[number] = 1;
    }
}

/* What was observed in the base, and conforms there, need not be judged again. */
static bool is_as_before(const struct worker *worker, size_t number)
{
    return worker->base_known && worker->run.observed[number] == worker->base.observed[number] && worker->base.open[number] == 0;
}

static void note(void *context, struct performance *performance)
{
    struct worker *worker = context;
    struct instance instance;
    performance_instance(performance, &instance);
    size_t number = worker->first_instance[performance->test - worker->session->cases.items] + performance->index;
    if (instance.status != STATUS_UNSUPPORTED)
        worker->run.observed[number] = digest_of(&instance);
    if (!is_as_before(worker, number))
        note_verdicts(worker, &instance, number);
    engine_recycle(&worker->engine, performance);
}

static bool greeted(void *context, const struct greeting *greeting)
{
    struct worker *worker = context;
    struct pair *items = arena_take(&worker->session->arena, greeting->limits.count + 1, sizeof *items);
    for (size_t i = 0; i < greeting->limits.count; i++)
        items[i] = (struct pair){arena_string(&worker->session->arena, greeting->limits.items[i].name),
                                 arena_string(&worker->session->arena, greeting->limits.items[i].value)};
    judge_open(&worker->judge, &worker->session->documents, (struct pairs){items, greeting->limits.count});
    worker->judging = true;
    return true;
}

static bool run_choice(struct worker *worker, size_t choice)
{
    struct session *session = worker->session;
    struct engine *engine = &worker->engine;
    const char *target = worker->board->choices[choice].target;
    size_t base = worker->board->choices[choice].base;
    worker->choice = choice;
    worker->run = prove_board_run(worker->board, choice);
    worker->base = prove_board_run(worker->board, base);
    worker->base_known = base != choice && atomic_load(worker->base.state) == RUN_DONE;
    memset(worker->run.verdicts, VERDICT_NOT_RUN, worker->board->clause_count);
    if (!session_load_target(session, target) || (session->janitor.process == 0 && !session_stage(session, &engine->stage, 1)))
        return false;
    engine->stage.target = &session->target;
    engine->stage.states = &session->states;
    engine->stage.janitor = &session->janitor;
    engine->stage.time_scale = 1;
    engine->stage.deadline = SLOWEST_CASE;
    engine->stage.command = target_command(&session->arena, &session->target, session->root, session->build, false);
    engine->stage.environment = arena_take(&session->arena, 2, sizeof *engine->stage.environment);
    engine->stage.environment[0] = session_path(session, "LISTENCHECK_LANE=%u", worker->lane);
    engine->stage.finished = note;
    engine->stage.context = engine->context = worker;
    engine->greeted = greeted;
    engine->lane_limit = 1;
    const struct fault_row *fault = base != choice ? fault_find(target + strlen("fault:")) : NULL;
    for (size_t i = 0; i < worker->board->instance_count; i++) {
        const struct test_case *test = worker->board->instances[i].test;
        if (fault == NULL || prove_case_is_run(fault, test))
            engine_add(engine, job_of(test, worker->board->instances[i].index));
    }
    bool done = engine_run(engine) == ENGINE_COMPLETE;
    if (!done && engine->failure.length > 0)
        fprintf(stderr, "listencheck prove: %s: %s\n", target, text_string(&engine->failure));
    atomic_store(worker->run.state, done ? RUN_DONE : RUN_FAILED);
    return done;
}

static int work(struct session *session, struct prove_board *board, const size_t *first_instance, unsigned lane)
{
    struct worker worker = {.session = session, .board = board, .first_instance = first_instance, .lane = lane};
    bool good = true;
    for (;;) {
        size_t choice = atomic_fetch_add(board->next, 1);
        if (choice >= board->choice_count)
            break;
        good = run_choice(&worker, choice) && good;
        engine_free(&worker.engine);
        if (worker.judging)
            judge_close(&worker.judge);
        worker.judging = false;
        if (interruption() != 0)
            break;
    }
    janitor_end(&session->janitor);
    fputs(text_string(&session->problems.lines), stderr);
    return good && interruption() == 0 ? 0 : 1;
}

static bool all_ended_well(const pid_t *processes, unsigned count)
{
    bool good = true;
    for (unsigned i = 0; i < count; i++) {
        int status = 0;
        if (waitpid(processes[i], &status, 0) != processes[i] || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
            good = false;
    }
    return good;
}

bool prove_work(struct session *session, struct prove_board *board, unsigned workers)
{
    size_t *first_instance = memory_take(session->cases.count + 1, sizeof *first_instance);
    pid_t *processes = memory_take(workers, sizeof *processes);
    unsigned started = 0;
    for (size_t i = board->instance_count; i-- > 0;)
        first_instance[board->instances[i].test - session->cases.items] = i - board->instances[i].index;
    interruption_watch();
    (void)fflush(NULL);
    while (started < workers) {
        pid_t process = fork();
        if (process == 0)
            _exit(work(session, board, first_instance, started));
        if (process < 0)
            break;
        processes[started++] = process;
    }
    bool good = started > 0 && all_ended_well(processes, started);
    free(processes);
    free(first_instance);
    return good;
}

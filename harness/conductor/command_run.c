/* command_run.c: `listencheck run`: performs cases on a target, judges them, writes results.jsonl, prints the summary. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "commands.h"
#include "engine.h"
#include "recorder.h"
#include "selection.h"
#include "session.h"
#include "summary.h"

enum { EXIT_NOTHING = 3, EXIT_USAGE = 64, DEFAULT_LANES = 8, EXIT_SIGNAL = 128 };

struct run {
    struct session session;
    struct engine engine;
    struct recorder recorder;
    struct baseline baseline;
    struct option_values targets, documents, cases, baselines, outs, jobs, scales, shards, suites, operands;
    bool strict, quiet;
    unsigned shard, shards_of;
    size_t total;
    const char *results_path;
    double progress_at;
};

static bool make_directories(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        (void)mkdir(path, 0777);
        *slash = '/';
    }
    return mkdir(path, 0777) == 0 || errno == EEXIST;
}

/* ./run.sh learns from a file where the results are. */
static void tell_results_path(const char *path)
{
    const char *into = getenv("LISTENCHECK_RESULT_FILE");
    FILE *file = into != NULL && *into != '\0' ? fopen(into, "w") : NULL;
    if (file == NULL)
        return;
    fprintf(file, "%s\n", path);
    (void)fclose(file);
}

static struct name_list gated_documents(struct run *run)
{
    if (run->documents.count == 0)
        return run->recorder.claims;
    struct name_list list = {0, arena_take(&run->session.arena, run->documents.count, sizeof(char *))};
    for (size_t i = 0; i < run->documents.count; i++)
        list.names[list.count++] = run->documents.values[i];
    return list;
}

static bool documents_exist(struct run *run, struct name_list names, const char *where)
{
    bool all = true;
    for (size_t i = 0; i < names.count; i++) {
        if (documents_find(&run->session.documents, names.names[i]) != NULL)
            continue;
        problems_add(&run->session.problems, where, 0, "there is no document '%s' (see 'list documents')", names.names[i]);
        all = false;
    }
    return all;
}

static const char *selection_text(struct run *run)
{
    struct text text = {0};
    for (size_t i = 0; i < run->cases.count; i++)
        text_format(&text, "%s--cases %s", i > 0 ? " " : "", run->cases.values[i]);
    if (run->shards_of > 1)
        text_format(&text, "%s--shard %u/%u", text.length > 0 ? " " : "", run->shard, run->shards_of);
    const char *kept = arena_string(&run->session.arena, text_string(&text));
    text_free(&text);
    return kept;
}

/* What the agent said ends with its lane; the results outlive it. */
static struct pairs keep_pairs(struct arena *arena, struct pairs pairs)
{
    struct pair *items = arena_take(arena, pairs.count + 1, sizeof *items);
    for (size_t i = 0; i < pairs.count; i++)
        items[i] = (struct pair){arena_string(arena, pairs.items[i].name), arena_string(arena, pairs.items[i].value)};
    return (struct pairs){items, pairs.count};
}

/* The first agent is fit: now it is known who the subject is, and the results can begin. */
static bool begin_results(void *context, const struct greeting *greeting)
{
    struct run *run = context;
    struct recorder *recorder = &run->recorder;
    recorder->hello = keep_pairs(&run->session.arena, greeting->hello);
    recorder->limits = keep_pairs(&run->session.arena, greeting->limits);
    const char *hello_name = pairs_value(recorder->hello, "name"), *baseline_path;
    recorder->subject = session_subject(&run->session, hello_name);
    recorder->claims = run->session.target.claims;
    const char *claims = pairs_value(recorder->hello, "claims");
    enum target_kind kind = run->session.target.kind;
    if (claims != NULL && recorder->claims.count == 0 && (kind == TARGET_MODEL || kind == TARGET_FAULT)) {
        char *words = arena_string(&run->session.arena, claims);
        for (char *c = words; *c != '\0'; c++)
            *c = *c == ',' ? ' ' : *c;
        recorder->claims = text_words(&run->session.arena, words);
    }
    recorder->gated = gated_documents(run);
    if (!documents_exist(run, recorder->gated, run->documents.count > 0 ? "--document" : run->session.target.name) ||
        !session_load_baseline(&run->session, last_value(&run->baselines), recorder->subject, hello_name, &run->baseline,
                               &baseline_path))
        return false;
    const char *out = last_value(&run->outs);
    char *directory = arena_string(&run->session.arena, out != NULL ? out
                                                                    : session_path(&run->session, "%s/reports/out/%s",
                                                                                   run->session.root, recorder->subject));
    run->results_path = session_path(&run->session, "%s/results.jsonl", directory);
    if (!make_directories(directory) || !recorder_open(recorder, run->results_path)) {
        problems_add(&run->session.problems, run->results_path, 0, "cannot be written: %s", strerror(errno));
        return false;
    }
    tell_results_path(run->results_path);
    return true;
}

static void finish_instance(void *context, struct performance *performance)
{
    struct run *run = context;
    recorder_add(&run->recorder, performance);
    engine_recycle(&run->engine, performance);
}

static void show_progress(void *context)
{
    struct run *run = context;
    double now = monotonic_seconds();
    if (now - run->progress_at < 0.1)
        return;
    run->progress_at = now;
    fprintf(stderr, "\r%zu of %zu, %.0f s ", run->recorder.place_count, run->total, now - run->recorder.started);
    (void)fflush(stderr);
}

static bool read_numbers(struct run *run, double *scale)
{
    const char *jobs = last_value(&run->jobs), *factor = last_value(&run->scales), *shard = last_value(&run->shards);
    char *end = NULL;
    run->engine.lane_limit = run->session.target.lanes > 0 ? run->session.target.lanes : DEFAULT_LANES;
    run->engine.waiting_limit = run->session.target.waiting;
    if (jobs != NULL) {
        unsigned long number = strtoul(jobs, &end, 10);
        if (end == jobs || *end != '\0' || number < 1 || number > MOST_LANES) {
            problems_add(&run->session.problems, "--jobs", 0, "found '%s', expected a number from 1 to %d", jobs, MOST_LANES);
            return false;
        }
        run->engine.lane_limit = (unsigned)number;
    }
    *scale = 1;
    if (factor != NULL) {
        *scale = strtod(factor, &end);
        if (end == factor || *end != '\0' || !(*scale >= 0.01 && *scale <= 1000)) {
            problems_add(&run->session.problems, "--time-scale", 0, "found '%s', expected a number from 0.01 to 1000", factor);
            return false;
        }
    }
    run->shard = run->shards_of = 1;
    if (shard != NULL && !read_shard(shard, &run->shard, &run->shards_of)) {
        problems_add(&run->session.problems, "--shard", 0, "found '%s', expected I/N with I from 1 to N", shard);
        return false;
    }
    return true;
}

/* A case says so of itself; the target may know more, and lists the longest first. */
static struct job job_on(const struct target *target, const struct test_case *test, size_t index)
{
    struct job job = job_of(test, index);
    struct arena arena = {0};
    if (target->wait_count == 0)
        return job;
    struct pairs matrix = instance_matrix(&arena, test, index);
    for (size_t i = 0; i < target->wait_count && job.longest == 0; i++) {
        if (pattern_selects(&target->waits[i], test->id, matrix))
            job.longest = i + 1;
    }
    job.waits = job.waits || job.longest > 0;
    arena_free(&arena);
    return job;
}

/* A shard takes every N-th instance. */
static void choose_instances(struct run *run)
{
    size_t number = 0;
    for (size_t i = 0; i < run->session.cases.count; i++) {
        const struct test_case *test = &run->session.cases.items[i];
        if (!is_selected(test->id, &run->cases))
            continue;
        for (size_t index = 0; index < instance_count(test); index++) {
            if (number++ % run->shards_of != run->shard - 1)
                continue;
            engine_add(&run->engine, job_on(&run->session.target, test, index));
            run->total++;
        }
    }
}

static bool load(struct run *run, double *scale)
{
    bool good = session_load_target(&run->session, last_value(&run->targets));
    good = session_load_cases(&run->session) && good;
    good = session_load_documents(&run->session) && good;
    return good && read_numbers(run, scale);
}

static int conclude(struct run *run, enum engine_end end)
{
    struct recorder *recorder = &run->recorder;
    switch (end) {
    case ENGINE_NOT_STARTED:
        fprintf(stderr, "listencheck run: target %s did not pass the smoke test: %s\n", run->session.target.name,
                text_string(&run->engine.failure));
        return EXIT_NOTHING;
    case ENGINE_REFUSED:
        return session_report(&run->session);
    case ENGINE_INTERRUPTED:
        fprintf(stderr, "listencheck run: interrupted after %zu of %zu instances\n", recorder->place_count, run->total);
        return EXIT_SIGNAL + interruption();
    case ENGINE_COMPLETE:
        break;
    }
    if (!recorder_finish(recorder)) {
        fprintf(stderr, "%s: cannot be written: %s\n", run->results_path, strerror(errno));
        return EXIT_NOTHING;
    }
    const char *report = run->results_path;
    if (getenv("LISTENCHECK_RESULT_FILE") != NULL)
        report = session_path(&run->session, "%.*sindex.html", (int)(strlen(report) - strlen("results.jsonl")), report);
    if (!run->quiet)
        print_summary(stdout, recorder, report);
    return recorder->gate.exit_code;
}

static int perform(struct run *run, double scale)
{
    choose_instances(run);
    run->recorder.selection = selection_text(run);
    if (run->total == 0) {
        fprintf(stderr, "listencheck run: no case matches%s%s (see 'listencheck list cases')\n",
                run->recorder.selection[0] != '\0' ? " " : "", run->recorder.selection);
        return EXIT_NOTHING;
    }
    interruption_watch();
    struct engine *engine = &run->engine;
    if (!session_stage(&run->session, &engine->stage, scale))
        return EXIT_NOTHING;
    run->recorder.documents = &run->session.documents;
    run->recorder.baseline = &run->baseline;
    run->recorder.target = &run->session.target;
    run->recorder.strict = run->strict;
    run->recorder.coverage = run->shards_of > 1   ? COVERAGE_INSTANCES
                             : run->cases.count > 0 ? COVERAGE_CASES
                                                    : COVERAGE_COMPLETE;
    run->recorder.has_namespace = run->session.target.isolate.count > 0;
    engine->root = run->session.root;
    engine->greeted = begin_results;
    engine->stage.finished = finish_instance;
    engine->stage.context = engine->context = run;
    bool progress = !run->quiet && isatty(2) && getenv("CI") == NULL;
    engine->progress = progress ? show_progress : NULL;
    enum engine_end end = engine_run(engine);
    if (progress)
        fputs("\r\033[K", stderr);
    return conclude(run, end);
}

static int run_main(int argument_count, char **arguments)
{
    static struct run run;
    const struct option options[] = {{"target", NULL, &run.targets},      {"document", NULL, &run.documents},
                                     {"cases", NULL, &run.cases},         {"baseline", NULL, &run.baselines},
                                     {"strict", &run.strict, NULL},       {"out", NULL, &run.outs},
                                     {"jobs", NULL, &run.jobs},           {"time-scale", NULL, &run.scales},
                                     {"shard", NULL, &run.shards},        {"quiet", &run.quiet, NULL},
                                     {"suite", NULL, &run.suites},        {NULL, NULL, NULL}};
    double scale = 1;
    if (!read_options("run", argument_count, arguments, options, &run.operands))
        return EXIT_USAGE;
    if (run.operands.count > 0) {
        fprintf(stderr, "listencheck run: '%s' is not an option; choose cases with --cases %s\n", run.operands.values[0],
                run.operands.values[0]);
        return EXIT_USAGE;
    }
    if (!session_locate(&run.session, last_value(&run.suites)))
        return EXIT_USAGE;
    int code = load(&run, &scale) ? perform(&run, scale) : session_report(&run.session);
    recorder_close(&run.recorder);
    engine_free(&run.engine);
    baseline_free(&run.baseline);
    session_close(&run.session);
    return code;
}

const struct command command_run = {
    "run", "run cases on a target, judge them against every document, gate",
    "[--target T] [--document D]… [--cases AREA|ID|GLOB]… [--baseline FILE] [--strict] [--out DIR]\n"
    "                       [--jobs N] [--time-scale X] [--shard I/N] [--quiet] [--suite DIR]\n\n"
    "  --target T      what is tested: a name of suite/targets (default native), or exec:COMMAND, preload:LIBRARY,\n"
    "                  tcp:HOST:PORT, ssh:HOST:COMMAND, serial:DEVICE, wine:PROGRAM, model:DOCUMENT, fault:NAME\n"
    "  --document D    gate on this document instead of those the target claims; may be repeated\n"
    "  --cases C       only these: an area (errors), an id (errors.unbound) or a glob (*.unbound); may be repeated\n"
    "  --baseline FILE the known deviations (default suite/baselines/SUBJECT.rec)\n"
    "  --strict        exit 2 when a baseline line is fixed or stale\n"
    "  --out DIR       where results.jsonl goes (default reports/out/SUBJECT)\n"
    "  --jobs N        how many agents at once (default: what the target says, else 8)\n"
    "  --time-scale X  multiply every deadline: 5 for a slow emulator\n"
    "  --shard I/N     every N-th instance, beginning with the I-th\n"
    "  --quiet         print nothing but errors\n"
    "  --suite DIR     the root of the suite (default: found from the program)\n\n"
    "Example: listencheck run --cases backlog --document winsock\n",
    run_main};

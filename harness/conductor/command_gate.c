/* command_gate.c: `listencheck judge`, `gate`, `accept`: options and paths for the judge's commands on a results file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../judge/commands.h"
#include "commands.h"
#include "options.h"
#include "recorder.h"
#include "session.h"

struct results_options {
    struct session session;
    struct command_options command;
    struct option_values documents, baselines, suites, outs, only, reasons, targets, operands;
    bool strict;
    struct results_header header;
};

static const char *default_results(struct session *session)
{
    struct name_list subjects;
    const char *found = NULL, *parent = session_path(session, "%s/reports/out", session->root);
    time_t newest = 0;
    if (!list_directory(&session->arena, parent, "", &subjects))
        return NULL;
    for (size_t i = 0; i < subjects.count; i++) {
        const char *path = session_path(session, "%s/%s/results.jsonl", parent, subjects.names[i]);
        struct stat status;
        if (stat(path, &status) == 0 && (found == NULL || status.st_mtime > newest)) {
            found = path;
            newest = status.st_mtime;
        }
    }
    return found;
}

/* The subject of a results file, and the name its agent gave. */
static bool read_header(struct results_options *options, const char *path)
{
    FILE *file = fopen(path, "rb");
    struct results_reader reader;
    if (file == NULL) {
        problems_add(&options->session.problems, path, 0, "cannot be read");
        return false;
    }
    results_open(&reader, file, path, &options->session.problems);
    bool good = results_next(&reader) == RESULTS_HEADER;
    if (good) {
        struct arena *arena = &options->session.arena;
        const char *name = pairs_value(reader.header.agent, "name");
        options->header.subject = arena_string(arena, reader.header.subject);
        options->header.target = arena_string(arena, reader.header.target);
        options->header.title = arena_string(arena, name != NULL ? name : reader.header.subject);
    }
    results_close(&reader);
    (void)fclose(file);
    return good;
}

/* Fills options->command; *baseline_path is where the subject's own baseline stands or would stand. */
static bool prepare(struct results_options *options, const char **baseline_path)
{
    struct session *session = &options->session;
    const char *results = options->operands.count > 0 ? options->operands.values[0] : default_results(session);
    if (results == NULL || options->operands.count > 1) {
        problems_add(&session->problems, "results", 0, "found %zu arguments, expected one results.jsonl (none is in reports/out)",
                     options->operands.count);
        return false;
    }
    struct name_list paths = session_document_paths(session);
    options->command = (struct command_options){.results = results,
                                                .documents = paths.names,
                                                .document_count = paths.count,
                                                .gated = options->documents.values,
                                                .gated_count = options->documents.count,
                                                .strict = options->strict};
    if (!read_header(options, results))
        return false;
    const char *given = last_value(&options->baselines);
    *baseline_path = given != NULL ? given
                                   : session_path(session, "%s/suite/baselines/%s.rec", session->root, options->header.subject);
    options->command.baseline = *baseline_path;
    if (given != NULL || access(*baseline_path, F_OK) == 0)
        return true;
    options->command.baseline = NULL;
    /* The target may name another subject's baseline. */
    struct problems ignored = {0};
    const char *other = NULL;
    if (target_load(&session->arena, session->root, options->header.target, &session->target, &ignored))
        other = session->target.kind == TARGET_PRELOAD ? options->header.title : session->target.baseline;
    problems_free(&ignored);
    if (other != NULL) {
        const char *shared = session_path(session, "%s/suite/baselines/%s.rec", session->root, other);
        options->command.baseline = access(shared, F_OK) == 0 ? shared : NULL;
    }
    return true;
}

static bool read_results_options(const char *command, struct results_options *options, int argument_count, char **arguments)
{
    const struct option known[] = {{"document", NULL, &options->documents}, {"baseline", NULL, &options->baselines},
                                   {"strict", &options->strict, NULL},      {"suite", NULL, &options->suites},
                                   {"out", NULL, &options->outs},           {"only", NULL, &options->only},
                                   {"reason", NULL, &options->reasons},     {NULL, NULL, NULL}};
    return read_options(command, argument_count, arguments, known, &options->operands) &&
           session_locate(&options->session, last_value(&options->suites));
}

/* Written beside the result and renamed: what was there stays whole when anything fails. */
static int judge_into(struct results_options *options, const char *out)
{
    const char *temporary = session_path(&options->session, "%s.new", out);
    FILE *file = fopen(temporary, "wb");
    if (file == NULL) {
        fprintf(stderr, "%s: cannot be written\n", temporary);
        return EXIT_CODE_USAGE;
    }
    int code = judge_command(&options->command, file, stderr);
    bool good = code != EXIT_CODE_USAGE;
    if (fclose(file) != 0 || (good && rename(temporary, out) != 0)) {
        fprintf(stderr, "%s: cannot be written\n", out);
        good = false;
        code = EXIT_CODE_NOTHING;
    }
    if (!good)
        (void)remove(temporary);
    return code;
}

static int judge_main(int argument_count, char **arguments)
{
    static struct results_options options;
    const char *baseline_path, *out;
    int code = EXIT_CODE_USAGE;
    if (!read_results_options("judge", &options, argument_count, arguments))
        return code;
    out = last_value(&options.outs);
    if (!prepare(&options, &baseline_path))
        (void)session_report(&options.session);
    else
        code = out != NULL ? judge_into(&options, out) : judge_command(&options.command, stdout, stderr);
    session_close(&options.session);
    return code;
}

static int gate_main(int argument_count, char **arguments)
{
    static struct results_options options;
    const char *baseline_path;
    int code = EXIT_CODE_USAGE;
    if (!read_results_options("gate", &options, argument_count, arguments))
        return code;
    if (!prepare(&options, &baseline_path))
        (void)session_report(&options.session);
    else
        code = gate_command(&options.command, stdout, stderr);
    session_close(&options.session);
    return code;
}

static bool read_only(const struct results_options *options, unsigned *only)
{
    *only = 0;
    for (size_t i = 0; i < options->only.count; i++) {
        if (!accept_only_of(options->only.values[i], only)) {
            fprintf(stderr, "listencheck accept: --only %s: expected new, changed, fixed, stale or all\n",
                    options->only.values[i]);
            return false;
        }
    }
    if (options->only.count == 0)
        *only = ACCEPT_ALL;
    return true;
}

static int accept_main(int argument_count, char **arguments)
{
    static struct results_options options;
    struct accept_options accept = {0};
    const char *baseline_path;
    int code = EXIT_CODE_USAGE;
    if (!read_results_options("accept", &options, argument_count, arguments) || !read_only(&options, &accept.only))
        return code;
    accept.reason = last_value(&options.reasons);
    if (!prepare(&options, &baseline_path))
        (void)session_report(&options.session);
    else {
        const char *out = last_value(&options.outs);
        code = accept_command(&options.command, &accept, out != NULL ? out : baseline_path, stdout, stderr);
    }
    session_close(&options.session);
    return code;
}

const struct command command_judge = {
    "judge", "judge a results file anew, without running anything",
    "RESULTS [--out FILE] [--document D]… [--baseline FILE] [--strict]\n\n"
    "Reads results.jsonl (anyone's), judges its facts against the documents as they are now, and writes the results with\n"
    "fresh verdicts to FILE or standard output. Exits as a run with these facts would.\n",
    judge_main};

const struct command command_gate = {
    "gate", "compare a results file with the baseline",
    "[RESULTS] [--document D]… [--baseline FILE] [--strict]\n\n"
    "Judges the facts of RESULTS (default: the newest in reports/out) and prints counts and what is new, changed, fixed or\n"
    "stale against suite/baselines/SUBJECT.rec or FILE. Exit 1: new or changed; 2: fixed or stale, with --strict.\n",
    gate_main};

const struct command command_accept = {
    "accept", "rewrite the baseline from a results file",
    "[RESULTS] [--only new|changed|fixed|stale|all]… [--reason TEXT] [--document D]… [--baseline FILE] [--out FILE]\n\n"
    "Takes what RESULTS (default: the newest in reports/out) shows into the baseline of its subject. New and changed\n"
    "deviations need --reason: why is this accepted? Without --only everything is taken.\n"
    "Example: listencheck accept --only fixed\n",
    accept_main};

/* recorder.h: judges finished instances and writes results.jsonl (suite/schema/RESULTS.md). */
#ifndef LISTENCHECK_RECORDER_H
#define LISTENCHECK_RECORDER_H

#include <stdio.h>

#include "../judge/gate.h"
#include "../judge/results.h"
#include "lane.h"
#include "performance.h"

#define SUITE_VERSION "0.1.0"

/* Where one line stands in the unsorted file. */
struct line_place {
    const char *case_id;
    size_t index;
    long offset;
    size_t length;
};

struct recorder {
    /* Set by the caller before recorder_open(), borrowed. */
    const struct documents *documents;
    const struct baseline *baseline;
    const struct target *target;
    const char *subject, *selection;
    struct name_list claims, gated;
    struct pairs hello, limits;
    bool strict;
    enum coverage coverage;
    bool has_namespace; /* agents could be isolated */

    char date[32];
    struct judge judge;
    struct tally tally;
    struct gate gate;
    FILE *file;
    char *path;
    struct line_place *places;
    size_t place_count, place_capacity;
    struct text line;
    long written;
    size_t cases, facts, late, statuses[STATUS_HANG + 1];
    double started, seconds;
    bool failed; /* the file could not be written */
    bool finished;
};

/* Starts the file: the header is written. False: it cannot be written. */
bool recorder_open(struct recorder *recorder, const char *path);
void recorder_add(struct recorder *recorder, const struct performance *performance);
/* The end of a complete run: lines in order, footer, rename. The exit code is recorder->gate.exit_code. */
bool recorder_finish(struct recorder *recorder);
void recorder_close(struct recorder *recorder);

#endif

/* results.h: reads and writes results.jsonl (suite/schema/RESULTS.md), one line at a time. */
#ifndef LISTENCHECK_RESULTS_H
#define LISTENCHECK_RESULTS_H

#include <stdio.h>

#include "../common/json_reader.h"
#include "../common/json_writer.h"
#include "../common/lines.h"
#include "gate.h"

#define RESULTS_LINE_MOST ((size_t)16 << 20)

struct results_header {
    const char *suite;
    const char *subject;
    const char *target;
    const char *title;
    const char *start;
    const char *date;      /* environment.date */
    const char *selection; /* "" for a complete run, else what was chosen */
    struct pairs agent;
    struct pairs limits; /* values as decimal text */
    struct pairs environment;
    const char **claims;
    size_t claim_count;
    const char **gated;
    size_t gated_count;
};

struct results_case {
    struct instance instance;
    const char *title;
    const char *area;
    long long microseconds;
    struct json_span trace;    /* as JSON, unread */
    struct json_span verdicts; /* as JSON, unread */
};

struct results_footer {
    size_t instances;
    size_t cases;
    size_t facts;
    double seconds;
};

enum results_line { RESULTS_HEADER, RESULTS_CASE, RESULTS_FOOTER, RESULTS_END, RESULTS_MALFORMED };

struct results_reader {
    const char *name;
    struct problems *problems;
    bool keep_raw; /* set it to have each line in raw as it was read */
    struct text raw;
    struct lines lines;
    size_t line;
    struct pair *pairs; /* matrix and facts of the present line */
    size_t pair_capacity;
    struct arena arena; /* of the header */
    struct results_header header;
    struct results_case present;
    struct results_footer footer;
    bool have_header;
    bool have_footer; /* false at RESULTS_END: the run is truncated */
    bool failed;
};

/* file stays the caller's; name is for messages. */
void results_open(struct results_reader *reader, FILE *file, const char *name, struct problems *problems);

/* Reads the next line: reader->header, ->present or ->footer then hold it (header for good, the others until the next call).
 * RESULTS_MALFORMED: see problems. A last line that is cut short counts as the end of a truncated run. */
enum results_line results_next(struct results_reader *reader);
void results_close(struct results_reader *reader);

/* How much of the suite the run holds, once all was read. */
enum coverage results_coverage(const struct results_reader *reader);

/* Writers of the parts that come from judging. Each writes one member of the object being written. */
void results_write_verdicts(struct json_writer *writer, const struct judgement *judgements, const struct gate_answer *answers,
                            size_t count);
void results_write_header_documents(struct json_writer *writer, const struct documents *documents);
void results_write_footer_documents(struct json_writer *writer, const struct tally *tally, const char *const *claims,
                                    size_t claim_count);
void results_write_gate(struct json_writer *writer, const struct gate *gate);
void results_write_pairs(struct json_writer *writer, const char *key, struct pairs pairs); /* an object of strings */

#endif

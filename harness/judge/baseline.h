/* baseline.h: the known deviations of one subject (suite/baselines/SUBJECT.rec): reading, matching, writing. */
#ifndef LISTENCHECK_BASELINE_H
#define LISTENCHECK_BASELINE_H

#include "../common/names.h"
#include "../common/problems.h"
#include "instance.h"

struct baseline_line {
    struct pattern pattern;
    const char *instance; /* the pattern as written */
    const char *clause;
    const char **observed; /* several: each instance shows one of them */
    size_t observed_count;
    const char *why;
    const char *since;
    size_t line;
};

/* A zeroed struct is a baseline without lines. */
struct baseline {
    const char *file;
    const char *comments; /* the lines of comment before the first field, as written; NULL or "" for none */
    const char *subject;
    const char *suite;
    const char *since;
    const char *note;
    struct baseline_line *lines;
    size_t count;
    struct names clauses;    /* of the lines */
    size_t *first_of_clause; /* by number in clauses: index of its first line, then next[] */
    size_t *next_of_clause;  /* by line: index of the next line of that clause, or count */
    struct arena arena;
};

/* Returns false and adds to problems when the file cannot be read or is malformed. */
bool baseline_load(struct baseline *baseline, const char *path, struct problems *problems);
bool baseline_parse(struct baseline *baseline, const char *name, const char *bytes, size_t length, struct problems *problems);
void baseline_free(struct baseline *baseline);

/* The index of the first line of the clause that covers this instance, at or after from; baseline->count when there is none. */
size_t baseline_covering(const struct baseline *baseline, const char *clause, const char *case_id, struct pairs matrix,
                         size_t from);

bool baseline_line_observed(const struct baseline_line *line, const char *observed);

/* Appends the file's text: header, then lines sorted by case, clause, instance. */
void baseline_write(struct text *text, const struct baseline *baseline);

#endif

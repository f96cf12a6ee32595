/* commands.h: `listencheck judge`, `gate` and `accept`: whole commands on a results file, with options already parsed. */
#ifndef LISTENCHECK_COMMANDS_H
#define LISTENCHECK_COMMANDS_H

#include "accept.h"
#include "results.h"

struct command_options {
    const char *results; /* path, or NULL: standard input */
    const char *const *documents;
    size_t document_count;    /* paths of the document files */
    const char *const *gated; /* ids from --document; none: what the results' header says under gated */
    size_t gated_count;
    const char *baseline; /* path to read, or NULL: an empty one */
    bool strict;
};

/* Each returns the exit code of VOCABULARY.md and writes what is wrong to errors, `FILE:LINE: …`. */

/* Judges anew: writes the results with fresh verdicts, gate and footer to out. */
int judge_command(const struct command_options *options, FILE *out, FILE *errors);

/* Judges anew and prints counts and changes to out. */
int gate_command(const struct command_options *options, FILE *out, FILE *errors);

/* Writes the next baseline to path (a temporary file, then a rename). date of accept is that of the run unless set; subject
 * and suite are those of the run. */
int accept_command(const struct command_options *options, const struct accept_options *accept, const char *path, FILE *out,
                   FILE *errors);

#endif

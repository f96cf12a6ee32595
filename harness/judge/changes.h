/* changes.h: what the gate found, as lines for a terminal. */
#ifndef LISTENCHECK_CHANGES_H
#define LISTENCHECK_CHANGES_H

#include <stdio.h>

#include "gate.h"

/* `  new 1 · changed 0 · known 143 · fixed 0 · stale 0`, without the end of the line. */
void print_gate_counts(FILE *out, const struct gate *gate);

/* The changes, then what was not obtained of gated documents (why the exit code is 3): a line for each clause of a case, however
 * many of its instances it concerns; the first ones only, and how many were left out. */
void print_changes(FILE *out, const struct gate *gate);

#endif

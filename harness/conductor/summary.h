/* summary.h: what a run prints at its end, at most 25 lines. */
#ifndef LISTENCHECK_SUMMARY_H
#define LISTENCHECK_SUMMARY_H

#include <stdio.h>

#include "recorder.h"

/* report: the page that is to come, or the results file. */
void print_summary(FILE *out, const struct recorder *recorder, const char *report);

#endif

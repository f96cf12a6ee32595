/* selection.h: which cases and instances are meant. */
#ifndef LISTENCHECK_SELECTION_H
#define LISTENCHECK_SELECTION_H

#include "case_file.h"
#include "options.h"

/* An area, an id, or a glob of ids; without patterns everything. */
bool is_selected(const char *id, const struct option_values *patterns);

/* `I/N` with 1 <= I <= N. */
bool read_shard(const char *text, unsigned *number, unsigned *count);

#endif

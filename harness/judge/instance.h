/* instance.h: one variation of one case and what was observed; its name; patterns of names. */
#ifndef LISTENCHECK_INSTANCE_H
#define LISTENCHECK_INSTANCE_H

#include "../common/memory.h"
#include "../common/pair.h"
#include "../common/text.h"
#include "words.h"

/* Everything is borrowed. */
struct instance {
    const char *case_id;
    struct pairs matrix;
    struct pairs facts;
    enum status status;
    const char *reason; /* why the status is not STATUS_DONE */
};

/* Appends `case`, or `case[variable=value;variable=value]` in the order of the matrix. */
void instance_name(struct text *text, const char *case_id, struct pairs matrix);

/* `CASE[FILTER]`. In a document a filter names some variables with values (`family=inet,inet6;backlog=0`), in a baseline all of
 * them with one value each, where `*` stands for any value. `[*]` is any instance; no brackets: see the two functions. */
struct pattern_variable {
    const char *name;
    const char **values;
    size_t value_count;
};

struct pattern {
    const char *case_id; /* may hold `*` */
    const struct pattern_variable *variables;
    size_t variable_count;
    bool bracketed;
    bool any;      /* `[*]` */
    bool any_case; /* case_id holds `*` */
    bool is_exact; /* no `*` anywhere */
};

/* Parses the pattern at the start of input; strings go into arena. Returns what follows it (blanks skipped), or NULL with
 * *found naming the offence. */
const char *pattern_parse(struct pattern *pattern, struct arena *arena, const char *input, const char **found);

/* As a document's filter: what it does not name does not matter. No brackets: any instance. */
bool pattern_selects(const struct pattern *pattern, const char *case_id, struct pairs matrix);

/* As a baseline's instance: it names every variable, or says [*]. No brackets: the instance without matrix. */
bool pattern_covers(const struct pattern *pattern, const char *case_id, struct pairs matrix);

#endif

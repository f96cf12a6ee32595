/* verbs.h: the verbs of harness/PROTOCOL.md, for help, completion and the linter. */
#ifndef LISTENCHECK_VERBS_H
#define LISTENCHECK_VERBS_H

#include <stdbool.h>
#include <stddef.h>

/* What the words after the verb are, one letter each: H a handle that exists, N a new handle, G a handle that is made when
 * missing (connect) or a group, T a task, P a process, C a count, A an address or @handle, R a whole request, . anything. */
struct verb {
    const char *name;
    const char *words;
    size_t least, most; /* arguments before the options */
    const char *options; /* blank-separated names */
    const char *usage;
    const char *meaning;
};

extern const struct verb verbs[]; /* ends with a NULL name */
const struct verb *find_verb(const char *name);

#endif

/* target.h: how to start and reach a subject (suite/VOCABULARY.md, "A target"). */
#ifndef LISTENCHECK_TARGET_H
#define LISTENCHECK_TARGET_H

#include "../common/problems.h"
#include "../judge/instance.h"
#include "directory.h"

enum target_kind {
    TARGET_NATIVE,
    TARGET_EXEC,
    TARGET_PRELOAD,
    TARGET_TCP,
    TARGET_SSH,
    TARGET_SERIAL,
    TARGET_WINE,
    TARGET_MODEL,
    TARGET_FAULT
};

/* Strings belong to the arena of target_load(). */
struct target {
    const char *name;  /* as the user gave it */
    const char *title;
    const char *start; /* `native` or `kind:argument` */
    enum target_kind kind;
    const char *argument;
    struct name_list claims;
    struct name_list isolate;     /* the words of the prefix; none: cases that need a namespace are not obtained */
    struct name_list environment; /* NAME=value */
    struct name_list requires;    /* files that must exist */
    const char *baseline;         /* NULL: the subject's own */
    unsigned lanes;               /* 0: the default */
    unsigned waiting;             /* lanes for cases that wait, besides; 0: the default */
    const struct pattern *waits;  /* the cases and instances that wait on this subject, besides those that say so */
    size_t wait_count;
    double deadline;              /* seconds for one case; 0: the default */
    bool fresh;                   /* every instance gets an agent of its own */
    bool witness;                 /* other programs of this machine reach the subject's sockets */
    bool from_file;               /* of suite/targets: its paths are relative to the root of the suite */
};

/* `native` or `kind:argument` with a known kind: what to start. */
bool target_read_start(const char *start, struct target *target, const char **expected);

/* name: a name of suite/targets, a path that ends in .target, or `kind:argument`. */
bool target_load(struct arena *arena, const char *root, const char *name, struct target *target, struct problems *problems);
bool target_read_record(struct arena *arena, const char *file, const char *bytes, size_t length, struct target *target,
                        struct problems *problems);

/* The words that start the agent: prefix first where isolated. The list ends with a NULL word. build: the directory of the
 * agents' programs. */
struct name_list target_command(struct arena *arena, const struct target *target, const char *root, const char *build,
                                bool isolated);

/* The words of a text, separated by blanks and line ends. */
struct name_list text_words(struct arena *arena, const char *text);

#endif

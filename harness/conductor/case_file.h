/* case_file.h: a test case as it is read from a .bats file (cases/WRITING.md). */
#ifndef LISTENCHECK_CASE_FILE_H
#define LISTENCHECK_CASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "../common/pair.h"
#include "../common/problems.h"
#include "statement.h"

struct variable {
    const char *name;
    size_t count;
    const char **values;
};

struct word_list {
    size_t count;
    const char **words;
};

struct test_case {
    const char *id;
    const char *title;
    const char *file;
    unsigned line;    /* of @test */
    const char *body; /* the text of the heredoc, or of the Bats test, with its line ends */
    const char *text; /* headers, title and body as they stand in the file: what cases.lock digests */
    size_t variable_count;
    struct variable *variables;
    size_t statement_count;
    struct statement *statements;
    struct word_list needs; /* capabilities, without `namespace` and `bash` */
    struct word_list ideas;
    bool needs_namespace, needs_bash, waits, compare;
    bool survey; /* asks very much at once: `prove` runs it for the faults that name it only */
};

struct case_set {
    struct arena arena; /* owns everything the cases point to */
    struct test_case *items;
    size_t count, capacity;
};

enum { MOST_VARIABLES = 12, MOST_VALUES = 128, MOST_STATEMENTS = 400, MOST_INSTANCES = 4096, MOST_CASE_FILE = 512 * 1024 };

/* Add the cases of one file's text to the set. False: problems tells where and why, the set holds what was read before. */
bool read_case_text(struct case_set *set, const char *file, const char *text, size_t length, struct problems *problems);
bool read_case_file(struct case_set *set, const char *path, const char *shown_name, struct problems *problems);
/* All AREA/TOPIC.bats below the directory, in the order of their names; reading goes on after a malformed file. */
bool read_case_directory(struct case_set *set, const char *directory, struct problems *problems);

void case_set_free(struct case_set *set);

/* How many instances the matrix of a case gives (1 without a matrix). */
size_t instance_count(const struct test_case *test);
/* The value of a variable in instance number index; the last variable changes fastest. */
const char *instance_value(const struct test_case *test, size_t index, size_t variable);
/* All variables with their values; the items are taken from the arena. */
struct pairs instance_matrix(struct arena *arena, const struct test_case *test, size_t index);

/* The variable whose name stands at the start of text, or NULL. */
const struct pair *variable_at(const char *text, struct pairs variables);

/* Replace each $name in text. NULL where the result is too long for a request; a name that is not among the pairs stays. */
const char *substitute(struct arena *arena, const char *text, struct pairs variables);

#endif

/* documents.h: the documents (suite/documents/ID.rec) in memory: clauses, what they expect, and of which cases. */
#ifndef LISTENCHECK_DOCUMENTS_H
#define LISTENCHECK_DOCUMENTS_H

#include "../common/problems.h"
#include "condition.h"

struct document;

/* One `expect:` (condition is set) or `show:` (condition is NULL and facts is set) line. */
struct expectation {
    struct pattern pattern;
    const char *source; /* the condition or the facts as written */
    const struct condition *condition;
    const char **facts;
    size_t fact_count;
    size_t line;
};

/* Optional fields are NULL when absent. */
struct clause {
    const struct document *document;
    const char *anchor;
    const char *id; /* document/anchor */
    enum level level;
    const char *quote;
    const char *where;
    const char *says;
    const char *untestable;
    const char *conflicts;
    const char *note;
    const struct condition *when;
    const struct expectation *expectations; /* expect and show lines, in order */
    size_t expectation_count;
    size_t number; /* 0 …, over all documents */
    size_t line;
};

struct document {
    const char *id;
    const char *title;
    const char *publisher;
    const char *version;
    const char *source;
    const char *read;
    const char *interface;
    const char *note;
    const char *errors; /* "posix", "winsock" or NULL */
    const char **families;
    size_t family_count; /* 0: all families */
    const struct clause *clauses;
    size_t clause_count;
    size_t untestable_count;
    const char *file;
    size_t number; /* 0 … */
};

/* Documents in the order of their ids. A zeroed struct holds none. */
struct documents {
    struct document *list;
    size_t count;
    const struct clause **clauses; /* by number */
    size_t clause_count;
    struct arena arena;
};

/* Loads these files (the caller lists the directory). Returns false when a file cannot be read or is malformed; problems
 * then says what and where, one line each; the documents are not to be used then. */
bool documents_load(struct documents *documents, const char *const *paths, size_t count, struct problems *problems);

/* The same from memory: each pair is a file's name and its content. */
bool documents_parse(struct documents *documents, struct pairs files, struct problems *problems);
void documents_free(struct documents *documents);

const struct document *documents_find(const struct documents *documents, const char *id); /* or NULL */
const struct clause *documents_clause(const struct documents *documents, const char *id); /* document/anchor; or NULL */

#endif

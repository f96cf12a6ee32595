/* rec.h: reads rec files (suite/VOCABULARY.md, "Rec files") with the line number of every field. */
#ifndef LISTENCHECK_REC_H
#define LISTENCHECK_REC_H

#include "memory.h"
#include "problems.h"

#define REC_FILE_MOST ((size_t)8 << 20)

struct rec_field {
    const char *name;
    const char *value; /* continuation lines joined by newlines; no blanks at its ends */
    size_t line;
};

struct rec_record {
    const struct rec_field *fields;
    size_t count;
    size_t line; /* of its first field */
};

/* Strings belong to the arena and live until rec_free(). A zeroed struct holds nothing. */
struct rec_file {
    const char *name;
    const struct rec_record *records;
    size_t count;
    struct arena arena;
};

/* Both add to problems and return false when the input is malformed; what could be read is in file either way. */
bool rec_parse(struct rec_file *file, const char *name, const char *bytes, size_t length, struct problems *problems);
bool rec_read(struct rec_file *file, const char *path, struct problems *problems);
void rec_free(struct rec_file *file);

const struct rec_field *rec_find(const struct rec_record *record, const char *name); /* the first, or NULL */
const char *rec_value(const struct rec_record *record, const char *name);            /* of the first, or NULL */

/* Adds `name: value` and a newline, with continuation lines where value has several; nothing when value is NULL. */
void rec_write_field(struct text *text, const char *name, const char *value);

#endif

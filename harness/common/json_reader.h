/* json_reader.h: a pull reader of one JSON text in memory. The input is untrusted: depth is bounded, UTF-8 is checked, a string
 * holding U+0000 is refused. Nothing is allocated; strings are decoded in place. */
#ifndef LISTENCHECK_JSON_READER_H
#define LISTENCHECK_JSON_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JSON_DEPTH_MOST 32

enum json_kind { JSON_STRING, JSON_NUMBER, JSON_OBJECT, JSON_ARRAY, JSON_TRUE, JSON_FALSE, JSON_NULL, JSON_INVALID };

/* A stretch of the input, not NUL-terminated. */
struct json_span {
    const char *bytes;
    size_t length;
};

struct json_reader {
    char *start;
    char *at;
    char *end;
    unsigned depth;
    uint64_t first;    /* bit d: no member or element of depth d was read yet */
    const char *error; /* NULL while all is well; a constant naming what was found and expected */
    size_t error_offset;
};

/* bytes[length] must be a writable NUL (as in a struct text). The reader changes the bytes it has read. */
void json_open(struct json_reader *reader, char *bytes, size_t length);

/* Every function below does nothing and returns false (NULL, JSON_INVALID) once there was an error. */
enum json_kind json_peek(struct json_reader *reader); /* the kind of the value that comes next */
char *json_string(struct json_reader *reader);        /* a NUL-terminated string within the input */
bool json_integer(struct json_reader *reader, long long *value);
bool json_real(struct json_reader *reader, double *value);
bool json_boolean(struct json_reader *reader, bool *value);
bool json_skip(struct json_reader *reader, struct json_span *span); /* any value, checked but left as it was; span may be NULL */

/*   json_enter(r, JSON_OBJECT); while ((key = json_member(r)) != NULL) … read or skip the value … */
bool json_enter(struct json_reader *reader, enum json_kind kind);
char *json_member(struct json_reader *reader); /* the next key, or NULL at the end of the object */
bool json_element(struct json_reader *reader); /* another element follows; false at the end of the array */

bool json_close(struct json_reader *reader);                   /* true when the whole input was read without error */
void json_fail(struct json_reader *reader, const char *error); /* for the caller's own checks; keeps the first error */

#endif

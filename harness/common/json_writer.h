/* json_writer.h: writes JSON into a text: commas, escapes and UTF-8 are its business (invalid bytes become U+FFFD). */
#ifndef LISTENCHECK_JSON_WRITER_H
#define LISTENCHECK_JSON_WRITER_H

#include "text.h"

/* { .text = &text } is a writer at its start. key is NULL within an array and for the outermost value. */
struct json_writer {
    struct text *text;
    bool follows; /* a value stands before the next one */
};

void json_begin_object(struct json_writer *writer, const char *key);
void json_end_object(struct json_writer *writer);
void json_begin_array(struct json_writer *writer, const char *key);
void json_end_array(struct json_writer *writer);
void json_write_string(struct json_writer *writer, const char *key, const char *value); /* NULL is written as "" */
void json_write_integer(struct json_writer *writer, const char *key, long long value);
void json_write_count(struct json_writer *writer, const char *key, size_t value);
void json_write_fixed(struct json_writer *writer, const char *key, double value, int decimals);
void json_write_boolean(struct json_writer *writer, const char *key, bool value);
void json_write_raw(struct json_writer *writer, const char *key, const char *bytes, size_t length); /* JSON already */
void json_end_line(struct json_writer *writer); /* a newline; the next object starts afresh */

#endif

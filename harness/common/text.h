/* text.h: a growing text buffer, always NUL-terminated. A zeroed struct is an empty text. */
#ifndef LISTENCHECK_TEXT_H
#define LISTENCHECK_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#if defined(__GNUC__)
#define TEXT_FORMAT(string, first) __attribute__((format(printf, string, first)))
#else
#define TEXT_FORMAT(string, first)
#endif

struct text {
    char *bytes; /* NULL only while empty; read it through text_string() */
    size_t length;
    size_t capacity;
};

void text_add(struct text *text, const char *bytes, size_t length);
void text_put(struct text *text, const char *string);
void text_byte(struct text *text, char byte);
void text_format(struct text *text, const char *format, ...) TEXT_FORMAT(2, 3);
void text_format_list(struct text *text, const char *format, va_list arguments) TEXT_FORMAT(2, 0);
const char *text_string(const struct text *text); /* valid until the next change; "" when empty */
void text_clear(struct text *text);               /* keeps the memory */
char *text_take(struct text *text);               /* the caller frees the string; the text is empty again */
void text_free(struct text *text);

/* Reads a whole file of at most most bytes. On failure returns false and puts the cause into *cause (a constant). */
bool text_read_file(struct text *text, const char *path, size_t most, const char **cause);

/* Writes text to a temporary file beside path, then renames it: the old file stays whole when anything fails. */
bool text_write_file(const struct text *text, const char *path, const char **cause);

#endif

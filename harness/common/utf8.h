/* utf8.h: the length of one well-formed UTF-8 character. */
#ifndef LISTENCHECK_UTF8_H
#define LISTENCHECK_UTF8_H

#include <stddef.h>

/* How many bytes the character at the start of a NUL-terminated string has; 0 when it is malformed (overlong, a surrogate,
 * beyond U+10FFFF, cut short) and at the end. */
size_t utf8_length(const char *string);

/* Writes the character in UTF-8 (at most 4 bytes, no NUL at the end) and returns its length. A surrogate is written as U+FFFD. */
size_t utf8_encode(unsigned long character, char *bytes);

#endif

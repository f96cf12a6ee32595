/* digest.h: SHA-256 of a text, as cases.lock holds it. */
#ifndef LISTENCHECK_DIGEST_H
#define LISTENCHECK_DIGEST_H

#include <stddef.h>

/* The first 32 hexadecimal digits of SHA-256, and a NUL. */
void text_digest(const char *bytes, size_t length, char digest[33]);

#endif

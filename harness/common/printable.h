/* printable.h: text of others made safe for a terminal. */
#ifndef LISTENCHECK_PRINTABLE_H
#define LISTENCHECK_PRINTABLE_H

#include "text.h"

/* Bytes outside of printable ASCII become \xNN. */
void add_printable(struct text *out, const char *bytes, size_t length);
void put_printable(struct text *out, const char *string);

/* For documents' texts, which are UTF-8: only control characters are replaced. */
void put_text(struct text *out, const char *string);

#endif

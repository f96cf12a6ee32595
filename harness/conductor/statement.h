/* statement.h: one line of a scenario, and the words it is made of. */
#ifndef LISTENCHECK_STATEMENT_H
#define LISTENCHECK_STATEMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "../common/memory.h"

enum { MOST_WORDS = 64, MOST_REQUEST = 490 /* a line less its id and end */ };

struct statement {
    const char *text;  /* single blanks between words, variables not yet replaced */
    const char *label; /* NULL for a set-up statement; "_": any outcome will do and nothing is recorded */
    unsigned line;
};

struct words {
    size_t count;
    char *word[MOST_WORDS];
    char buffer[MOST_REQUEST + 1];
};

bool is_name_text(const char *text, size_t length); /* lower-case letters, digits, '-' and '_', begins with a letter */

/* Read `text [-> label]`. False: what is wrong is put into *problem (a constant text). */
bool read_statement(struct arena *arena, const char *line, size_t length, struct statement *out, const char **problem);

/* Split a request at its blanks. False where it has too many words or is too long. */
bool split_words(const char *text, struct words *words);

/* The value of option KEY=VALUE among the words, or NULL. */
const char *word_option(const struct words *words, const char *key);
bool word_is_option(const char *word);
/* How long a request asks to wait (`wait=`), in milliseconds; 0: it does not say. */
unsigned long wait_asked(const char *request);
/* After the verb. */
bool words_hold(const struct words *words, const char *wanted);

#endif

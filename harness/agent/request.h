/* request.h: one request line as words. */
#ifndef LISTENCHECK_AGENT_REQUEST_H
#define LISTENCHECK_AGENT_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

enum { WORDS_MOST = 64, ID_DIGITS_MOST = 20 };

enum parsed {
    PARSED,
    PARSED_NO_ID,    /* nobody to answer to */
    PARSED_MALFORMED /* an id, but what follows is no request */
};

/* Words borrow the line. */
struct request {
    const char *id;
    const char *verb;
    size_t argument_count, option_count, word_count;
    const char *arguments[WORDS_MOST];
    const char *options[WORDS_MOST]; /* whole words, name=value */
    const char *words[WORDS_MOST];   /* the verb and everything after it, in order */
};

/* Cuts line (length bytes, then a NUL) in place. */
enum parsed request_parse(struct request *request, char *line, size_t length);

/* The request that begins at word number first of another one (`begin T REQUEST`). False when nothing is left. */
bool request_inner(struct request *inner, const struct request *outer, size_t first);

/* The value of option name, or NULL. */
const char *request_option(const struct request *request, const char *name);

/* True when every option given is among allowed: blank-separated names. */
bool request_options_known(const struct request *request, const char *allowed);

/* A whole decimal number within the bounds; no sign but a leading minus. */
bool number_read(const char *text, long long least, long long most, long long *value);

#endif

/* reply.h: write one reply line, never longer than the protocol allows. */
#ifndef LISTENCHECK_AGENT_REPLY_H
#define LISTENCHECK_AGENT_REPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct reply {
    char *start, *at, *limit; /* limit leaves room for the end of the line */
    const char *id;
    bool succeeded; /* it says ok */
    bool of_a_call; /* it tells of calls made, so their time belongs to it */
};

/* Start a reply in room of LINE_MOST bytes. */
void respond_start(struct reply *reply, char *room, const char *id);
/* Throw away what was written and keep the id. */
void respond_again(struct reply *reply);

void respond_ok(struct reply *reply);
void respond_unsupported(struct reply *reply);
void respond_blocked(struct reply *reply);
/* fail with one of the agent's own errors: "usage", "nohandle" */
void respond_refused(struct reply *reply, const char *error);
/* fail with an error number of the provider; UNSUPPORTED becomes `unsupported` */
void respond_failed(struct reply *reply, int code);

/* One key. A value that does not fit any more is left out whole. Text is written %XX where the protocol asks for it. */
void respond_number(struct reply *reply, const char *key, long long value);
void respond_text(struct reply *reply, const char *key, const char *value);
void respond_bytes(struct reply *reply, const char *key, const unsigned char *bytes, size_t count);
/* Ready-made keys, written as they are if they fit. */
void respond_raw(struct reply *reply, const char *text);
/* The time a call took; there is always room for it. */
void respond_time(struct reply *reply, uint64_t microseconds);

/* Ends the line and returns its length. */
size_t respond_end(struct reply *reply);

/* The name of an error number, never NULL. */
const char *error_text(int code);

#endif

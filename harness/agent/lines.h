/* lines.h: the byte stream of the protocol as lines in and replies out, both pipelined. */
#ifndef LISTENCHECK_AGENT_LINES_H
#define LISTENCHECK_AGENT_LINES_H

#include <stdbool.h>
#include <stddef.h>

enum { LINE_MOST = 512, STREAM_SIZE = 65536 };

enum line_kind { LINE_NONE, LINE_WHOLE, LINE_TOO_LONG };

struct input {
    size_t start, end; /* what is read and not yet used */
    bool skipping;     /* inside the rest of a line that was too long */
    char bytes[STREAM_SIZE];
};

struct output {
    size_t sent, complete; /* bytes[sent..complete) are finished replies not yet sent */
    bool sending;
    char bytes[STREAM_SIZE];
};

void input_clear(struct input *input);

/* The next line, NUL-terminated in place, without its end of line. The text stays valid until input_room is called. A line that is
 * too long is reported once, with its first LINE_MOST bytes. */
enum line_kind input_next(struct input *input, char **line, size_t *length);

/* Where the next bytes go, and how many fit (never 0 after input_next said LINE_NONE). */
char *input_room(struct input *input, size_t *size);
void input_filled(struct input *input, size_t count);

void output_clear(struct output *output);

/* Room for one reply of LINE_MOST bytes; NULL when what is there must be sent first. */
char *output_room(struct output *output);
void output_finished(struct output *output, size_t count);
int output_send(struct output *output, int (*transmit)(const char *, size_t));

#endif

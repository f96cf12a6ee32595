/* lines.c: cut the received bytes into lines and collect the replies. */
#include "lines.h"

#include <string.h>

void input_clear(struct input *input) {
    input->start = input->end = 0;
    input->skipping = false;
}

static enum line_kind whole_line(struct input *input, char *newline, char **line, size_t *length) {
    *line = input->bytes + input->start;
    *length = (size_t)(newline - *line);
    input->start += *length + 1;
    *newline = '\0';
    if (*length > 0 && (*line)[*length - 1] == '\r')
        (*line)[--*length] = '\0';
    if (*length <= LINE_MOST)
        return LINE_WHOLE;
    *length = LINE_MOST;
    (*line)[LINE_MOST] = '\0';
    return LINE_TOO_LONG;
}

enum line_kind input_next(struct input *input, char **line, size_t *length) {
    for (;;) {
        size_t waiting = input->end - input->start;
        char *begin = input->bytes + input->start;
        char *newline = waiting > 0 ? memchr(begin, '\n', waiting) : NULL;
        if (input->skipping) {
            input->start = newline ? input->start + (size_t)(newline - begin) + 1 : input->end;
            if (!newline)
                return LINE_NONE;
            input->skipping = false;
            continue;
        }
        if (newline)
            return whole_line(input, newline, line, length);
        if (waiting <= LINE_MOST + 1) /* one more may be the \r */
            return LINE_NONE;
        *line = begin;
        *length = LINE_MOST;
        begin[LINE_MOST] = '\0';
        input->start = input->end;
        input->skipping = true;
        return LINE_TOO_LONG;
    }
}

char *input_room(struct input *input, size_t *size) {
    size_t waiting = input->end - input->start;
    if (waiting > 0 && input->start > 0)
        memmove(input->bytes, input->bytes + input->start, waiting);
    input->start = 0;
    input->end = waiting;
    *size = STREAM_SIZE - waiting;
    return input->bytes + waiting;
}

void input_filled(struct input *input, size_t count) {
    input->end += count;
}

void output_clear(struct output *output) {
    output->sent = output->complete = 0;
    output->sending = false;
}

char *output_room(struct output *output) {
    if (output->sent == output->complete)
        output->sent = output->complete = 0;
    if (STREAM_SIZE - output->complete < LINE_MOST + 1)
        return NULL;
    return output->bytes + output->complete;
}

void output_finished(struct output *output, size_t count) {
    output->complete += count;
}

int output_send(struct output *output, int (*transmit)(const char *, size_t)) {
    int failed = 0;
    if (output->sending)
        return 0;
    output->sending = true;
    if (output->complete > output->sent)
        failed = transmit(output->bytes + output->sent, output->complete - output->sent);
    output->sent = output->complete; /* a reply may be growing behind: the room is not moved here */
    output->sending = false;
    return failed;
}

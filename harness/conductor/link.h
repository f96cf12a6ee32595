/* link.h: one running agent and the byte stream to it. Reading and writing never block. */
#ifndef LISTENCHECK_LINK_H
#define LISTENCHECK_LINK_H

#include <stdbool.h>
#include <sys/types.h>

#include "janitor.h"

enum { MOST_LINE = 512 };

/* How to start an agent. Everything is borrowed. */
struct launch {
    const char *const *command;     /* ends with NULL */
    const char *const *environment; /* NAME=value, ends with NULL; may be NULL */
    const char *directory;          /* LISTENCHECK_DIRECTORY */
    const char *working_directory;  /* NULL: the caller's */
    const char *log;                /* a file for what the agent writes to its standard error */
};

struct link {
    pid_t process; /* leads a process group; 0: not running */
    int to_agent, from_agent;
    struct text out; /* not yet written from out_written on */
    size_t out_written;
    char in[8192];
    size_t in_from, in_to;
    bool ended; /* the agent closed its side, or writing to it failed */
};

enum line_state { LINE_NONE, LINE_WHOLE, LINE_OVERLONG };

bool link_open(struct link *link, const struct launch *launch, const struct janitor *janitor, struct text *cause);
void link_send(struct link *link, const char *bytes, size_t length);
size_t link_unsent(const struct link *link);
void link_flush(struct link *link);   /* write what can be written now */
bool link_receive(struct link *link); /* read what is there; false: nothing came */
/* The next whole line, without its end, valid until the next link_receive(). */
enum line_state link_line(struct link *link, char **line);
/* Kill the agent's process group and wait for it. *status (may be NULL) is what waitpid told. */
void link_close(struct link *link, const struct janitor *janitor, int *status);
/* Ask politely first: the end of its input, then a moment's patience. */
void link_end_input(struct link *link);
void link_dismiss(struct link *link);

/* The last line of the agent's standard error that says something, made printable. */
void log_last_line(const char *path, struct text *out);

/* Start a process in a group of its own, its input, output and errors on these descriptors. 0: failed. */
pid_t start_process(const struct launch *launch, const struct janitor *janitor, int input, int output);

#endif

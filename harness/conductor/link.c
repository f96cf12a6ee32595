/* link.c: starts agents, moves bytes to and from them, and ends them by their process group. */
#include "link.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../common/memory.h"
#include "../common/printable.h"

/* exec takes words that it might change. */
static char **copy_words(const char *const *words)
{
    size_t count = 0;
    while (words[count] != NULL)
        count++;
    char **copies = memory_take(count + 1, sizeof(char *));
    for (size_t i = 0; i < count; i++)
        copies[i] = memory_copy(words[i], strlen(words[i]));
    return copies;
}

static _Noreturn void become_agent(const struct launch *launch, const struct janitor *janitor, int input, int output)
{
    (void)setpgid(0, 0);
    janitor_watch(janitor, getpid());
    int log = open(launch->log, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    int devices[3] = {input, output, log >= 0 ? log : 2};
    for (int i = 0; i < 3; i++) {
        if (dup2(devices[i], i) < 0)
            _exit(127);
    }
    for (int i = 3; i < 256; i++)
        (void)close(i);
    (void)signal(SIGPIPE, SIG_DFL);
    (void)signal(SIGINT, SIG_DFL);
    (void)signal(SIGTERM, SIG_DFL);
    (void)signal(SIGHUP, SIG_DFL);
    sigset_t none;
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    (void)mkdir(launch->directory, 0700);
    (void)setenv("LC_ALL", "C", 1);
    (void)setenv("TZ", "UTC", 1);
    (void)setenv("LISTENCHECK_DIRECTORY", launch->directory, 1);
    for (const char *const *pair = launch->environment; pair != NULL && *pair != NULL; pair++) {
        if (putenv(memory_copy(*pair, strlen(*pair))) != 0)
            _exit(127);
    }
    if (launch->working_directory != NULL && chdir(launch->working_directory) != 0)
        _exit(127);
    (void)execvp(launch->command[0], copy_words(launch->command));
    (void)dprintf(2, "cannot start '%s': %s\n", launch->command[0], strerror(errno));
    _exit(127);
}

pid_t start_process(const struct launch *launch, const struct janitor *janitor, int input, int output)
{
    pid_t process = fork();
    if (process == 0)
        become_agent(launch, janitor, input, output);
    if (process > 0)
        (void)setpgid(process, process); /* both sides do it: whoever comes first */
    return process > 0 ? process : 0;
}

static bool make_pipe(int ends[2], struct text *cause)
{
    if (pipe(ends) == 0) {
        /* Above the standard ones, whatever the caller has closed. */
        for (int i = 0; i < 2; i++) {
            int moved = fcntl(ends[i], F_DUPFD_CLOEXEC, 3);
            (void)close(ends[i]);
            ends[i] = moved;
        }
        if (ends[0] >= 0 && ends[1] >= 0)
            return true;
    }
    text_format(cause, "cannot make a pipe: %s", strerror(errno));
    return false;
}

bool link_open(struct link *link, const struct launch *launch, const struct janitor *janitor, struct text *cause)
{
    int input[2], output[2];
    if (!make_pipe(input, cause))
        return false;
    if (!make_pipe(output, cause)) {
        (void)close(input[0]);
        (void)close(input[1]);
        return false;
    }
    link->process = start_process(launch, janitor, input[0], output[1]);
    (void)close(input[0]);
    (void)close(output[1]);
    link->to_agent = input[1];
    link->from_agent = output[0];
    (void)fcntl(link->to_agent, F_SETFL, O_NONBLOCK);
    (void)fcntl(link->from_agent, F_SETFL, O_NONBLOCK);
    text_clear(&link->out);
    link->out_written = link->in_from = link->in_to = 0;
    link->ended = false;
    if (link->process != 0)
        return true;
    text_format(cause, "cannot start a process: %s", strerror(errno));
    (void)close(link->to_agent);
    (void)close(link->from_agent);
    return false;
}

void link_send(struct link *link, const char *bytes, size_t length)
{
    if (link->out_written == link->out.length) {
        text_clear(&link->out);
        link->out_written = 0;
    }
    text_add(&link->out, bytes, length);
}

size_t link_unsent(const struct link *link)
{
    return link->out.length - link->out_written;
}

void link_flush(struct link *link)
{
    while (!link->ended && link_unsent(link) > 0) {
        ssize_t sent = write(link->to_agent, text_string(&link->out) + link->out_written, link_unsent(link));
        if (sent > 0)
            link->out_written += (size_t)sent;
        else if (sent == 0 || errno != EINTR)
            return; /* full, or at its end: that is learned by reading, after what the agent still said */
    }
}

bool link_receive(struct link *link)
{
    if (link->in_from > 0) {
        memmove(link->in, link->in + link->in_from, link->in_to - link->in_from);
        link->in_to -= link->in_from;
        link->in_from = 0;
    }
    if (link->ended || link->in_to == sizeof link->in)
        return false;
    ssize_t got = read(link->from_agent, link->in + link->in_to, sizeof link->in - link->in_to);
    if (got > 0) {
        link->in_to += (size_t)got;
        return true;
    }
    if (got == 0 || (errno != EINTR && errno != EAGAIN && errno != EWOULDBLOCK))
        link->ended = true;
    return false;
}

enum line_state link_line(struct link *link, char **line)
{
    char *from = link->in + link->in_from;
    size_t there = link->in_to - link->in_from;
    char *end = memchr(from, '\n', there);
    size_t length = end != NULL ? (size_t)(end - from) : there;
    if (length > MOST_LINE)
        return LINE_OVERLONG;
    if (end == NULL)
        return LINE_NONE;
    *end = '\0';
    if (length > 0 && end[-1] == '\r')
        end[-1] = '\0';
    link->in_from += length + 1;
    *line = from;
    return LINE_WHOLE;
}

void link_end_input(struct link *link)
{
    if (link->process == 0 || link->to_agent < 0)
        return;
    link_flush(link);
    (void)close(link->to_agent);
    link->to_agent = -1;
}

void link_dismiss(struct link *link)
{
    if (link->process == 0)
        return;
    link_end_input(link);
    enum { PATIENCE_MILLISECONDS = 300 };
    struct pollfd end = {link->from_agent, POLLIN, 0};
    char rest[512];
    for (int i = 0; i < 100 && poll(&end, 1, PATIENCE_MILLISECONDS) > 0; i++) {
        if (read(link->from_agent, rest, sizeof rest) <= 0)
            break;
    }
}

/* One that ends by itself keeps its own status: between the end of its output and its own end there is a moment. */
static pid_t wait_a_moment(pid_t process, int *status)
{
    const struct timespec pause = {0, 1000000};
    for (int i = 0; i < 200; i++) {
        pid_t done = waitpid(process, status, WNOHANG);
        if (done != 0)
            return done;
        (void)nanosleep(&pause, NULL);
    }
    return 0;
}

void link_close(struct link *link, const struct janitor *janitor, int *status)
{
    if (link->process == 0)
        return;
    if (link->to_agent >= 0)
        (void)close(link->to_agent);
    (void)close(link->from_agent);
    int told = 0;
    pid_t done = link->ended ? wait_a_moment(link->process, &told) : 0;
    (void)kill(-link->process, SIGKILL);
    while (done == 0 && waitpid(link->process, &told, 0) < 0 && errno == EINTR)
        ;
    janitor_forget(janitor, link->process);
    if (status != NULL)
        *status = told;
    link->process = 0;
    link->ended = true;
    text_free(&link->out);
    link->out_written = 0;
}

void log_last_line(const char *path, struct text *out)
{
    struct text log = {0};
    const char *cause;
    enum { MOST_LOG = 1 << 20, MOST_SHOWN = 200 };
    if (text_read_file(&log, path, MOST_LOG, &cause)) {
        const char *line = text_string(&log), *best = "";
        size_t best_length = 0;
        while (*line != '\0') {
            size_t length = strcspn(line, "\n");
            if (length > 0) {
                best = line;
                best_length = length;
            }
            line += length + (line[length] == '\n');
        }
        add_printable(out, best, best_length > MOST_SHOWN ? MOST_SHOWN : best_length);
    }
    text_free(&log);
}

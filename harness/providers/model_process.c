/* model_process.c: child processes of the models' agent. They are real and share the machine's state; parent and child take
 * turns. */
#define _DEFAULT_SOURCE 1

#include "model_provider.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ATTACH_TEXT = 32 };

struct child {
    pid_t pid;
    int process;
    int to, from;
};

static int child_input = -1;
static int child_output = -1;

static long child_receive(char *buffer, size_t size)
{
    return read_bytes(child_input, buffer, size);
}

static int child_transmit(const char *buffer, size_t size)
{
    return write_bytes(child_output, buffer, size);
}

static bool make_pipes(int down[2], int up[2])
{
    if (pipe(down) != 0)
        return false;
    if (pipe(up) == 0)
        return true;
    (void)close(down[0]);
    (void)close(down[1]);
    return false;
}

/* Fork with pipes both ways. In the child *made is NULL and child_input and child_output are set. */
static int start_child(struct child **made)
{
    int down[2];
    int up[2];
    int process = machine_fork(machine_here());
    *made = calloc(1, sizeof **made);
    if (process == NOBODY || *made == NULL || !make_pipes(down, up)) {
        free(*made);
        return MODEL_EAGAIN;
    }
    shared->processes[process].used = true;
    (*made)->process = process;
    (*made)->to = down[1];
    (*made)->from = up[0];
    (*made)->pid = fork();
    if ((*made)->pid == 0) {
        (void)close(down[1]);
        (void)close(up[0]);
        child_input = down[0];
        child_output = up[1];
        own_process = process;
        workers_forget();
        free(*made);
        *made = NULL;
        return 0;
    }
    (void)close(down[0]);
    (void)close(up[1]);
    return (*made)->pid < 0 ? MODEL_EAGAIN : 0;
}

int model_fork(int *is_child, long (**receive)(char *, size_t), int (**transmit)(const char *, size_t), void **child)
{
    struct child *made;
    int status = start_child(&made);
    *is_child = status == 0 && made == NULL;
    *receive = child_receive;
    *transmit = child_transmit;
    *child = made;
    return status;
}

int model_execute(const char *handles, void **child)
{
    struct child *made;
    int status = start_child(&made);
    if (status != 0 || made != NULL) {
        *child = made;
        return status;
    }
    char attach[ATTACH_TEXT];
    (void)snprintf(attach, sizeof attach, "%d:%d", shared_file, own_process);
    machine_exec(machine_here());
    if (dup2(child_input, 0) == 0 && dup2(child_output, 1) == 1)
        (void)execl(program, program, choice, "--attach", attach, "--inherit", handles, (char *)NULL);
    _exit(127);
}

int model_child_exchange(void *opaque, const char *line, char *reply, size_t size, long milliseconds)
{
    const struct child *child = opaque;
    size_t used = 0;
    if (write_bytes(child->to, line, strlen(line)) != 0)
        return MODEL_EIO;
    while (used + 1 < size) {
        struct pollfd wait = {.fd = child->from, .events = POLLIN};
        if (poll(&wait, 1, milliseconds < 0 ? -1 : (int)milliseconds) == 0)
            return UNSUPPORTED;
        if (read_bytes(child->from, reply + used, 1) != 1)
            return MODEL_EIO;
        if (reply[used] == '\n')
            break;
        used++;
    }
    reply[used] = '\0';
    return 0;
}

int model_child_end(void *opaque)
{
    struct child *child = opaque;
    (void)kill(child->pid, SIGKILL);
    (void)waitpid(child->pid, NULL, 0);
    (void)close(child->to);
    (void)close(child->from);
    machine_end_process(machine_here(), child->process);
    free(child);
    return 0;
}

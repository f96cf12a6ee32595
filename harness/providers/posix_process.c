/* posix_process.c: child processes, with a byte stream to each, and descriptors passed by message. */
#define _GNU_SOURCE 1
#include "posix.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

enum { BUFFER_SIZE = 2048, END_PATIENCE = 200 };

struct child {
    pid_t process;
    int stream;
    size_t used;
    char buffer[BUFFER_SIZE]; /* received and not yet taken */
};

static char image[4096]; /* this program, for exec */
static int parent_stream = -1;

/* LISTENCHECK_IMAGE names the program where this one cannot be executed as it is: under an emulator. */
void posix_process_start(char **arguments) {
    const char *given = getenv("LISTENCHECK_IMAGE");
    ssize_t length = -1;
    if (given && strlen(given) < sizeof image) {
        strcpy(image, given);
        return;
    }
#ifdef __linux__
    length = readlink("/proc/self/exe", image, sizeof image - 1);
#endif
    if (length > 0)
        image[length] = '\0';
    else if (strlen(arguments[0]) < sizeof image)
        strcpy(image, arguments[0]);
}

static long child_receive(char *buffer, size_t size) {
    ssize_t count;
    do
        count = read(parent_stream, buffer, size);
    while (count < 0 && errno == EINTR);
    return (long)count;
}

static int child_transmit(const char *buffer, size_t size) {
    return posix_write_all(parent_stream, buffer, size);
}

/* A child whose parent was killed has nobody to end it. */
static void die_with_parent(pid_t parent) {
#ifdef __linux__
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
#else
    (void)parent;
#endif
}

/* The parent's end, and *child_end for the child; both close when a program is executed. */
static int open_stream(struct child **out, int *child_end) {
    int ends[2];
    struct child *child = calloc(1, sizeof *child);
    if (!child)
        return ENOMEM;
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) {
        int code = errno;
        free(child);
        return code;
    }
    child->stream = posix_aside(ends[0]);
    *child_end = posix_aside(ends[1]);
    *out = child;
    return 0;
}

static int drop_stream(struct child *child, int child_end, int code) {
    (void)close(child->stream);
    (void)close(child_end);
    free(child);
    return code;
}

int posix_fork(int *is_child, long (**receive)(char *, size_t), int (**transmit)(const char *, size_t), void **out) {
    struct child *child;
    int child_end = -1, code = open_stream(&child, &child_end);
    pid_t parent = getpid();
    if (code != 0)
        return code;
    child->process = fork();
    if (child->process < 0)
        return drop_stream(child, child_end, errno);
    *is_child = child->process == 0;
    if (child->process == 0) {
        die_with_parent(parent);
        (void)close(child->stream);
        free(child);
        parent_stream = child_end;
        posix_threads_forget();
        *receive = child_receive;
        *transmit = child_transmit;
        return 0;
    }
    (void)close(child_end);
    *out = child;
    return 0;
}

int posix_execute(const char *handles, void **out) {
    char option[] = "--inherit", *copy = strdup(handles), *arguments[4] = {image, option, copy, NULL};
    struct child *child;
    int child_end = -1, code = copy ? open_stream(&child, &child_end) : ENOMEM;
    pid_t parent = getpid();
    if (code != 0) {
        free(copy);
        return code;
    }
    child->process = fork();
    if (child->process == 0) {
        die_with_parent(parent);
        if (dup2(child_end, 0) >= 0 && dup2(child_end, 1) >= 0)
            (void)execv(image, arguments);
        _exit(127);
    }
    free(copy);
    if (child->process < 0)
        return drop_stream(child, child_end, errno);
    (void)close(child_end);
    *out = child;
    return 0;
}

static long long now_milliseconds(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Takes one line out of the buffer, without its end; false when there is none. */
static bool take_line(struct child *child, char *line, size_t size) {
    char *newline = memchr(child->buffer, '\n', child->used);
    size_t length;
    if (!newline) {
        if (child->used == sizeof child->buffer) /* no line of ours is that long */
            child->used = 0;
        return false;
    }
    length = (size_t)(newline - child->buffer);
    snprintf(line, size, "%.*s", (int)(length < size ? length : size - 1), child->buffer);
    child->used -= length + 1;
    memmove(child->buffer, newline + 1, child->used);
    return true;
}

/* Late answers to earlier requests are thrown away: an answer repeats the id its request began with. */
int posix_child_exchange(void *handle, const char *line, char *reply, size_t size, long milliseconds) {
    struct child *child = handle;
    size_t id = strcspn(line, " \n");
    long long end = now_milliseconds() + milliseconds;
    int code = posix_write_all(child->stream, line, strlen(line));
    if (code != 0)
        return code;
    for (;;) {
        struct pollfd item = {child->stream, POLLIN, 0};
        long long left = end - now_milliseconds();
        ssize_t count;
        while (take_line(child, reply, size))
            if (strncmp(reply, line, id) == 0 && reply[id] == ' ')
                return 0;
        if (left <= 0 || (poll(&item, 1, (int)left) < 0 && errno != EINTR))
            return UNSUPPORTED;
        if (item.revents == 0)
            continue;
        count = read(child->stream, child->buffer + child->used, sizeof child->buffer - child->used);
        if (count == 0)
            return EPIPE;
        if (count > 0)
            child->used += (size_t)count;
    }
}

/* Closing its stream ends it; one that does not end so is killed. */
int posix_child_end(void *handle) {
    struct child *child = handle;
    char rest[256];
    long long end = now_milliseconds() + END_PATIENCE;
    long long left = END_PATIENCE;
    int status;
    (void)shutdown(child->stream, SHUT_WR);
    while (left > 0) {
        struct pollfd item = {child->stream, POLLIN, 0};
        if (poll(&item, 1, (int)left) > 0 && read(child->stream, rest, sizeof rest) <= 0)
            break;
        left = end - now_milliseconds();
    }
    (void)close(child->stream);
    if (left <= 0)
        (void)kill(child->process, SIGKILL);
    while (waitpid(child->process, &status, 0) < 0 && errno == EINTR)
        continue;
    free(child);
    return 0;
}

union control_room {
    struct cmsghdr header;
    unsigned char bytes[CMSG_SPACE(sizeof(int))];
};

static int send_one(int over, int s) {
    char byte = 'x';
    struct iovec part = {&byte, 1};
    union control_room room;
    struct msghdr message;
    struct cmsghdr *control;
    memset(&message, 0, sizeof message);
    memset(&room, 0, sizeof room);
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = &room;
    message.msg_controllen = sizeof room;
    control = CMSG_FIRSTHDR(&message);
    control->cmsg_level = SOL_SOCKET;
    control->cmsg_type = SCM_RIGHTS;
    control->cmsg_len = CMSG_LEN(sizeof s);
    memcpy(CMSG_DATA(control), &s, sizeof s);
    errno = 0;
    return sendmsg(over, &message, 0) == 1 ? 0 : posix_result(-1);
}

static int receive_one(int over, descriptor *out) {
    char byte;
    struct iovec part = {&byte, 1};
    union control_room room;
    struct msghdr message;
    struct cmsghdr *control;
    int s = -1;
    memset(&message, 0, sizeof message);
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = &room;
    message.msg_controllen = sizeof room;
    errno = 0;
    if (recvmsg(over, &message, 0) < 0)
        return posix_result(-1);
    control = CMSG_FIRSTHDR(&message);
    if (!control || control->cmsg_type != SCM_RIGHTS || control->cmsg_len != CMSG_LEN(sizeof s))
        return EMFILE; /* the message came without it: no number was free */
    memcpy(&s, CMSG_DATA(control), sizeof s);
    *out = s;
    return 0;
}

int posix_pass(descriptor s, descriptor *out) {
    int ends[2], code;
    errno = 0;
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
        return posix_result(-1);
    code = send_one(ends[0], (int)s);
    if (code == 0)
        code = receive_one(ends[1], out);
    (void)close(ends[0]);
    (void)close(ends[1]);
    return code;
}

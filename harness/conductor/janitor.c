/* janitor.c: the process that cleans up after the conductor. It learns of the conductor's end by the end of a pipe, so that
 * even SIGKILL leaves no agent and no directory behind. */
#include "janitor.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../common/memory.h"

struct order {
    pid_t group;
    bool watch; /* else forget */
};

static void remove_entries(int directory, unsigned depth);

static void remove_entry(int parent, const char *name, unsigned depth)
{
    if (unlinkat(parent, name, 0) == 0 || depth == 0)
        return;
    int child = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (child < 0)
        return;
    remove_entries(child, depth - 1);
    (void)unlinkat(parent, name, AT_REMOVEDIR);
}

/* Takes over the descriptor. */
static void remove_entries(int descriptor, unsigned depth)
{
    DIR *directory = fdopendir(descriptor);
    if (directory == NULL) {
        (void)close(descriptor);
        return;
    }
    for (const struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            remove_entry(descriptor, entry->d_name, depth);
    }
    (void)closedir(directory);
}

/* A killed agent may still be making a file: it is tried again until the directory is gone. */
static void remove_tree(const char *path)
{
    const struct timespec pause = {0, 5000000};
    for (int tries = 0; tries < 200; tries++) {
        int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (descriptor >= 0)
            remove_entries(descriptor, 16);
        if (rmdir(path) == 0 || errno == ENOENT)
            return;
        (void)nanosleep(&pause, NULL);
    }
}

static void obey(const struct order *order, pid_t **groups, size_t *count, size_t *capacity)
{
    if (order->watch) {
        *groups = memory_room(*groups, *count, capacity, sizeof **groups);
        (*groups)[(*count)++] = order->group;
        return;
    }
    for (size_t i = 0; i < *count; i++) {
        if ((*groups)[i] == order->group) {
            (*groups)[i] = (*groups)[--*count];
            return;
        }
    }
}

static _Noreturn void keep_watch(int orders, const char *directory)
{
    pid_t *groups = NULL;
    size_t count = 0, capacity = 0;
    struct order order;
    for (;;) {
        ssize_t got = read(orders, &order, sizeof order);
        if (got == (ssize_t)sizeof order)
            obey(&order, &groups, &count, &capacity);
        else if (!(got < 0 && errno == EINTR))
            break;
    }
    for (size_t i = 0; i < count; i++)
        (void)kill(-groups[i], SIGKILL);
    remove_tree(directory);
    free(groups);
    _exit(0);
}

static bool make_directory(struct janitor *janitor, struct text *cause)
{
    const char *parent = getenv("TMPDIR");
    /* A path of an AF_UNIX socket has little more than a hundred bytes. */
    if (parent == NULL || parent[0] != '/' || strlen(parent) > 40)
        parent = "/tmp";
    (void)snprintf(janitor->directory, sizeof janitor->directory, "%s/listencheck-XXXXXX", parent);
    if (mkdtemp(janitor->directory) != NULL)
        return true;
    text_format(cause, "cannot make a directory in %s: %s", parent, strerror(errno));
    return false;
}

bool janitor_start(struct janitor *janitor, struct text *cause)
{
    int ends[2];
    if (!make_directory(janitor, cause))
        return false;
    if (pipe(ends) != 0) {
        text_format(cause, "cannot make a pipe: %s", strerror(errno));
        remove_tree(janitor->directory);
        return false;
    }
    (void)fflush(NULL);
    janitor->process = fork();
    if (janitor->process == 0) {
        /* A session of its own: what the terminal sends to the conductor is not for the janitor. */
        (void)setsid();
        (void)close(ends[1]);
        /* It must not keep the caller's pipes open. */
        int nothing = open("/dev/null", O_RDWR);
        if (nothing >= 0) {
            (void)dup2(nothing, 0);
            (void)dup2(nothing, 1);
            (void)dup2(nothing, 2);
        }
        for (int signal_number = 1; signal_number < 16; signal_number++) {
            if (signal_number != SIGKILL && signal_number != SIGCHLD && signal_number != SIGSEGV)
                (void)signal(signal_number, SIG_IGN);
        }
        keep_watch(ends[0], janitor->directory);
    }
    (void)close(ends[0]);
    (void)fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    janitor->pipe = ends[1];
    if (janitor->process > 0)
        return true;
    text_format(cause, "cannot start a process: %s", strerror(errno));
    (void)close(ends[1]);
    remove_tree(janitor->directory);
    return false;
}

static void give_order(const struct janitor *janitor, pid_t group, bool watch)
{
    struct order order;
    memset(&order, 0, sizeof order);
    order.group = group;
    order.watch = watch;
    /* Smaller than PIPE_BUF, so it is written whole or not at all. */
    while (write(janitor->pipe, &order, sizeof order) < 0 && errno == EINTR)
        ;
}

void janitor_watch(const struct janitor *janitor, pid_t group)
{
    give_order(janitor, group, true);
}

void janitor_forget(const struct janitor *janitor, pid_t group)
{
    give_order(janitor, group, false);
}

void janitor_end(struct janitor *janitor)
{
    if (janitor->process <= 0)
        return;
    (void)close(janitor->pipe);
    while (waitpid(janitor->process, NULL, 0) < 0 && errno == EINTR)
        ;
    janitor->process = 0;
}

/* bare.c: the same socket calls as a scenario makes, in a bare loop: what `./run.sh bench` measures the engine against.
 *
 * Usage: bare cycle COUNT     socket, bind, listen, close, COUNT times
 *        bare queue COUNT     fill a listener's queue with COUNT non-blocking clients, then accept and close them all
 * Prints the microseconds the loop took. Exit 1 when a call failed. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static double microseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static int fail(const char *call)
{
    fprintf(stderr, "bare: %s: %s\n", call, strerror(errno));
    return 1;
}

static int bound_listener(int backlog, struct sockaddr_in *at)
{
    socklen_t size = sizeof *at;
    int s = socket(AF_INET, SOCK_STREAM, 0);
    memset(at, 0, sizeof *at);
    at->sin_family = AF_INET;
    at->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (s < 0 || bind(s, (struct sockaddr *)at, size) || listen(s, backlog) || getsockname(s, (struct sockaddr *)at, &size))
        return -1;
    return s;
}

static int cycle(int count)
{
    struct sockaddr_in at;
    for (int i = 0; i < count; i++) {
        int s = socket(AF_INET, SOCK_STREAM, 0);
        memset(&at, 0, sizeof at);
        at.sin_family = AF_INET;
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (s < 0 || bind(s, (struct sockaddr *)&at, sizeof at) || listen(s, 5) || close(s))
            return fail("cycle");
    }
    return 0;
}

/* A queue of count needs the system's limit to allow it: run it in a namespace whose somaxconn was raised. */
static int queue(int count, int *client)
{
    struct sockaddr_in at;
    int s = bound_listener(count, &at);
    if (s < 0)
        return fail("listener");
    for (int i = 0; i < count; i++) {
        client[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        if (client[i] < 0)
            return fail("socket");
        if (connect(client[i], (struct sockaddr *)&at, sizeof at) && errno != EINPROGRESS)
            return fail("connect");
    }
    for (int i = 0; i < count; i++) {
        struct pollfd item = {.fd = client[i], .events = POLLOUT};
        if (poll(&item, 1, 1000) != 1)
            return fail("poll");
    }
    for (int i = 0; i < count; i++) {
        int accepted = accept(s, NULL, NULL);
        if (accepted < 0 || close(accepted))
            return fail("accept");
    }
    for (int i = 0; i < count; i++)
        close(client[i]);
    return close(s);
}

int main(int argument_count, char **arguments)
{
    int count = argument_count == 3 ? atoi(arguments[2]) : 0;
    if (count <= 0 || count > 1000000) {
        fprintf(stderr, "usage: bare cycle|queue COUNT\n");
        return 64;
    }
    struct rlimit files;
    if (!getrlimit(RLIMIT_NOFILE, &files)) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    int *client = calloc((size_t)count, sizeof *client);
    if (!client)
        return fail("calloc");
    double start = microseconds();
    int failed = strcmp(arguments[1], "queue") ? cycle(count) : queue(count, client);
    printf("%.1f\n", microseconds() - start);
    free(client);
    return failed;
}

/* posix_stream.c: the bytes of the protocol: standard input and output, kept out of the way of everybody else. */
#define _GNU_SOURCE 1
#include "posix.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

static int from = 0, to = 1;

/* A library that prints must not end up in the protocol, and a case that reads descriptor 0 must not eat it. */
int posix_stream_start(void) {
    int null = open("/dev/null", O_RDWR);
    if (null < 0)
        return errno;
    from = posix_aside(dup(0));
    to = posix_aside(dup(1));
    if (from < 0 || to < 0 || dup2(null, 0) < 0 || dup2(2, 1) < 0)
        return errno != 0 ? errno : EBADF;
    if (null > 2)
        (void)close(null);
    return 0;
}

static bool wait_for(int s, short events) {
    struct pollfd item = {s, events, 0};
    return poll(&item, 1, -1) >= 0 || errno == EINTR;
}

long posix_receive(char *buffer, size_t size) {
    for (;;) {
        ssize_t count = read(from, buffer, size);
        if (count >= 0)
            return (long)count;
        if (errno == EINTR || (errno == EAGAIN && wait_for(from, POLLIN)))
            continue;
        return -1;
    }
}

int posix_write_all(int s, const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(s, bytes, count);
        if (written < 0) {
            if (errno == EINTR || (errno == EAGAIN && wait_for(s, POLLOUT)))
                continue;
            return errno;
        }
        bytes += written;
        count -= (size_t)written;
    }
    return 0;
}

int posix_transmit(const char *buffer, size_t size) {
    return posix_write_all(to, buffer, size);
}

/* posix_transfer.c: sending, receiving and waiting. */
#define _GNU_SOURCE 1
#include "posix.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/uio.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/epoll.h>
#endif

static int message_flags(unsigned flags) {
    int native = 0;
    if (flags & MESSAGE_PEEK)
        native |= MSG_PEEK;
    if (flags & MESSAGE_OOB)
        native |= MSG_OOB;
    if (flags & MESSAGE_DONTWAIT)
        native |= MSG_DONTWAIT;
#ifdef MSG_NOSIGNAL
    if (flags & MESSAGE_NOSIGNAL)
        native |= MSG_NOSIGNAL;
#endif
    return native;
}

/* A message of one part and nothing else. */
static struct msghdr message_of(struct iovec *part) {
    struct msghdr message;
    memset(&message, 0, sizeof message);
    message.msg_iov = part;
    message.msg_iovlen = 1;
    return message;
}

int posix_send(descriptor s, const void *bytes, size_t count, const char *method, unsigned flags, size_t *sent) {
    struct iovec part = {(void *)(uintptr_t)bytes, count};
    struct msghdr message = message_of(&part);
    long result;
    int native = message_flags(flags);
    errno = 0;
    if (strcmp(method, "send") == 0)
        result = send((int)s, bytes, count, native);
    else if (strcmp(method, "sendto") == 0)
        result = sendto((int)s, bytes, count, native, NULL, 0);
    else if (strcmp(method, "sendmsg") == 0)
        result = sendmsg((int)s, &message, native);
    else if (flags != 0)
        return UNSUPPORTED;
    else if (strcmp(method, "write") == 0)
        result = write((int)s, bytes, count);
    else
        result = writev((int)s, &part, 1);
    return posix_count(result, sent);
}

int posix_receive_from(descriptor s, void *bytes, size_t size, const char *method, unsigned flags, size_t *received) {
    struct sockaddr_storage from;
    socklen_t length = sizeof from;
    struct iovec part = {bytes, size};
    struct msghdr message = message_of(&part);
    long result;
    int native = message_flags(flags);
    errno = 0;
    if (strcmp(method, "recv") == 0)
        result = recv((int)s, bytes, size, native);
    else if (strcmp(method, "recvfrom") == 0)
        result = recvfrom((int)s, bytes, size, native, (struct sockaddr *)&from, &length);
    else if (strcmp(method, "recvmsg") == 0)
        result = recvmsg((int)s, &message, native);
    else if (flags != 0)
        return UNSUPPORTED;
    else if (strcmp(method, "read") == 0)
        result = read((int)s, bytes, size);
    else
        result = readv((int)s, &part, 1);
    return result > (long)size ? BAD_RESULT(result) : posix_count(result, received);
}

static const struct {
    unsigned ours;
    int native;
} events[] = {
    {EVENT_IN, POLLIN},   {EVENT_OUT, POLLOUT}, {EVENT_HUP, POLLHUP}, {EVENT_ERR, POLLERR},
#ifdef POLLRDHUP
    {EVENT_RDHUP, POLLRDHUP},
#endif
    {EVENT_PRI, POLLPRI}, {EVENT_NVAL, POLLNVAL},
};

static short events_to_native(unsigned ours) {
    int native = 0;
    for (size_t i = 0; i < sizeof events / sizeof events[0]; i++)
        if (ours & events[i].ours)
            native |= events[i].native;
    return (short)native;
}

static unsigned events_from_native(int native) {
    unsigned ours = 0;
    for (size_t i = 0; i < sizeof events / sizeof events[0]; i++)
        if (native & events[i].native)
            ours |= events[i].ours;
    return ours;
}

static int clip(long milliseconds) {
    return milliseconds < 0 ? -1 : milliseconds > INT32_MAX ? INT32_MAX : (int)milliseconds;
}

/* How many items have events: what poll() should have returned. */
static int count_ready(const struct pollfd *items, size_t count) {
    int ready = 0;
    for (size_t i = 0; i < count; i++)
        ready += items[i].revents != 0;
    return ready;
}

int posix_poll(struct poll_item *items, size_t count, long milliseconds, size_t *ready) {
    struct pollfd few[16];
    struct pollfd *native = count <= sizeof few / sizeof few[0] ? few : malloc(count * sizeof *native);
    int result, code = 0;
    if (!native)
        return ENOMEM;
    for (size_t i = 0; i < count; i++) {
        native[i].fd = (int)items[i].socket;
        native[i].events = events_to_native(items[i].asked);
        native[i].revents = 0;
    }
    errno = 0;
    result = poll(native, (nfds_t)count, clip(milliseconds));
    if (result < 0)
        code = posix_result(result);
    else if (result != count_ready(native, count))
        code = BAD_RESULT(result);
    for (size_t i = 0; code == 0 && i < count; i++)
        items[i].returned = events_from_native(native[i].revents);
    *ready = result < 0 ? 0 : (size_t)result;
    if (native != few)
        free(native);
    return code;
}

/* POLLRDNORM and its like, as what they stand for. */
static int poll_normal(struct poll_item *item, long milliseconds) {
    struct pollfd one = {.fd = (int)item->socket, .events = POLLRDNORM | POLLRDBAND | POLLWRNORM};
    int result;
    errno = 0;
    result = poll(&one, 1, clip(milliseconds));
    if (result < 0)
        return posix_result(result);
    item->returned = (one.revents & POLLRDNORM ? EVENT_IN : 0U) | (one.revents & POLLWRNORM ? EVENT_OUT : 0U) |
                     (one.revents & POLLRDBAND ? EVENT_PRI : 0U) | events_from_native(one.revents & (POLLHUP | POLLERR | POLLNVAL));
    return 0;
}

#ifdef __linux__

static int poll_with_mask(struct poll_item *item, long milliseconds) {
    struct pollfd one = {.fd = (int)item->socket, .events = events_to_native(item->asked)};
    struct timespec wait = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    int result;
    errno = 0;
    result = ppoll(&one, 1, milliseconds < 0 ? NULL : &wait, NULL);
    if (result < 0)
        return posix_result(result);
    item->returned = events_from_native(one.revents);
    return 0;
}

#endif

static int poll_select(struct poll_item *item, bool with_mask, long milliseconds) {
    struct timespec exact = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    struct timeval wait = {milliseconds / 1000, (suseconds_t)(milliseconds % 1000 * 1000)};
    fd_set in, out, exceptional;
    int s = (int)item->socket, result;
    if (s < 0 || s >= FD_SETSIZE)
        return UNSUPPORTED;
    FD_ZERO(&in);
    FD_ZERO(&out);
    FD_ZERO(&exceptional);
    FD_SET(s, &in);
    FD_SET(s, &out);
    FD_SET(s, &exceptional);
    errno = 0;
    if (with_mask)
        result = pselect(s + 1, &in, &out, &exceptional, milliseconds < 0 ? NULL : &exact, NULL);
    else
        result = select(s + 1, &in, &out, &exceptional, milliseconds < 0 ? NULL : &wait);
    if (result < 0)
        return posix_result(result);
    item->returned = (FD_ISSET(s, &in) ? EVENT_IN : 0U) | (FD_ISSET(s, &out) ? EVENT_OUT : 0U) | (FD_ISSET(s, &exceptional) ? EVENT_PRI : 0U);
    if (result != (FD_ISSET(s, &in) != 0) + (FD_ISSET(s, &out) != 0) + (FD_ISSET(s, &exceptional) != 0))
        return BAD_RESULT(result);
    return 0;
}

#ifdef __linux__

/* looks: the answer is that of the last. */
static int poll_epoll(struct poll_item *item, bool edge, int looks, long milliseconds) {
    struct epoll_event event = {.events = (uint32_t)(unsigned short)events_to_native(item->asked) | (edge ? (uint32_t)EPOLLET : 0U)};
    int set = epoll_create1(EPOLL_CLOEXEC), result, code;
    if (set < 0)
        return posix_result(set);
    code = posix_result(epoll_ctl(set, EPOLL_CTL_ADD, (int)item->socket, &event));
    for (int i = 0; i < looks && code == 0; i++) {
        result = epoll_wait(set, &event, 1, clip(milliseconds));
        if (result < 0)
            code = posix_result(result);
        item->returned = result > 0 ? events_from_native((int)event.events) : 0;
    }
    (void)close(set);
    return code;
}

#endif

int posix_poll_with(const char *method, struct poll_item *item, long milliseconds) {
    item->returned = 0;
    if (strcmp(method, "select") == 0)
        return poll_select(item, false, milliseconds);
    if (strcmp(method, "pselect") == 0)
        return poll_select(item, true, milliseconds);
    if (strcmp(method, "normal") == 0)
        return poll_normal(item, milliseconds);
#ifdef __linux__
    if (strcmp(method, "ppoll") == 0)
        return poll_with_mask(item, milliseconds);
    if (strcmp(method, "epoll") == 0)
        return poll_epoll(item, false, 1, milliseconds);
    if (strcmp(method, "epoll-again") == 0)
        return poll_epoll(item, false, 2, milliseconds);
    if (strcmp(method, "epoll-edge") == 0)
        return poll_epoll(item, true, 2, milliseconds);
#endif
    return UNSUPPORTED;
}

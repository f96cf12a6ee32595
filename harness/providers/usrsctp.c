/* usrsctp.c: FreeBSD's SCTP in user space, one-to-one sockets of AF_CONN whose packets come back to the same stack. An IPv4 address of
 * the protocol is an AF_CONN address of the same number. */
#define _GNU_SOURCE 1
#include "usrsctp_wire.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "posix.h"
#include "stack.h"

static void *number_to_pointer(const unsigned char ip[4]) {
    return (void *)((uintptr_t)ip[0] << 24 | (uintptr_t)ip[1] << 16 | (uintptr_t)ip[2] << 8 | ip[3]);
}

static int start(int argument_count, char **arguments) {
    static const unsigned char addresses[][4] = {{127, 0, 0, 1}, {127, 0, 0, 2}};
    int code = stack_process_start();
    (void)argument_count;
    (void)arguments;
    if (code == 0)
        code = sctp_start();
    for (size_t i = 0; code == 0 && i < sizeof addresses / sizeof addresses[0]; i++)
        usrsctp_register_address(number_to_pointer(addresses[i]));
    return code;
}

/* The library does not tell its version; the package does. */
static int identify(char *text, size_t size) {
    snprintf(text, size, "name=usrsctp-0.9.5 os=usrsctp/0.9.5 errors=posix");
    return 0;
}

static int make(const char *family, const char *type, int protocol, unsigned flags, descriptor *out) {
    int number = strcmp(type, "stream") == 0 ? SOCK_STREAM : strcmp(type, "seqpacket") == 0 ? SOCK_SEQPACKET : SOCK_DGRAM;
    struct socket *s;
    if (strcmp(family, "sctp") != 0 || strcmp(type, "raw") == 0 || (flags & SOCKET_CLOEXEC))
        return UNSUPPORTED;
    errno = 0;
    s = usrsctp_socket(AF_CONN, number, protocol != 0 ? protocol : IPPROTO_SCTP, NULL, NULL, 0, NULL);
    if (!s)
        return posix_result(-1);
    if (flags & SOCKET_NONBLOCK)
        (void)usrsctp_set_non_blocking(s, 1);
    return sctp_made(s, out);
}

static bool to_native(const struct address *address, struct sockaddr_conn *native) {
    memset(native, 0, sizeof *native);
    native->sconn_family = AF_CONN;
    native->sconn_port = htons(address->port);
    native->sconn_addr = number_to_pointer(address->ip);
    return address->kind == ADDRESS_INET;
}

static int from_native(const struct sockaddr *name, struct address *address) {
    const struct sockaddr_conn *native = (const struct sockaddr_conn *)(const void *)name;
    uintptr_t number = (uintptr_t)native->sconn_addr;
    memset(address, 0, sizeof *address);
    address->kind = native->sconn_family == AF_CONN ? ADDRESS_INET : ADDRESS_NONE;
    address->port = ntohs(native->sconn_port);
    for (size_t i = 0; i < 4; i++)
        address->ip[i] = (unsigned char)(number >> (24 - 8 * i));
    return 0;
}

static int bind_to(descriptor s, const struct address *at) {
    struct socket *found;
    struct sockaddr_conn native;
    if (!to_native(at, &native))
        return UNSUPPORTED;
    if (!sctp_find(s, &found))
        return UNSUPPORTED;
    errno = 0;
    return posix_result(usrsctp_bind(found, (struct sockaddr *)&native, sizeof native));
}

static int listen_on(descriptor s, int backlog) {
    struct socket *found;
    if (!sctp_find(s, &found))
        return UNSUPPORTED;
    errno = 0;
    return posix_result(usrsctp_listen(found, backlog));
}

static int connect_to(descriptor s, const struct address *to) {
    struct socket *found;
    struct sockaddr_conn native;
    int code;
    if (!to_native(to, &native))
        return UNSUPPORTED;
    if (!sctp_find(s, &found))
        return UNSUPPORTED;
    stack_enter(s);
    errno = 0;
    code = posix_result(usrsctp_connect(found, (struct sockaddr *)&native, sizeof native));
    stack_leave(s);
    return code;
}

static int accept_from(descriptor s, unsigned flags, descriptor *out, struct address *peer) {
    struct socket *found;
    struct sockaddr_conn native;
    socklen_t length = sizeof native;
    struct socket *accepted;
    int code;
    if (flags != 0)
        return UNSUPPORTED;
    memset(&native, 0, sizeof native);
    if (!sctp_find(s, &found))
        return UNSUPPORTED;
    stack_enter(s);
    errno = 0;
    accepted = usrsctp_accept(found, (struct sockaddr *)&native, &length);
    code = accepted ? 0 : posix_result(-1);
    stack_leave(s);
    if (!accepted)
        return code;
    (void)from_native((struct sockaddr *)&native, peer);
    return sctp_made(accepted, out);
}

static int close_it(descriptor s) {
    struct socket *found;
    if (!sctp_find(s, &found))
        return UNSUPPORTED;
    if (found && !stack_left_inside(s)) {
        sctp_forget(s);
        usrsctp_close(found);
    }
    return 0;
}

static int shut_down(descriptor s, const char *how) {
    struct socket *found;
    if (!sctp_find(s, &found))
        return UNSUPPORTED;
    errno = 0;
    return posix_result(usrsctp_shutdown(found, strcmp(how, "rd") == 0 ? SHUT_RD : strcmp(how, "wr") == 0 ? SHUT_WR : SHUT_RDWR));
}

static int send_to(descriptor s, const void *bytes, size_t count, const char *method, unsigned flags, size_t *sent) {
    struct socket *found;
    ssize_t result;
    if (strcmp(method, "send") != 0 || (flags & MESSAGE_OOB))
        return UNSUPPORTED;
    if (!sctp_find(s, &found))
        return UNSUPPORTED;
    stack_enter(s);
    errno = 0;
    result = usrsctp_sendv(found, bytes, count, NULL, 0, NULL, 0, SCTP_SENDV_NOINFO, 0);
    stack_leave(s);
    *sent = result > 0 ? (size_t)result : 0;
    return result < 0 ? posix_result(result) : 0;
}

static int receive_from(descriptor s, void *bytes, size_t size, const char *method, unsigned flags, size_t *received) {
    struct socket *found;
    int native = (flags & MESSAGE_PEEK ? MSG_PEEK : 0) | (flags & MESSAGE_DONTWAIT ? MSG_DONTWAIT : 0);
    struct sockaddr_conn from;
    socklen_t from_length = sizeof from, information_length = 0;
    unsigned int kind = SCTP_RECVV_NOINFO;
    ssize_t result;
    if (strcmp(method, "recv") != 0 || (flags & MESSAGE_OOB))
        return UNSUPPORTED;
    if (!sctp_find(s, &found))
        return UNSUPPORTED;
    stack_enter(s);
    errno = 0;
    result = usrsctp_recvv(found, bytes, size, (struct sockaddr *)&from, &from_length, NULL, &information_length, &kind, &native);
    stack_leave(s);
    *received = result > 0 ? (size_t)result : 0;
    return result < 0 ? posix_result(result) : 0;
}

/* There is no getsockname: the addresses an endpoint has, or would have, stand for its name. */
static int first_of(descriptor s, int (*ask)(struct socket *, sctp_assoc_t, struct sockaddr **), void (*give_back)(struct sockaddr *),
                    struct address *out) {
    struct socket *found;
    struct sockaddr *names = NULL;
    int count;
    if (!sctp_find(s, &found))
        return UNSUPPORTED;
    errno = 0;
    count = ask(found, 0, &names);
    if (count < 0)
        return posix_result(-1);
    memset(out, 0, sizeof *out);
    if (count > 0) {
        (void)from_native(names, out);
        give_back(names);
    }
    return 0;
}

static int local_name(descriptor s, struct address *out) {
    return first_of(s, usrsctp_getladdrs, usrsctp_freeladdrs, out);
}

static int peer_name(descriptor s, struct address *out) {
    return first_of(s, usrsctp_getpaddrs, usrsctp_freepaddrs, out);
}

static const struct {
    const char *name;
    int number;
} options[] = {{"acceptconn", SO_ACCEPTCONN}, {"error", SO_ERROR}, {"type", SO_TYPE}, {"rcvbuf", SO_RCVBUF}, {"sndbuf", SO_SNDBUF},
               {"reuseaddr", SO_REUSEADDR}, {"keepalive", SO_KEEPALIVE}, {"unknown", 0x7fff}};

static int option_number(const char *name) {
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
        if (strcmp(options[i].name, name) == 0)
            return options[i].number;
    return -1;
}

static int get_option(descriptor s, const char *name, long long *value) {
    struct socket *found;
    struct linger linger = {0, 0};
    int number = option_number(name), answer = 0, code;
    socklen_t length = sizeof answer;
    if (!sctp_find(s, &found))
        return UNSUPPORTED;
    errno = 0;
    if (strcmp(name, "nonblock") == 0) {
        *value = usrsctp_get_non_blocking(found);
        return *value < 0 ? posix_result(-1) : 0;
    }
    if (strcmp(name, "linger") == 0) {
        length = sizeof linger;
        code = posix_result(usrsctp_getsockopt(found, SOL_SOCKET, SO_LINGER, &linger, &length));
        *value = linger.l_onoff ? linger.l_linger : -1;
        return code;
    }
    if (number < 0)
        return UNSUPPORTED;
    code = posix_result(usrsctp_getsockopt(found, SOL_SOCKET, number, &answer, &length));
    *value = answer;
    return code;
}

static int set_option(descriptor s, const char *name, long long value) {
    struct socket *found;
    struct linger linger = {value >= 0, value >= 0 ? (int)value : 0};
    int number = option_number(name), wanted = (int)value;
    if (!sctp_find(s, &found))
        return UNSUPPORTED;
    errno = 0;
    if (strcmp(name, "linger") == 0)
        return posix_result(usrsctp_setsockopt(found, SOL_SOCKET, SO_LINGER, &linger, sizeof linger));
    return number < 0 ? UNSUPPORTED : posix_result(usrsctp_setsockopt(found, SOL_SOCKET, number, &wanted, sizeof wanted));
}

static int set_nonblocking(descriptor s, int on) {
    struct socket *found;
    if (!sctp_find(s, &found))
        return UNSUPPORTED;
    errno = 0;
    return posix_result(usrsctp_set_non_blocking(found, on));
}

/* Who waits for the end alone (nothing asked) waits until it can be read: there is no other sign of it. */
static size_t look(struct poll_item *items, size_t count, bool for_end) {
    size_t ready = 0;
    for (size_t i = 0; i < count; i++) {
        unsigned asked = for_end ? EVENT_IN : items[i].asked;
        struct socket *found;
        int events = sctp_find(items[i].socket, &found) ? usrsctp_get_events(found) : -1;
        items[i].returned = events < 0 ? EVENT_NVAL : 0;
        if (events > 0)
            items[i].returned = ((events & SCTP_EVENT_READ ? EVENT_IN : 0U) & asked) | ((events & SCTP_EVENT_WRITE ? EVENT_OUT : 0U) & asked) |
                                (events & SCTP_EVENT_ERROR ? EVENT_ERR : 0U);
        ready += items[i].returned != 0;
    }
    return ready;
}

static int poll_all(struct poll_item *items, size_t count, long milliseconds, size_t *ready) {
    bool for_end = count == 1 && items[0].asked == 0 && milliseconds != 0;
    struct timespec end;
    bool over = false;
    (void)clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_sec += milliseconds / 1000 + (end.tv_nsec + milliseconds % 1000 * 1000000) / 1000000000;
    end.tv_nsec = (end.tv_nsec + milliseconds % 1000 * 1000000) % 1000000000;
    for (;;) {
        unsigned long before = sctp_events();
        *ready = look(items, count, for_end);
        if (*ready > 0 || milliseconds == 0 || over)
            return 0;
        over = !sctp_wait(before, milliseconds, &end);
    }
}

void stack_wake(descriptor s) {
    struct address address;
    descriptor client;
    if (local_name(s, &address) != 0 || address.port == 0 || make("sctp", "stream", 0, SOCKET_NONBLOCK, &client) != 0)
        return;
    (void)connect_to(client, &address);
}

const struct provider provider = {
    STACK_PROCESS_MEMBERS,
    .identify = identify,
    .families = "sctp",
    .make = make,
    .bind = bind_to,
    .listen = listen_on,
    .connect = connect_to,
    .accept = accept_from,
    .close = close_it,
    .shutdown = shut_down,
    .send = send_to,
    .receive_from = receive_from,
    .sockname = local_name,
    .peername = peer_name,
    .get_option = get_option,
    .set_option = set_option,
    .set_nonblocking = set_nonblocking,
    .poll = poll_all,
    .start = start,
};

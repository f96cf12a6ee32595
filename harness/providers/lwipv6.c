/* lwipv6.c: LWIPv6, View-OS's fork of an early lwIP: one stack with the loopback interface it brings itself. */
#define _GNU_SOURCE 1
#include <sys/socket.h>

#include <errno.h>
#include <lwipv6.h>
#include <stdio.h>
#include <string.h>

#include "posix.h"
#include "stack.h"

static int start(int argument_count, char **arguments) {
    struct stack *stack;
    int code = stack_process_start();
    (void)argument_count;
    (void)arguments;
    if (code != 0)
        return code;
    stack = lwip_stack_new();
    if (!stack)
        return ENOMEM;
    lwip_stack_set(stack);
    stack_rest_in_circles();
    return 0;
}

/* What sockets were bound to: the library's getsockname tells the peer's address (its netconn_addr asks for API_MSG_PEER). A bind to
 * port 0 is made with a port of our own for the same reason: nobody could learn the one the library takes. */
enum { KNOWN_MOST = 4096, PORT_FIRST = 20000, PORT_COUNT = 30000 };

static struct address known[KNOWN_MOST];

static int bind_to(descriptor s, const struct address *at) {
    static unsigned drawn;
    struct address address = *at;
    int code;
    if (address.port == 0)
        address.port = (uint16_t)(PORT_FIRST + drawn++ % PORT_COUNT);
    code = stack_bind(s, &address);
    if (code == 0 && s >= 0 && s < KNOWN_MOST)
        known[s] = address;
    return code;
}

static int locate(descriptor s, struct address *out) {
    if (s < 0 || s >= KNOWN_MOST || known[s].port == 0)
        return UNSUPPORTED;
    *out = known[s];
    return 0;
}

static int close_it(descriptor s) {
    if (s >= 0 && s < KNOWN_MOST)
        known[s].port = 0;
    return stack_close(s);
}

/* accept and getpeername hand over variables of the library's that nobody wrote to. So that these are the same in each run, and known
 * for what they are, the memory in which they come to lie is filled before. */
enum { UNWRITTEN = 0xa5, DEPTH = 4096 };

static __attribute__((noinline)) void fill_below(void) {
    volatile unsigned char below[DEPTH];
    for (size_t i = 0; i < sizeof below; i++)
        below[i] = UNWRITTEN;
}

static int accept_filled(int s, struct sockaddr *name, socklen_t *length) {
    fill_below();
    return lwip_accept(s, name, length);
}

static int peername_filled(int s, struct sockaddr *name, socklen_t *length) {
    fill_below();
    return lwip_getpeername(s, name, length);
}

static void tell_unwritten(struct address *address) {
    if (address->port == (UNWRITTEN << 8 | UNWRITTEN) && address->ip[0] == UNWRITTEN)
        *address = (struct address){.kind = ADDRESS_OTHER, .path = "unwritten"};
}

static int accept_told(descriptor s, unsigned flags, descriptor *out, struct address *peer) {
    int code = stack_accept(s, flags, out, peer);
    if (code == 0)
        tell_unwritten(peer);
    return code;
}

static int peername_told(descriptor s, struct address *out) {
    int code = stack_peername(s, out);
    if (code == 0)
        tell_unwritten(out);
    return code;
}

/* The library tells no version; the package does. */
static int identify(char *text, size_t size) {
    snprintf(text, size, "name=lwipv6-1.5a os=lwipv6/1.5a errors=posix");
    return 0;
}

static ssize_t send_with(int s, const char *method, const struct iovec *part, int flags) {
    struct iovec copy = *part;
    struct msghdr message;
    int length = (int)part->iov_len;
    memset(&message, 0, sizeof message);
    message.msg_iov = &copy;
    message.msg_iovlen = 1;
    if (strcmp(method, "send") == 0)
        return lwip_send(s, part->iov_base, length, (unsigned)flags);
    if (strcmp(method, "sendto") == 0)
        return lwip_sendto(s, part->iov_base, length, (unsigned)flags, NULL, 0);
    if (strcmp(method, "sendmsg") == 0)
        return lwip_sendmsg(s, &message, flags);
    return strcmp(method, "write") == 0 ? lwip_write(s, copy.iov_base, length) : lwip_writev(s, &copy, 1);
}

static ssize_t receive_with(int s, const char *method, struct iovec *part, int flags) {
    struct sockaddr_storage from;
    socklen_t from_length = sizeof from;
    struct msghdr message;
    int length = (int)part->iov_len;
    memset(&message, 0, sizeof message);
    message.msg_iov = part;
    message.msg_iovlen = 1;
    if (strcmp(method, "recv") == 0)
        return lwip_recv(s, part->iov_base, length, (unsigned)flags);
    if (strcmp(method, "recvfrom") == 0)
        return lwip_recvfrom(s, part->iov_base, length, (unsigned)flags, (struct sockaddr *)&from, &from_length);
    if (strcmp(method, "recvmsg") == 0)
        return lwip_recvmsg(s, &message, flags);
    return strcmp(method, "read") == 0 ? lwip_read(s, part->iov_base, length) : lwip_readv(s, part, 1);
}

static int control(int s, int request, int *value) {
    return lwip_ioctl(s, request, value);
}

static int flags_with(int s, int command, int value) {
    return lwip_fcntl(s, command, value);
}

const struct stack_calls stack_calls = {
    .socket = lwip_socket,
    .bind = lwip_bind,
    .listen = lwip_listen,
    .connect = lwip_connect,
    .accept = accept_filled,
    .close = lwip_close,
    .shutdown = lwip_shutdown,
    .getsockname = lwip_getsockname,
    .getpeername = peername_filled,
    .getsockopt = lwip_getsockopt,
    .setsockopt = lwip_setsockopt,
    .fcntl = flags_with,
    .ioctl = control,
    .poll = lwip_poll,
    .send = send_with,
    .receive = receive_with,
    .lacks = " v6only linger rcvlowat rcvtimeo sndtimeo oobinline dontroute protocol domain ",
    .accept_waits = true,
    .turns = true,
};

const struct provider provider = {
    STACK_PROCESS_MEMBERS,
    STACK_MEMBERS,
    .identify = identify,
    .bind = bind_to,
    .connect = stack_connect,
    .accept = accept_told,
    .close = close_it,
    .abandon = close_it,
    .locate = locate,
    .peername = peername_told,
    .poll = stack_poll,
    .start = start,
};

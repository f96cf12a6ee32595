/* stack.c: a provider's members on top of the Berkeley calls of a stack in user space. */
#define _GNU_SOURCE 1
#include "stack.h"

#include "posix.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/time.h>

static pthread_t main_thread;
static bool main_known;

/* Before and after each call. What other threads do they do at any time; the main thread may have to wait for the stack's own. */
static void give_turn(void) {
    if (stack_calls.turns && main_known && pthread_equal(pthread_self(), main_thread))
        stack_wait_for_quiet();
}

static void begin_call(void) {
    give_turn();
    errno = 0;
}

/* What the stack's thread makes of a call, an end of the process above all, is seen before the call is answered. */
static int end_call(long result) {
    int code = posix_result(result);
    give_turn();
    return code;
}

static int made(long result, descriptor *out) {
    if (result < 0)
        return end_call(result);
    *out = (descriptor)result;
    give_turn();
    return 0;
}

int stack_make(const char *family, const char *type, int protocol, unsigned flags, descriptor *out) {
    int domain = strcmp(family, "inet") == 0 ? AF_INET : strcmp(family, "inet6") == 0 ? AF_INET6 : AF_UNSPEC, number = SOCK_SEQPACKET, code;
    if (!main_known) {
        main_thread = pthread_self();
        main_known = true;
    }
    if (domain == AF_UNSPEC || (flags & SOCKET_CLOEXEC))
        return UNSUPPORTED;
    if (strcmp(type, "stream") == 0)
        number = SOCK_STREAM;
    else if (strcmp(type, "dgram") == 0)
        number = SOCK_DGRAM;
    else if (strcmp(type, "raw") == 0)
        number = SOCK_RAW;
    begin_call();
    code = made(stack_calls.socket(domain, number, protocol), out);
    if (code == 0 && (flags & SOCKET_NONBLOCK))
        code = stack_set_nonblocking(*out, 1);
    return code;
}


int stack_bind(descriptor s, const struct address *at) {
    struct native_address native;
    int code = posix_address_to_native(AF_UNSPEC, at, &native);
    begin_call();
    return code != 0 ? code : end_call(stack_calls.bind((int)s, (struct sockaddr *)&native.storage, native.length));
}

int stack_listen(descriptor s, int backlog) {
    begin_call();
    return end_call(stack_calls.listen((int)s, backlog));
}

int stack_connect(descriptor s, const struct address *to) {
    struct native_address native;
    int code = posix_address_to_native(AF_UNSPEC, to, &native);
    if (code != 0)
        return code;
    begin_call();
    stack_enter(s);
    code = end_call(stack_calls.connect((int)s, (struct sockaddr *)&native.storage, native.length));
    stack_leave(s);
    return code;
}

int stack_disconnect(descriptor s) {
    struct sockaddr_storage nowhere;
    memset(&nowhere, 0, sizeof nowhere);
    nowhere.ss_family = AF_UNSPEC;
    begin_call();
    return end_call(stack_calls.connect((int)s, (struct sockaddr *)&nowhere, sizeof(struct sockaddr_in)));
}

/* On the main thread nothing may wait. A stack that cannot be told so is asked only where something is there to accept. */
static bool would_wait(descriptor s) {
    struct pollfd item = {(int)s, POLLIN, 0};
    return stack_calls.accept_waits && pthread_equal(pthread_self(), main_thread) && stack_calls.poll(&item, 1, 0) <= 0;
}

int stack_accept(descriptor s, unsigned flags, descriptor *out, struct address *peer) {
    struct native_address native;
    int code;
    if (flags != 0 || would_wait(s))
        return UNSUPPORTED;
    memset(&native.storage, 0, sizeof native.storage);
    native.length = sizeof native.storage;
    begin_call();
    stack_enter(s);
    code = made(stack_calls.accept((int)s, (struct sockaddr *)&native.storage, &native.length), out);
    stack_leave(s);
    if (code == 0)
        posix_address_from_native(&native, peer);
    return code;
}

int stack_close(descriptor s) {
    if (stack_left_inside(s))
        return 0;
    begin_call();
    return end_call(stack_calls.close((int)s));
}

/* Listening sockets are spared the option: lwIP reads beyond the end of them then, or aborts. */
int stack_abandon(descriptor s) {
    long long listening = 0;
    if (stack_get_option(s, "acceptconn", &listening) != 0 || !listening)
        (void)stack_set_option(s, "linger", 0);
    return stack_close(s);
}

int stack_shutdown(descriptor s, const char *how) {
    begin_call();
    return end_call(stack_calls.shutdown((int)s, strcmp(how, "rd") == 0 ? SHUT_RD : strcmp(how, "wr") == 0 ? SHUT_WR : SHUT_RDWR));
}

static int message_flags(unsigned flags) {
    return (flags & MESSAGE_PEEK ? MSG_PEEK : 0) | (flags & MESSAGE_OOB ? MSG_OOB : 0) | (flags & MESSAGE_DONTWAIT ? MSG_DONTWAIT : 0);
}

int stack_send(descriptor s, const void *bytes, size_t count, const char *method, unsigned flags, size_t *sent) {
    struct iovec part = {(void *)(uintptr_t)bytes, count};
    ssize_t result;
    begin_call();
    stack_enter(s);
    result = stack_calls.send((int)s, method, &part, message_flags(flags));
    stack_leave(s);
    if (result < 0)
        return (int)result == UNSUPPORTED - 1 ? UNSUPPORTED : end_call(result);
    give_turn();
    *sent = (size_t)result;
    return 0;
}

int stack_receive_from(descriptor s, void *bytes, size_t size, const char *method, unsigned flags, size_t *received) {
    struct iovec part = {bytes, size};
    ssize_t result;
    begin_call();
    stack_enter(s);
    result = stack_calls.receive((int)s, method, &part, message_flags(flags));
    stack_leave(s);
    if (result < 0)
        return (int)result == UNSUPPORTED - 1 ? UNSUPPORTED : end_call(result);
    give_turn();
    *received = (size_t)result;
    return result > (ssize_t)size ? BAD_RESULT(result) : 0;
}

static int name_with(int (*ask)(int, struct sockaddr *, socklen_t *), descriptor s, struct address *out) {
    struct native_address native;
    int code;
    memset(&native.storage, 0, sizeof native.storage);
    native.length = sizeof native.storage;
    begin_call();
    code = end_call(ask((int)s, (struct sockaddr *)&native.storage, &native.length));
    if (code == 0)
        posix_address_from_native(&native, out);
    return code;
}

int stack_sockname(descriptor s, struct address *out) {
    return name_with(stack_calls.getsockname, s, out);
}

int stack_peername(descriptor s, struct address *out) {
    return name_with(stack_calls.getpeername, s, out);
}

enum form { FORM_INT, FORM_TIME, FORM_LINGER };

static const struct {
    const char *name;
    int level, option;
    enum form form;
} options[] = {
    {"acceptconn", SOL_SOCKET, SO_ACCEPTCONN, FORM_INT},   {"error", SOL_SOCKET, SO_ERROR, FORM_INT},
    {"type", SOL_SOCKET, SO_TYPE, FORM_INT},               {"protocol", SOL_SOCKET, SO_PROTOCOL, FORM_INT},
    {"domain", SOL_SOCKET, SO_DOMAIN, FORM_INT},           {"reuseaddr", SOL_SOCKET, SO_REUSEADDR, FORM_INT},
    {"reuseport", SOL_SOCKET, SO_REUSEPORT, FORM_INT},     {"keepalive", SOL_SOCKET, SO_KEEPALIVE, FORM_INT},
    {"rcvbuf", SOL_SOCKET, SO_RCVBUF, FORM_INT},           {"sndbuf", SOL_SOCKET, SO_SNDBUF, FORM_INT},
    {"rcvlowat", SOL_SOCKET, SO_RCVLOWAT, FORM_INT},       {"oobinline", SOL_SOCKET, SO_OOBINLINE, FORM_INT},
    {"broadcast", SOL_SOCKET, SO_BROADCAST, FORM_INT},     {"dontroute", SOL_SOCKET, SO_DONTROUTE, FORM_INT},
    {"rcvtimeo", SOL_SOCKET, SO_RCVTIMEO, FORM_TIME},      {"sndtimeo", SOL_SOCKET, SO_SNDTIMEO, FORM_TIME},
    {"linger", SOL_SOCKET, SO_LINGER, FORM_LINGER},        {"nodelay", IPPROTO_TCP, TCP_NODELAY, FORM_INT},
    {"tos", IPPROTO_IP, IP_TOS, FORM_INT},                 {"ttl", IPPROTO_IP, IP_TTL, FORM_INT},
    {"v6only", IPPROTO_IPV6, IPV6_V6ONLY, FORM_INT},       {"unknown", SOL_SOCKET, 0x7fff, FORM_INT},
};

enum { OPTION_COUNT = sizeof options / sizeof options[0] };

/* OPTION_COUNT for what nobody knows here, or the stack has not got. */
static size_t option_find(const char *name) {
    size_t i = 0;
    const char *lacks = strstr(stack_calls.lacks, name);
    while (i < OPTION_COUNT && strcmp(options[i].name, name) != 0)
        i++;
    return lacks && lacks[-1] == ' ' && lacks[strlen(name)] == ' ' ? OPTION_COUNT : i;
}

union option_value {
    int number;
    struct timeval time;
    struct linger linger;
};

int stack_get_option(descriptor s, const char *name, long long *value) {
    size_t i = option_find(name);
    union option_value room;
    socklen_t length;
    int code;
    memset(&room, 0, sizeof room);
    if (strcmp(name, "nonblock") == 0) {
        if (stack_calls.accept_waits)
            return UNSUPPORTED;
        begin_call();
        code = stack_calls.fcntl((int)s, F_GETFL, 0);
        *value = code >= 0 && (code & O_NONBLOCK);
        return code >= 0 ? 0 : posix_result(code);
    }
    if (i == OPTION_COUNT)
        return UNSUPPORTED;
    length = options[i].form == FORM_INT ? sizeof room.number : options[i].form == FORM_TIME ? sizeof room.time : sizeof room.linger;
    begin_call();
    code = end_call(stack_calls.getsockopt((int)s, options[i].level, options[i].option, &room, &length));
    if (options[i].form == FORM_INT)
        *value = room.number;
    else if (options[i].form == FORM_TIME)
        *value = (long long)room.time.tv_sec * 1000 + room.time.tv_usec / 1000;
    else
        *value = room.linger.l_onoff ? room.linger.l_linger : -1;
    return code;
}

int stack_set_option(descriptor s, const char *name, long long value) {
    size_t i = option_find(name);
    union option_value room;
    socklen_t length = sizeof room.number;
    if (i == OPTION_COUNT)
        return UNSUPPORTED;
    memset(&room, 0, sizeof room);
    if (options[i].form == FORM_TIME) {
        room.time.tv_sec = (time_t)(value / 1000);
        room.time.tv_usec = (suseconds_t)(value % 1000 * 1000);
        length = sizeof room.time;
    } else if (options[i].form == FORM_LINGER) {
        room.linger.l_onoff = value >= 0;
        room.linger.l_linger = value >= 0 ? (int)value : 0;
        length = sizeof room.linger;
    } else {
        room.number = (int)value;
    }
    begin_call();
    return end_call(stack_calls.setsockopt((int)s, options[i].level, options[i].option, &room, length));
}

int stack_set_nonblocking(descriptor s, int on) {
    begin_call();
    return end_call(stack_calls.fcntl((int)s, F_SETFL, on ? O_NONBLOCK : 0));
}

static const struct {
    unsigned ours;
    int native;
} events[] = {{EVENT_IN, POLLIN},   {EVENT_OUT, POLLOUT}, {EVENT_HUP, POLLHUP}, {EVENT_ERR, POLLERR},
              {EVENT_RDHUP, POLLRDHUP}, {EVENT_PRI, POLLPRI}, {EVENT_NVAL, POLLNVAL}};

int stack_poll(struct poll_item *items, size_t count, long milliseconds, size_t *ready) {
    struct pollfd *native = calloc(count > 0 ? count : 1, sizeof *native);
    bool for_end = count == 1 && items[0].asked == 0 && milliseconds != 0; /* no POLLHUP here: the end can only be read */
    int result, code;
    if (!native)
        return ENOMEM;
    for (size_t i = 0; i < count; i++) {
        native[i].fd = (int)items[i].socket;
        for (size_t j = 0; j < sizeof events / sizeof events[0]; j++)
            if ((for_end ? EVENT_IN : items[i].asked) & events[j].ours)
                native[i].events = (short)(native[i].events | events[j].native);
    }
    begin_call();
    result = stack_calls.poll(native, (nfds_t)count, milliseconds < 0 ? -1 : milliseconds > INT_MAX ? INT_MAX : (int)milliseconds);
    code = result < 0 ? posix_result(result) : 0;
    *ready = 0;
    for (size_t i = 0; i < count; i++) {
        items[i].returned = 0;
        for (size_t j = 0; j < sizeof events / sizeof events[0]; j++)
            if (native[i].revents & events[j].native)
                items[i].returned |= events[j].ours;
        *ready += items[i].returned != 0;
    }
    free(native);
    return code;
}

int stack_control(descriptor s, const char *request, long long *value) {
    int number = 0, code, command = strcmp(request, "inq") == 0 ? FIONREAD : strcmp(request, "outq") == 0 ? TIOCOUTQ : 0x7f7f;
    if (!stack_calls.ioctl || strcmp(request, "atmark") == 0)
        return UNSUPPORTED;
    begin_call();
    code = end_call(stack_calls.ioctl((int)s, command, &number));
    *value = number;
    return code;
}

void stack_wake(descriptor s) {
    static const unsigned char any[16];
    struct address address;
    descriptor client;
    if (stack_sockname(s, &address) != 0 || address.port == 0)
        return;
    if (stack_make(address.kind == ADDRESS_INET ? "inet" : "inet6", "stream", 0, SOCKET_NONBLOCK, &client) != 0)
        return;
    if (memcmp(address.ip, any, sizeof any) == 0)
        address.ip[address.kind == ADDRESS_INET ? 3 : 15] = 1;
    if (address.kind == ADDRESS_INET && address.ip[0] == 0)
        address.ip[0] = 127;
    (void)stack_connect(client, &address);
    (void)stack_calls.close((int)client);
}

/* emscripten.c: the provider for Emscripten's sockets (SOCKFS: WebSockets, under Node through the package ws).
 *
 * SOCKFS never waits, and nothing happens before the program has given the event loop its turn. So what waits elsewhere is
 * waited for here with emscripten_sleep, as a program has to, and then the call is made; a socket asked not to block is not waited
 * for. An exception of JavaScript that a call lets through, which would end the program, is the error of its class. */
#include "posix.h"

#include <arpa/inet.h>
#include <emscripten.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* A wait ends when nothing has happened for so many turns: all ends of all connections are in this one program. */
enum { DEADLINE = 1000, CONNECT_MOST = 15000, STILL_TURNS = 12, DESCRIPTORS_MOST = 4096, EXCEPTION_FIRST = 3001 };

static const char *const exceptions[] = {"TypeError", "RangeError", "SyntaxError", "Exception"}; /* as in setting.js */
enum { EXCEPTIONS = sizeof exceptions / sizeof exceptions[0] };

static bool waits_not[DESCRIPTORS_MOST];

EM_ASYNC_JS(int, read_requests, (char *buffer, int size), {
    const bytes = Buffer.alloc(size);
    for (;;) {
        try {
            const count = await new Promise((done, failed) => require("fs").read(0, bytes, 0, size, null, (error, n) => error ? failed(error) : done(n)));
            HEAPU8.set(bytes.subarray(0, count), buffer);
            return count;
        } catch (error) {
            if (error.code == "EOF")
                return 0;
            if (error.code != "EAGAIN")
                return -1;
            await new Promise((done) => setTimeout(done, 1));
        }
    }
});

EM_JS(int, write_replies, (const char *bytes, int size), {
    for (let from = 0; from < size;) {
        try {
            from += require("fs").writeSync(1, HEAPU8, bytes + from, size - from);
        } catch (error) {
            if (error.code != "EAGAIN")
                return -1;
        }
    }
    return 0;
});

/* How many events of sockets there were so far. */
EM_JS(int, events_so_far, (void), { return Module.happened; });

/* The port a server really has: 0 before it has one. getsockname() tells the one that was asked for. */
EM_JS(int, server_port, (int s), {
    const sock = SOCKFS.getSocket(s);
    const at = sock && sock.server && sock.server.address();
    return at ? at.port : 0;
});

/* The server is neither there nor refused yet. */
EM_JS(int, is_starting, (int s), {
    const sock = SOCKFS.getSocket(s);
    return sock && sock.server && !sock.server.address() && !sock.error ? 1 : 0;
});

EM_JS(int, is_connecting, (int s), {
    const sock = SOCKFS.getSocket(s);
    const peer = sock && sock.daddr !== undefined && SOCKFS.websocket_sock_ops.getPeer(sock, sock.daddr, sock.dport);
    return peer && peer.socket.readyState == peer.socket.CONNECTING ? 1 : 0;
});

EM_JS(void, system_name, (char *text, int size), { stringToUTF8("node/" + process.versions.node, text, size); });

EM_JS(void, leave, (void), { process.exit(0); });

static long receive(char *buffer, size_t size) {
    return read_requests(buffer, (int)size);
}

static int transmit(const char *buffer, size_t size) {
    return write_replies(buffer, (int)size);
}

static uint64_t microseconds(void) {
    return (uint64_t)(emscripten_get_now() * 1000);
}

static int identify(char *text, size_t size) {
    char node[64];
    system_name(node, sizeof node);
    snprintf(text, size, "name=emscripten-%d.%d.%d os=%s errors=posix", __EMSCRIPTEN_major__, __EMSCRIPTEN_minor__, __EMSCRIPTEN_tiny__, node);
    return 0;
}

static const char *error_name(int code, const char **native) {
    if (code >= EXCEPTION_FIRST && code < EXCEPTION_FIRST + EXCEPTIONS) {
        *native = NULL;
        return exceptions[code - EXCEPTION_FIRST];
    }
    return posix_error_name(code, native);
}

int posix_result(long result) {
    return result == 0 ? 0 : result != -1 ? BAD_RESULT(result) : errno != 0 ? errno : NO_ERROR_NUMBER;
}

static int made(int result, descriptor *out) {
    if (result < 0)
        return posix_result(result);
    if (result >= DESCRIPTORS_MOST)
        return UNSUPPORTED;
    *out = result;
    waits_not[result] = false;
    return 0;
}

static unsigned look(int s, short asked) {
    struct pollfd item = {s, asked, 0};
    return poll(&item, 1, 0) > 0 ? (unsigned)item.revents : 0;
}

/* Turns of the event loop until there is one of the events asked for, nothing more can be expected, or the time is over. */
static void wait_for(int s, short asked, long milliseconds) {
    uint64_t end = microseconds() + (uint64_t)milliseconds * 1000;
    int still = 0, before = events_so_far();
    while (look(s, asked) == 0 && still < STILL_TURNS && microseconds() < end) {
        emscripten_sleep(1);
        still = events_so_far() != before || is_connecting(s) ? 0 : still + 1;
        before = events_so_far();
    }
}

/* A socket that blocks waits; the others' events have had their turn too. */
static void before_call(descriptor s, short asked) {
    if (look((int)s, asked) == 0)
        emscripten_sleep(0);
    if (s >= 0 && s < DESCRIPTORS_MOST && !waits_not[s])
        wait_for((int)s, asked, DEADLINE);
}

static int set_nonblocking(descriptor s, int on) {
    errno = 0;
    if (fcntl((int)s, F_SETFL, on ? O_NONBLOCK : 0) != 0)
        return posix_result(-1);
    waits_not[s] = on != 0;
    return 0;
}

static int make(const char *family, const char *type, int protocol, unsigned flags, descriptor *out) {
    int domain = strcmp(family, "inet") == 0 ? AF_INET : strcmp(family, "inet6") == 0 ? AF_INET6 : AF_UNSPEC, code;
    int number = strcmp(type, "stream") == 0 ? SOCK_STREAM : strcmp(type, "dgram") == 0 ? SOCK_DGRAM : 0;
    if (domain == AF_UNSPEC || number == 0 || (flags & SOCKET_CLOEXEC))
        return UNSUPPORTED;
    errno = 0;
    code = made(socket(domain, number, protocol), out);
    return code == 0 && (flags & SOCKET_NONBLOCK) ? set_nonblocking(*out, 1) : code;
}

static int bind_to(descriptor s, const struct address *at) {
    struct native_address native;
    int code = posix_address_to_native(AF_UNSPEC, at, &native);
    errno = 0;
    return code != 0 ? code : posix_result(bind((int)s, (struct sockaddr *)&native.storage, native.length));
}

/* Whether the server could be made shows when the loop has turned. */
static int listen_on(descriptor s, int backlog) {
    int code;
    errno = 0;
    code = posix_result(listen((int)s, backlog));
    for (uint64_t end = microseconds() + CONNECT_MOST * 1000; code == 0 && is_starting((int)s) && microseconds() < end;)
        emscripten_sleep(0);
    return code;
}

static int pending_error(descriptor s) {
    int value = 0;
    socklen_t length = sizeof value;
    errno = 0;
    return getsockopt((int)s, SOL_SOCKET, SO_ERROR, &value, &length) != 0 ? posix_result(-1) : value;
}

static int connect_to(descriptor s, const struct address *to) {
    struct native_address native;
    int code = posix_address_to_native(AF_UNSPEC, to, &native);
    if (code != 0)
        return code;
    errno = 0;
    code = posix_result(connect((int)s, (struct sockaddr *)&native.storage, native.length));
    if (code != EINPROGRESS || waits_not[s])
        return code;
    for (uint64_t end = microseconds() + CONNECT_MOST * 1000; is_connecting((int)s) && microseconds() < end;)
        emscripten_sleep(0);
    return is_connecting((int)s) ? code : pending_error(s);
}

static int accept_from(descriptor s, unsigned flags, descriptor *out, struct address *peer) {
    struct native_address native;
    int code;
    if (flags != 0)
        return UNSUPPORTED;
    before_call(s, POLLIN);
    memset(&native.storage, 0, sizeof native.storage);
    native.length = sizeof native.storage;
    errno = 0;
    code = made(accept((int)s, (struct sockaddr *)&native.storage, &native.length), out);
    if (code == 0)
        posix_address_from_native(&native, peer);
    return code;
}

static int close_it(descriptor s) {
    errno = 0;
    return posix_result(close((int)s));
}

/* Flags are ignored; MSG_DONTWAIT and MSG_NOSIGNAL ask for what is always so. */
static int send_to(descriptor s, const void *bytes, size_t count, const char *method, unsigned flags, size_t *sent) {
    long result;
    if (flags & MESSAGE_OOB)
        return UNSUPPORTED;
    errno = 0;
    if (strcmp(method, "send") == 0)
        result = send((int)s, bytes, count, 0);
    else if (strcmp(method, "sendto") == 0)
        result = sendto((int)s, bytes, count, 0, NULL, 0);
    else if (strcmp(method, "write") == 0)
        result = write((int)s, bytes, count);
    else
        return UNSUPPORTED;
    if (result < 0)
        return posix_result(result);
    *sent = (size_t)result;
    return 0;
}

static int receive_from(descriptor s, void *bytes, size_t size, const char *method, unsigned flags, size_t *received) {
    long result;
    if (flags & (MESSAGE_OOB | MESSAGE_PEEK))
        return UNSUPPORTED;
    if (!(flags & MESSAGE_DONTWAIT))
        before_call(s, POLLIN);
    errno = 0;
    if (strcmp(method, "recv") == 0)
        result = recv((int)s, bytes, size, 0);
    else if (strcmp(method, "recvfrom") == 0)
        result = recvfrom((int)s, bytes, size, 0, NULL, NULL);
    else if (strcmp(method, "read") == 0)
        result = read((int)s, bytes, size);
    else
        return UNSUPPORTED;
    if (result < 0)
        return posix_result(result);
    *received = (size_t)result;
    return 0;
}

static int name_with(int (*ask)(int, struct sockaddr *, socklen_t *), descriptor s, struct address *out) {
    struct native_address native;
    int code;
    memset(&native.storage, 0, sizeof native.storage);
    native.length = sizeof native.storage;
    errno = 0;
    code = posix_result(ask((int)s, (struct sockaddr *)&native.storage, &native.length));
    if (code == 0)
        posix_address_from_native(&native, out);
    return code;
}

static int local_name(descriptor s, struct address *out) {
    return name_with(getsockname, s, out);
}

static int peer_name(descriptor s, struct address *out) {
    return name_with(getpeername, s, out);
}

static int locate_it(descriptor s, struct address *out) {
    int code = local_name(s, out), port = server_port((int)s);
    if (code == 0 && port != 0)
        out->port = (uint16_t)port;
    return code;
}

static const struct {
    const char *name;
    int level, number;
} options[] = {{"acceptconn", SOL_SOCKET, SO_ACCEPTCONN}, {"error", SOL_SOCKET, SO_ERROR},         {"type", SOL_SOCKET, SO_TYPE},
               {"protocol", SOL_SOCKET, SO_PROTOCOL},     {"domain", SOL_SOCKET, SO_DOMAIN},       {"reuseaddr", SOL_SOCKET, SO_REUSEADDR},
               {"reuseport", SOL_SOCKET, SO_REUSEPORT},   {"keepalive", SOL_SOCKET, SO_KEEPALIVE}, {"rcvbuf", SOL_SOCKET, SO_RCVBUF},
               {"sndbuf", SOL_SOCKET, SO_SNDBUF},         {"v6only", IPPROTO_IPV6, IPV6_V6ONLY},   {"unknown", SOL_SOCKET, 0x7fff}};
enum { OPTION_COUNT = sizeof options / sizeof options[0] };

static int get_option(descriptor s, const char *name, long long *value) {
    int number = 0, code;
    socklen_t length = sizeof number;
    if (strcmp(name, "nonblock") == 0) {
        errno = 0;
        number = fcntl((int)s, F_GETFL);
        *value = number >= 0 && (number & O_NONBLOCK);
        return number >= 0 ? 0 : posix_result(number);
    }
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (strcmp(options[i].name, name) != 0)
            continue;
        errno = 0;
        code = posix_result(getsockopt((int)s, options[i].level, options[i].number, &number, &length));
        *value = number;
        return code;
    }
    return UNSUPPORTED;
}

static const struct {
    unsigned ours;
    short native;
} events[] = {{EVENT_IN, POLLIN}, {EVENT_OUT, POLLOUT}, {EVENT_HUP, POLLHUP}, {EVENT_ERR, POLLERR}, {EVENT_PRI, POLLPRI}, {EVENT_NVAL, POLLNVAL}};

static size_t look_at(struct poll_item *items, size_t count) {
    size_t ready = 0;
    for (size_t i = 0; i < count; i++) {
        short asked = 0;
        unsigned seen;
        for (size_t j = 0; j < sizeof events / sizeof events[0]; j++)
            asked = (short)(asked | (items[i].asked & events[j].ours ? events[j].native : 0));
        seen = look((int)items[i].socket, asked);
        items[i].returned = 0;
        for (size_t j = 0; j < sizeof events / sizeof events[0]; j++)
            if (seen & (unsigned)events[j].native)
                items[i].returned |= events[j].ours;
        ready += items[i].returned != 0;
    }
    return ready;
}

static bool any_connecting(const struct poll_item *items, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (is_connecting((int)items[i].socket))
            return true;
    return false;
}

/* poll() tells what was and waits for nothing. Connections under way come first: whether they come to be is not a matter of time here. */
static int poll_all(struct poll_item *items, size_t count, long milliseconds, size_t *ready) {
    uint64_t now = microseconds(), settled = now + CONNECT_MOST * 1000, end = now + (uint64_t)(milliseconds < 0 ? DEADLINE : milliseconds) * 1000;
    int still = 0, before = events_so_far();
    do
        emscripten_sleep(0);
    while (any_connecting(items, count) && microseconds() < settled);
    while ((*ready = look_at(items, count)) == 0 && still < STILL_TURNS && microseconds() < end) {
        emscripten_sleep(1);
        still = events_so_far() != before ? 0 : still + 1;
        before = events_so_far();
    }
    return 0;
}

static int control(descriptor s, const char *request, long long *value) {
    int number = 0, code;
    if (strcmp(request, "inq") != 0)
        return UNSUPPORTED;
    errno = 0;
    code = posix_result(ioctl((int)s, FIONREAD, &number));
    *value = number;
    return code;
}

/* Ends that were closed take leave of each other. */
static void reset(void) {
    emscripten_sleep(0);
}

static size_t limits(struct limit *out, size_t most) {
    if (most < 1)
        return 0;
    out[0] = (struct limit){"constant", SOMAXCONN};
    return 1;
}

const struct provider provider = {
    .identify = identify,
    .families = "inet", /* a client of IPv6 cannot be made: its address becomes a URL that is none */
    .caps = "must",
    .receive = receive,
    .transmit = transmit,
    .microseconds = microseconds,
    .error_name = error_name,
    .make = make,
    .bind = bind_to,
    .listen = listen_on,
    .connect = connect_to,
    .accept = accept_from,
    .close = close_it,
    .abandon = close_it,
    .send = send_to,
    .receive_from = receive_from,
    .sockname = local_name,
    .locate = locate_it,
    .peername = peer_name,
    .get_option = get_option,
    .set_nonblocking = set_nonblocking,
    .poll = poll_all,
    .control = control,
    .limits = limits,
    .reset = reset,
    .stop = leave,
};

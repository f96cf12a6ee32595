/* nspr.cc: the provider of the Netscape Portable Runtime. Its sockets are structures; the system's descriptor inside is their number
 * here, so that one that was closed, or never made, never gets into the library, which would read through it. */
#include "around.h"

#include <nspr.h>
#include <prerror.h>
#include <private/pprio.h>

#include <arpa/inet.h>
#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

extern "C" int posix_temporary_file(bool fifo);

namespace {

enum { SOCKETS_MOST = 65536 };

std::atomic<PRFileDesc *> sockets[SOCKETS_MOST]; /* by their descriptors */
Waiting waiting;

PRFileDesc *find(descriptor s) {
    return s >= 0 && s < SOCKETS_MOST ? sockets[s].load() : nullptr;
}

struct error_name {
    PRErrorCode code;
    const char *berkeley, *native;
};

/* Those without a Berkeley name of the same meaning keep their own. */
const struct error_name error_names[] = {
    {PR_OUT_OF_MEMORY_ERROR, "ENOMEM", "PR_OUT_OF_MEMORY_ERROR"},
    {PR_BAD_DESCRIPTOR_ERROR, "EBADF", "PR_BAD_DESCRIPTOR_ERROR"},
    {PR_WOULD_BLOCK_ERROR, "EAGAIN", "PR_WOULD_BLOCK_ERROR"},
    {PR_ACCESS_FAULT_ERROR, "EFAULT", "PR_ACCESS_FAULT_ERROR"},
    {PR_INVALID_METHOD_ERROR, nullptr, "PR_INVALID_METHOD_ERROR"},
    {PR_UNKNOWN_ERROR, nullptr, "PR_UNKNOWN_ERROR"},
    {PR_PENDING_INTERRUPT_ERROR, "EINTR", "PR_PENDING_INTERRUPT_ERROR"},
    {PR_NOT_IMPLEMENTED_ERROR, "ENOSYS", "PR_NOT_IMPLEMENTED_ERROR"},
    {PR_IO_ERROR, "EIO", "PR_IO_ERROR"},
    {PR_IO_TIMEOUT_ERROR, nullptr, "PR_IO_TIMEOUT_ERROR"},
    {PR_INVALID_ARGUMENT_ERROR, "EINVAL", "PR_INVALID_ARGUMENT_ERROR"},
    {PR_ADDRESS_NOT_AVAILABLE_ERROR, "EADDRNOTAVAIL", "PR_ADDRESS_NOT_AVAILABLE_ERROR"},
    {PR_ADDRESS_NOT_SUPPORTED_ERROR, "EAFNOSUPPORT", "PR_ADDRESS_NOT_SUPPORTED_ERROR"},
    {PR_IS_CONNECTED_ERROR, "EISCONN", "PR_IS_CONNECTED_ERROR"},
    {PR_ADDRESS_IN_USE_ERROR, "EADDRINUSE", "PR_ADDRESS_IN_USE_ERROR"},
    {PR_CONNECT_REFUSED_ERROR, "ECONNREFUSED", "PR_CONNECT_REFUSED_ERROR"},
    {PR_NETWORK_UNREACHABLE_ERROR, "ENETUNREACH", "PR_NETWORK_UNREACHABLE_ERROR"},
    {PR_CONNECT_TIMEOUT_ERROR, "ETIMEDOUT", "PR_CONNECT_TIMEOUT_ERROR"},
    {PR_NOT_CONNECTED_ERROR, "ENOTCONN", "PR_NOT_CONNECTED_ERROR"},
    {PR_INSUFFICIENT_RESOURCES_ERROR, "ENOBUFS", "PR_INSUFFICIENT_RESOURCES_ERROR"},
    {PR_PROC_DESC_TABLE_FULL_ERROR, "EMFILE", "PR_PROC_DESC_TABLE_FULL_ERROR"},
    {PR_SYS_DESC_TABLE_FULL_ERROR, "ENFILE", "PR_SYS_DESC_TABLE_FULL_ERROR"},
    {PR_NOT_SOCKET_ERROR, "ENOTSOCK", "PR_NOT_SOCKET_ERROR"},
    {PR_NOT_TCP_SOCKET_ERROR, nullptr, "PR_NOT_TCP_SOCKET_ERROR"},
    {PR_SOCKET_ADDRESS_IS_BOUND_ERROR, nullptr, "PR_SOCKET_ADDRESS_IS_BOUND_ERROR"},
    {PR_NO_ACCESS_RIGHTS_ERROR, "EACCES", "PR_NO_ACCESS_RIGHTS_ERROR"},
    {PR_OPERATION_NOT_SUPPORTED_ERROR, "EOPNOTSUPP", "PR_OPERATION_NOT_SUPPORTED_ERROR"},
    {PR_PROTOCOL_NOT_SUPPORTED_ERROR, "EPROTONOSUPPORT", "PR_PROTOCOL_NOT_SUPPORTED_ERROR"},
    {PR_CONNECT_RESET_ERROR, "ECONNRESET", "PR_CONNECT_RESET_ERROR"},
    {PR_NAME_TOO_LONG_ERROR, "ENAMETOOLONG", "PR_NAME_TOO_LONG_ERROR"},
    {PR_FILE_NOT_FOUND_ERROR, "ENOENT", "PR_FILE_NOT_FOUND_ERROR"},
    {PR_IN_PROGRESS_ERROR, "EINPROGRESS", "PR_IN_PROGRESS_ERROR"},
    {PR_ALREADY_INITIATED_ERROR, "EALREADY", "PR_ALREADY_INITIATED_ERROR"},
    {PR_INVALID_STATE_ERROR, nullptr, "PR_INVALID_STATE_ERROR"},
    {PR_NETWORK_DOWN_ERROR, "ENETDOWN", "PR_NETWORK_DOWN_ERROR"},
    {PR_SOCKET_SHUTDOWN_ERROR, nullptr, "PR_SOCKET_SHUTDOWN_ERROR"},
    {PR_CONNECT_ABORTED_ERROR, "ECONNABORTED", "PR_CONNECT_ABORTED_ERROR"},
    {PR_HOST_UNREACHABLE_ERROR, "EHOSTUNREACH", "PR_HOST_UNREACHABLE_ERROR"},
};

/* The library's numbers are below zero; a provider's are above. What is the process's own (a file, a limit) has a small number. */
const char *name_of_error(int code, const char **native) {
    for (const struct error_name &known : error_names) {
        if (known.code == -code) {
            *native = known.berkeley ? known.native : nullptr;
            return known.berkeley ? known.berkeley : known.native;
        }
    }
    return posix_provider.error_name(code, native);
}

int failure() {
    const PRErrorCode code = PR_GetError();
    return code < 0 ? -code : NO_ERROR_NUMBER;
}

int result_of(PRStatus status) {
    return status == PR_SUCCESS ? 0 : status == PR_FAILURE ? failure() : BAD_RESULT(status);
}

void forget_error() {
    PR_SetError(0, 0);
}

int take(PRFileDesc *made, descriptor *out) {
    if (!made)
        return failure();
    const PROsfd number = PR_FileDesc2NativeHandle(made);
    if (number < 0 || number >= SOCKETS_MOST) {
        (void)PR_Close(made);
        return EMFILE;
    }
    sockets[number] = made;
    *out = number;
    return 0;
}

int set_flag(PRFileDesc *found, PRSockOption option, bool on) {
    PRSocketOptionData data;
    data.option = option;
    data.value.non_blocking = on;
    forget_error();
    return result_of(PR_SetSocketOption(found, &data));
}

int make(const char *family, const char *type, int protocol, unsigned flags, descriptor *out) {
    const PRIntn number = std::strcmp(family, "inet") == 0    ? PR_AF_INET
                          : std::strcmp(family, "inet6") == 0 ? PR_AF_INET6
                          : std::strcmp(family, "unix") == 0  ? PR_AF_LOCAL
                                                              : PR_AF_UNSPEC;
    const bool stream = std::strcmp(type, "stream") == 0;
    if (number == PR_AF_UNSPEC || protocol != 0 || (!stream && std::strcmp(type, "dgram") != 0) || (flags & SOCKET_CLOEXEC))
        return UNSUPPORTED;
    forget_error();
    const int code = take(stream ? PR_OpenTCPSocket(number) : PR_OpenUDPSocket(number), out);
    if (code == 0 && (flags & SOCKET_NONBLOCK))
        return set_flag(find(*out), PR_SockOpt_Nonblocking, true);
    return code;
}

int make_special(const char *kind, descriptor *out) {
    PRFileDesc *two[2];
    forget_error();
    if (std::strcmp(kind, "file") == 0) {
        const int file = posix_temporary_file(false);
        return file < 0 ? UNSUPPORTED : take(PR_ImportFile(file), out);
    }
    const bool pair = std::strcmp(kind, "pair") == 0, reads = std::strcmp(kind, "pipe-read") == 0;
    if (!pair && !reads && std::strcmp(kind, "pipe-write") != 0)
        return UNSUPPORTED;
    if ((pair ? PR_NewTCPSocketPair(two) : PR_CreatePipe(&two[0], &two[1])) != PR_SUCCESS)
        return failure();
    (void)PR_Close(two[pair || reads ? 1 : 0]);
    return take(two[pair || reads ? 0 : 1], out);
}

bool to_native(const struct address *address, PRNetAddr *native) {
    std::memset(native, 0, sizeof *native);
    if (address->kind == ADDRESS_INET) {
        native->inet.family = PR_AF_INET;
        native->inet.port = htons(address->port);
        std::memcpy(&native->inet.ip, address->ip, 4);
    } else if (address->kind == ADDRESS_INET6) {
        native->ipv6.family = PR_AF_INET6;
        native->ipv6.port = htons(address->port);
        native->ipv6.scope_id = address->scope;
        std::memcpy(&native->ipv6.ip, address->ip, 16);
    } else if (address->kind == ADDRESS_PATH && std::strlen(address->path) < sizeof native->local.path) {
        native->local.family = PR_AF_LOCAL;
        std::memcpy(native->local.path, address->path, std::strlen(address->path));
    } else {
        return false;
    }
    return true;
}

void from_native(const PRNetAddr *native, struct address *address) {
    std::memset(address, 0, sizeof *address);
    address->kind = ADDRESS_NONE;
    if (native->raw.family == PR_AF_INET) {
        address->kind = ADDRESS_INET;
        address->port = ntohs(native->inet.port);
        std::memcpy(address->ip, &native->inet.ip, 4);
    } else if (native->raw.family == PR_AF_INET6) {
        address->kind = ADDRESS_INET6;
        address->port = ntohs(native->ipv6.port);
        address->scope = native->ipv6.scope_id;
        std::memcpy(address->ip, &native->ipv6.ip, 16);
    } else if (native->raw.family == PR_AF_LOCAL) {
        address->kind = native->local.path[0] != '\0' ? ADDRESS_PATH : ADDRESS_UNNAMED;
        std::snprintf(address->path, sizeof address->path, "%.*s", static_cast<int>(sizeof native->local.path), native->local.path);
    }
}

int bind_to(descriptor s, const struct address *at) {
    PRFileDesc *found = find(s);
    PRNetAddr native;
    if (!found || !to_native(at, &native))
        return UNSUPPORTED;
    forget_error();
    return result_of(PR_Bind(found, &native));
}

int listen_on(descriptor s, int backlog) {
    PRFileDesc *found = find(s);
    if (!found)
        return UNSUPPORTED;
    forget_error();
    return result_of(PR_Listen(found, backlog));
}

int connect_to(descriptor s, const struct address *to) {
    PRFileDesc *found = find(s);
    PRNetAddr native;
    if (!found || !to_native(to, &native))
        return UNSUPPORTED;
    waiting.enter(s);
    forget_error();
    const int code = result_of(PR_Connect(found, &native, PR_INTERVAL_NO_TIMEOUT));
    waiting.leave(s);
    return code;
}

int accept_from(descriptor s, unsigned flags, descriptor *out, struct address *peer) {
    PRFileDesc *found = find(s);
    PRNetAddr native;
    if (!found || flags != 0)
        return UNSUPPORTED;
    std::memset(&native, 0, sizeof native);
    waiting.enter(s);
    forget_error();
    const int code = take(PR_Accept(found, &native, PR_INTERVAL_NO_TIMEOUT), out);
    waiting.leave(s);
    if (code == 0)
        from_native(&native, peer);
    return code;
}

int close_it(descriptor s) {
    PRFileDesc *found = find(s);
    if (!found)
        return UNSUPPORTED;
    if (waiting.left_inside(s))
        return 0; /* the library would free what the thread still uses */
    sockets[s] = nullptr;
    forget_error();
    return result_of(PR_Close(found));
}

int abandon(descriptor s) {
    PRFileDesc *found = find(s);
    PRSocketOptionData data;
    data.option = PR_SockOpt_Linger;
    data.value.linger.polarity = PR_TRUE;
    data.value.linger.linger = 0;
    if (found)
        (void)PR_SetSocketOption(found, &data);
    return close_it(s);
}

int shut_down(descriptor s, const char *how) {
    PRFileDesc *found = find(s);
    if (!found)
        return UNSUPPORTED;
    forget_error();
    return result_of(PR_Shutdown(found, std::strcmp(how, "rd") == 0   ? PR_SHUTDOWN_RCV
                                        : std::strcmp(how, "wr") == 0 ? PR_SHUTDOWN_SEND
                                                                      : PR_SHUTDOWN_BOTH));
}

int count_of(PRInt32 result, size_t *count) {
    if (result < 0)
        return result == -1 ? failure() : BAD_RESULT(result);
    *count = static_cast<size_t>(result);
    return 0;
}

bool is_nonblocking(PRFileDesc *found) {
    PRSocketOptionData data;
    data.option = PR_SockOpt_Nonblocking;
    return PR_GetSocketOption(found, &data) == PR_SUCCESS && data.value.non_blocking;
}

/* Not to wait is said of the socket, not of the call. */
bool can_say(PRFileDesc *found, unsigned flags) {
    return found && !(flags & MESSAGE_OOB) && (!(flags & MESSAGE_DONTWAIT) || is_nonblocking(found));
}

int send_to(descriptor s, const void *bytes, size_t count, const char *method, unsigned flags, size_t *sent) {
    PRFileDesc *found = find(s);
    const PRInt32 size = static_cast<PRInt32>(count);
    const bool plain = std::strcmp(method, "send") == 0;
    if (!can_say(found, flags) || (!plain && std::strcmp(method, "write") != 0))
        return UNSUPPORTED;
    waiting.enter(s);
    forget_error();
    const int code = count_of(plain ? PR_Send(found, bytes, size, 0, PR_INTERVAL_NO_TIMEOUT) : PR_Write(found, bytes, size), sent);
    waiting.leave(s);
    return code;
}

int receive_from(descriptor s, void *bytes, size_t size, const char *method, unsigned flags, size_t *received) {
    PRFileDesc *found = find(s);
    const PRInt32 most = static_cast<PRInt32>(size);
    const bool plain = std::strcmp(method, "recv") == 0;
    if (!can_say(found, flags) || (!plain && (std::strcmp(method, "read") != 0 || (flags & MESSAGE_PEEK))))
        return UNSUPPORTED;
    waiting.enter(s);
    forget_error();
    const int code = count_of(plain ? PR_Recv(found, bytes, most, flags & MESSAGE_PEEK ? PR_MSG_PEEK : 0, PR_INTERVAL_NO_TIMEOUT)
                                    : PR_Read(found, bytes, most),
                              received);
    waiting.leave(s);
    return code;
}

int name_with(PRStatus (*ask)(PRFileDesc *, PRNetAddr *), descriptor s, struct address *out) {
    PRFileDesc *found = find(s);
    PRNetAddr native;
    if (!found)
        return UNSUPPORTED;
    std::memset(&native, 0, sizeof native);
    forget_error();
    const int code = result_of(ask(found, &native));
    if (code == 0)
        from_native(&native, out);
    return code;
}

int sockname(descriptor s, struct address *out) {
    return name_with(PR_GetSockName, s, out);
}

int peername(descriptor s, struct address *out) {
    return name_with(PR_GetPeerName, s, out);
}

const struct {
    const char *name;
    PRSockOption option;
    bool flag;
} options[] = {
    {"nonblock", PR_SockOpt_Nonblocking, true},   {"reuseaddr", PR_SockOpt_Reuseaddr, true}, {"reuseport", PR_SockOpt_Reuseport, true},
    {"keepalive", PR_SockOpt_Keepalive, true},    {"nodelay", PR_SockOpt_NoDelay, true},     {"broadcast", PR_SockOpt_Broadcast, true},
    {"rcvbuf", PR_SockOpt_RecvBufferSize, false}, {"sndbuf", PR_SockOpt_SendBufferSize, false},
    {"maxseg", PR_SockOpt_MaxSegment, false},     {"ttl", PR_SockOpt_IpTimeToLive, false},   {"tos", PR_SockOpt_IpTypeOfService, false},
};

/* How a connection went that was begun without waiting is learned by PR_ConnectContinue: that stands for the option. */
int get_error(PRFileDesc *found, long long *value) {
    forget_error();
    const PRStatus status = PR_ConnectContinue(found, PR_POLL_WRITE);
    *value = status == PR_SUCCESS ? 0 : failure();
    return 0;
}

int get_option(descriptor s, const char *name, long long *value) {
    PRFileDesc *found = find(s);
    PRSocketOptionData data;
    if (!found)
        return UNSUPPORTED;
    if (std::strcmp(name, "error") == 0)
        return get_error(found, value);
    std::memset(&data, 0, sizeof data);
    forget_error();
    if (std::strcmp(name, "linger") == 0) {
        data.option = PR_SockOpt_Linger;
        const int code = result_of(PR_GetSocketOption(found, &data));
        *value = data.value.linger.polarity ? static_cast<long long>(PR_IntervalToSeconds(data.value.linger.linger)) : -1;
        return code;
    }
    for (const auto &known : options) {
        if (std::strcmp(known.name, name) != 0)
            continue;
        data.option = known.option;
        const int code = result_of(PR_GetSocketOption(found, &data));
        *value = known.flag ? static_cast<long long>(data.value.non_blocking) : static_cast<long long>(data.value.recv_buffer_size);
        return code;
    }
    return UNSUPPORTED;
}

int set_option(descriptor s, const char *name, long long value) {
    PRFileDesc *found = find(s);
    PRSocketOptionData data;
    if (!found)
        return UNSUPPORTED;
    std::memset(&data, 0, sizeof data);
    forget_error();
    if (std::strcmp(name, "linger") == 0) {
        data.option = PR_SockOpt_Linger;
        data.value.linger.polarity = value >= 0;
        data.value.linger.linger = PR_SecondsToInterval(value >= 0 ? static_cast<PRUint32>(value) : 0);
        return result_of(PR_SetSocketOption(found, &data));
    }
    for (const auto &known : options) {
        if (std::strcmp(known.name, name) != 0)
            continue;
        data.option = known.option;
        if (known.flag)
            data.value.non_blocking = value != 0;
        else
            data.value.recv_buffer_size = static_cast<PRSize>(value);
        return result_of(PR_SetSocketOption(found, &data));
    }
    return UNSUPPORTED;
}

int set_nonblocking(descriptor s, int on) {
    PRFileDesc *found = find(s);
    return found ? set_flag(found, PR_SockOpt_Nonblocking, on != 0) : UNSUPPORTED;
}

const struct {
    unsigned ours;
    PRInt16 native;
} events[] = {{EVENT_IN, PR_POLL_READ}, {EVENT_OUT, PR_POLL_WRITE}, {EVENT_HUP, PR_POLL_HUP},
              {EVENT_ERR, PR_POLL_ERR}, {EVENT_PRI, PR_POLL_EXCEPT}, {EVENT_NVAL, PR_POLL_NVAL}};

/* Who waits for the end alone (nothing asked) waits until it can be read. */
int poll_all(struct poll_item *items, size_t count, long milliseconds, size_t *ready) {
    const bool for_end = count == 1 && items[0].asked == 0 && milliseconds != 0;
    std::vector<PRPollDesc> native(count > 0 ? count : 1);
    for (size_t i = 0; i < count; i++) {
        native[i].fd = find(items[i].socket); /* none is passed over by PR_Poll */
        for (const auto &event : events)
            if ((for_end ? static_cast<unsigned>(EVENT_IN) : items[i].asked) & event.ours & (EVENT_IN | EVENT_OUT | EVENT_PRI))
                native[i].in_flags = static_cast<PRInt16>(native[i].in_flags | event.native);
    }
    forget_error();
    const PRInt32 result = PR_Poll(native.data(), static_cast<PRIntn>(count),
                                   milliseconds < 0    ? PR_INTERVAL_NO_TIMEOUT
                                   : milliseconds == 0 ? PR_INTERVAL_NO_WAIT
                                                       : PR_MillisecondsToInterval(static_cast<PRUint32>(milliseconds)));
    *ready = 0;
    for (size_t i = 0; i < count; i++) {
        items[i].returned = native[i].fd ? 0 : static_cast<unsigned>(EVENT_NVAL);
        for (const auto &event : events)
            if (result > 0 && (native[i].out_flags & event.native))
                items[i].returned |= event.ours;
        *ready += items[i].returned != 0;
    }
    return result < 0 ? failure() : 0;
}

/* The library waits on when a signal comes. The end of the connection below makes it look, and what is no socket any more makes it
 * give up: it tries again for ever where the system says that nobody is waiting. */
void interrupt(void *thread) {
    const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    (void)thread;
    for (const descriptor s : waiting.end()) {
        (void)::shutdown(static_cast<int>(s), SHUT_RDWR);
        (void)dup2(nothing, static_cast<int>(s));
    }
    if (nothing >= 0)
        (void)close(nothing);
}

void reset() {
    waiting.begin();
    posix_provider.reset();
}

int identify(char *text, size_t size) {
    char name[80];
    std::snprintf(name, sizeof name, "nspr-%.20s", PR_GetVersion());
    return identify_around(name, text, size);
}

struct provider with_library() {
    struct provider made = process_around();
    made.identify = identify;
    made.families = "inet inet6 unix";
    made.caps = posix_provider.caps;
    made.error_name = name_of_error;
    made.make = make;
    made.make_special = make_special;
    made.bind = bind_to;
    made.listen = listen_on;
    made.connect = connect_to;
    made.accept = accept_from;
    made.close = close_it;
    made.abandon = abandon;
    made.shutdown = shut_down;
    made.send = send_to;
    made.receive_from = receive_from;
    made.sockname = sockname;
    made.peername = peername;
    made.get_option = get_option;
    made.set_option = set_option;
    made.set_nonblocking = set_nonblocking;
    made.poll = poll_all;
    made.thread_interrupt = interrupt;
    made.reset = reset;
    return made;
}

}

extern "C" const struct provider provider = with_library();

/* posix.c: the provider of systems with BSD sockets: the socket calls themselves, and the table. */
#define _GNU_SOURCE 1
#include "posix.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/un.h>
#include <unistd.h>

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif
#ifndef IPPROTO_SCTP
#define IPPROTO_SCTP 132
#endif
#ifndef IPPROTO_UDPLITE
#define IPPROTO_UDPLITE 136
#endif



static char caps[POSIX_CAPS_MOST];
static char families_to_probe[POSIX_CAPS_MOST] = "inet inet6 unix seqpacket mptcp mptcp6 sctp sctp6 vsock netlink udplite icmp alg";

static _Thread_local int left_error;

int posix_left_error(void) {
    return left_error;
}

int posix_result(long result) {
    if (result == 0) {
        left_error = errno;
        return 0;
    }
    if (result != -1)
        return BAD_RESULT(result);
    return errno != 0 ? errno : NO_ERROR_NUMBER;
}

int posix_count(long result, size_t *count) {
    if (result < 0)
        return posix_result(result);
    *count = (size_t)result;
    return 0;
}

int posix_descriptor(long result, descriptor *out) {
    if (result < 0)
        return posix_result(result);
    *out = (descriptor)result;
    return 0;
}

int posix_domain(int s) {
    struct sockaddr_storage storage;
    socklen_t length = sizeof storage;
#ifdef SO_DOMAIN
    int domain = AF_UNSPEC;
    length = sizeof domain;
    if (getsockopt(s, SOL_SOCKET, SO_DOMAIN, &domain, &length) == 0)
        return domain;
    length = sizeof storage;
#endif
    memset(&storage, 0, sizeof storage);
    return getsockname(s, (struct sockaddr *)&storage, &length) == 0 ? storage.ss_family : AF_UNSPEC;
}

/* How the protocol's families are made. usual: what stands for `stream` where the family has no connections. */
struct family_call {
    const char *name;
    int domain, protocol, usual;
};

static const struct family_call families[] = {
    {"inet", AF_INET, 0, SOCK_STREAM},
    {"inet6", AF_INET6, 0, SOCK_STREAM},
    {"unix", AF_UNIX, 0, SOCK_STREAM},
    {"seqpacket", AF_UNIX, 0, SOCK_SEQPACKET},
    {"mptcp", AF_INET, IPPROTO_MPTCP, SOCK_STREAM},
    {"mptcp6", AF_INET6, IPPROTO_MPTCP, SOCK_STREAM},
    {"sctp", AF_INET, IPPROTO_SCTP, SOCK_STREAM},
    {"sctp6", AF_INET6, IPPROTO_SCTP, SOCK_STREAM},
    {"udplite", AF_INET, IPPROTO_UDPLITE, SOCK_DGRAM},
    {"icmp", AF_INET, IPPROTO_ICMP, SOCK_DGRAM},
#ifdef AF_VSOCK
    {"vsock", AF_VSOCK, 0, SOCK_STREAM},
#endif
#ifdef AF_NETLINK
    {"netlink", AF_NETLINK, 0, SOCK_RAW},
#endif
#ifdef AF_PACKET
    {"packet", AF_PACKET, 0, SOCK_RAW},
#endif
#ifdef AF_ALG
    {"alg", AF_ALG, 0, SOCK_SEQPACKET},
#endif
};

static int type_number(const char *type, int usual) {
    if (strcmp(type, "stream") == 0)
        return usual;
    if (strcmp(type, "dgram") == 0)
        return SOCK_DGRAM;
    return strcmp(type, "raw") == 0 ? SOCK_RAW : SOCK_SEQPACKET;
}

static int set_flags_after(int s, unsigned flags) {
    int code = 0;
    if (flags & SOCKET_NONBLOCK)
        code = posix_set_nonblocking(s, 1);
    if (code == 0 && (flags & SOCKET_CLOEXEC))
        code = posix_result(fcntl(s, F_SETFD, FD_CLOEXEC));
    return code;
}

static int native_flags(unsigned flags) {
    int native = 0;
#if defined(SOCK_NONBLOCK) && defined(SOCK_CLOEXEC)
    if (flags & SOCKET_NONBLOCK)
        native |= SOCK_NONBLOCK;
    if (flags & SOCKET_CLOEXEC)
        native |= SOCK_CLOEXEC;
#else
    (void)flags;
#endif
    return native;
}

/* What the system has not got, or not for us, is no answer to a question about it. A protocol that was asked for is. */
static bool is_lacking(int code, int type, bool usual_protocol) {
    if (code == EPERM || code == EACCES)
        return usual_protocol || type == SOCK_RAW;
    return (usual_protocol || type == SOCK_RAW) && (code == EAFNOSUPPORT || code == EPROTONOSUPPORT || code == ENOPROTOOPT);
}

static int posix_make(const char *family, const char *type, int protocol, unsigned flags, descriptor *out) {
    size_t i = 0, count = sizeof families / sizeof families[0];
    int code, number;
    bool usual_protocol = protocol == 0;
    while (i < count && strcmp(families[i].name, family) != 0)
        i++;
    if (i == count)
        return UNSUPPORTED;
    number = type_number(type, families[i].usual);
    if (families[i].protocol != 0 && (protocol == 0 || number == families[i].usual))
        protocol = families[i].protocol;
    errno = 0;
    code = posix_descriptor(socket(families[i].domain, number | native_flags(flags), protocol), out);
    if (code > 0 && is_lacking(code, number, usual_protocol))
        return UNSUPPORTED;
    if (code == 0 && flags != 0 && native_flags(flags) == 0)
        code = set_flags_after((int)*out, flags);
    return code;
}

static int to_native(descriptor s, const struct address *address, struct native_address *native) {
    int domain = address->kind == ADDRESS_OTHER ? posix_domain((int)s) : AF_UNSPEC;
    return posix_address_to_native(domain, address, native);
}

/* An address that is given to a call is the caller's. */
static int name_call(int (*name)(int, const struct sockaddr *, socklen_t), descriptor s, const struct address *address) {
    struct native_address native, given;
    int code = to_native(s, address, &native);
    if (code != 0)
        return code;
    given = native;
    errno = 0;
    code = posix_result(name((int)s, (struct sockaddr *)&native.storage, native.length));
    return memcmp(&native.storage, &given.storage, sizeof given.storage) == 0 ? code : BAD_RESULT(-2);
}

static int bind_name(int s, const struct sockaddr *name, socklen_t length) {
    return bind(s, name, length);
}

static int connect_name(int s, const struct sockaddr *name, socklen_t length) {
    return connect(s, name, length);
}

static int posix_bind(descriptor s, const struct address *at) {
    return name_call(bind_name, s, at);
}

static int posix_listen(descriptor s, int backlog) {
    errno = 0;
    return posix_result(listen((int)s, backlog));
}

static int posix_connect(descriptor s, const struct address *to) {
    return name_call(connect_name, s, to);
}

static int posix_disconnect(descriptor s) {
    struct sockaddr nowhere;
    memset(&nowhere, 0, sizeof nowhere);
    nowhere.sa_family = AF_UNSPEC;
    errno = 0;
    return posix_result(connect((int)s, &nowhere, sizeof nowhere));
}

/* accept4 only where flags are asked for: the plain call is the one under test. */
static long accept_with(int s, unsigned flags, struct native_address *native) {
    struct sockaddr *address = (struct sockaddr *)&native->storage;
    native->length = sizeof native->storage;
    errno = 0;
    if (flags == 0)
        return accept(s, address, &native->length);
#if defined(SOCK_NONBLOCK) && defined(SOCK_CLOEXEC)
    return accept4(s, address, &native->length, native_flags(flags) | (flags & SOCKET_INVALID_FLAG ? 0x40000000 : 0));
#else
    return UNSUPPORTED - 1;
#endif
}

static int posix_accept(descriptor s, unsigned flags, descriptor *out, struct address *peer) {
    struct native_address native;
    long result;
    memset(&native.storage, 0, sizeof native.storage);
    result = accept_with((int)s, flags, &native);
    if (result == UNSUPPORTED - 1 && flags != 0)
        return UNSUPPORTED;
    if (result < 0)
        return posix_result(result);
    posix_address_from_native(&native, peer);
    *out = (descriptor)result;
    return 0;
}

static int posix_close_socket(descriptor s) {
    errno = 0;
    return posix_result(close((int)s));
}

static int posix_shutdown(descriptor s, const char *how) {
    int number = strcmp(how, "rd") == 0 ? SHUT_RD : strcmp(how, "wr") == 0 ? SHUT_WR : SHUT_RDWR;
    errno = 0;
    return posix_result(shutdown((int)s, number));
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

static int ask_sockname(int s, struct sockaddr *address, socklen_t *length) {
    return getsockname(s, address, length);
}

static int ask_peername(int s, struct sockaddr *address, socklen_t *length) {
    return getpeername(s, address, length);
}

static int posix_sockname(descriptor s, struct address *out) {
    return name_with(ask_sockname, s, out);
}

static int posix_peername(descriptor s, struct address *out) {
    return name_with(ask_peername, s, out);
}

static int posix_duplicate(descriptor s, descriptor *out) {
    errno = 0;
    return posix_descriptor(dup((int)s), out);
}

/* What stood at descriptor 0 while a socket of the case does. */
static int displaced = -1;

static int posix_duplicate_at(descriptor s, long number, descriptor *out) {
    errno = 0;
    if (number > 0) {
        int code = posix_descriptor(fcntl((int)s, F_DUPFD, (int)number), out);
        return code == EINVAL ? UNSUPPORTED : code; /* beyond the limit of descriptors */
    }
    if (displaced < 0)
        displaced = posix_aside(dup(0));
    errno = 0;
    return displaced < 0 ? EMFILE : posix_descriptor(dup2((int)s, 0), out);
}

static void give_back_zero(void) {
    if (displaced < 0)
        return;
    (void)dup2(displaced, 0);
    (void)close(displaced);
    displaced = -1;
}

int posix_aside(int s) {
    struct rlimit limit;
    int aside, least = 1000;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY && limit.rlim_cur < 2000)
        least = (int)(limit.rlim_cur / 2);
    aside = fcntl(s, F_DUPFD_CLOEXEC, least);
    if (aside < 0)
        return s;
    (void)close(s);
    return aside;
}

static int posix_start(int argument_count, char **arguments) {
    int code;
    (void)argument_count;
    posix_clock_start();
    posix_descriptors_start();
    code = posix_stream_start();
    if (code != 0)
        return code;
    posix_signals_start();
    posix_process_start(arguments);
    posix_system_start(caps);
    if (!strstr(caps, "packet"))
        strcat(families_to_probe, " packet");
    posix_network_isolate();
    posix_network_start();
    posix_surroundings_start();
    return 0;
}

static void posix_reset(void) {
    size_t held;
    (void)posix_release(0, &held);
    posix_network_reset();
    posix_system_reset();
    posix_files_clear();
    posix_surroundings_forget();
    give_back_zero();
}

static void posix_stop(void) {
    posix_threads_stop();
    posix_files_stop();
}


const struct provider provider = {
    .identify = posix_identify,
    .families = families_to_probe,
    .caps = caps,
#ifdef __linux__
    .errors_polled = 1,
#endif
    .receive = posix_receive,
    .transmit = posix_transmit,
    .microseconds = posix_microseconds,
    .error_name = posix_error_name,
    .make = posix_make,
    .make_special = posix_make_special,
    .bind = posix_bind,
    .listen = posix_listen,
    .connect = posix_connect,
    .disconnect = posix_disconnect,
    .accept = posix_accept,
    .close = posix_close_socket,
    .shutdown = posix_shutdown,
    .send = posix_send,
    .receive_from = posix_receive_from,
    .sockname = posix_sockname,
    .peername = posix_peername,
    .get_option = posix_get_option,
    .set_option = posix_set_option,
    .set_nonblocking = posix_set_nonblocking,
    .fill = posix_fill,
    .poll = posix_poll,
    .poll_with = posix_poll_with,
    .duplicate = posix_duplicate,
    .duplicate_at = posix_duplicate_at,
    .pass = posix_pass,
    .control = posix_control,
    .information = posix_information,
    .limits = posix_limits,
    .set_limit = posix_set_limit,
    .configure = posix_configure,
    .signals = posix_signals,
    .surroundings = posix_surroundings,
    .user = posix_user,
    .exhaust = posix_exhaust,
    .release = posix_release,
    .fresh_path = posix_fresh_path,
    .unlink_path = posix_unlink_path,
    .rename_path = posix_rename_path,
    .thread_start = posix_thread_start,
    .thread_wait = posix_thread_wait,
    .thread_interrupt = posix_thread_interrupt,
    .thread_signal = posix_thread_signal,
    .fork = posix_fork,
    .child_exchange = posix_child_exchange,
    .child_end = posix_child_end,
    .execute = posix_execute,
    .start = posix_start,
    .reset = posix_reset,
    .stop = posix_stop,
};

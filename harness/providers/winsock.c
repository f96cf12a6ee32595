/* winsock.c: the provider of systems with Winsock: its table, and what the calls need on the way. Which calls are made is in
 * winsock_calls.c or wsp_calls.c. */
#include "winsock.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    int family, type, protocol;
} families[] = {
    {"inet", AF_INET, SOCK_STREAM, 0},         {"inet6", AF_INET6, SOCK_STREAM, 0}, {"unix", AF_UNIX, SOCK_STREAM, 0},
    {"seqpacket", AF_UNIX, SOCK_SEQPACKET, 0}, {"sctp", AF_INET, SOCK_STREAM, 132}, {"sctp6", AF_INET6, SOCK_STREAM, 132},
    {"icmp", AF_INET, SOCK_RAW, IPPROTO_ICMP},
};

static int type_number(const char *type, int usual)
{
    if (strcmp(type, "stream") == 0)
        return usual;
    if (strcmp(type, "dgram") == 0)
        return SOCK_DGRAM;
    return strcmp(type, "raw") == 0 ? SOCK_RAW : SOCK_SEQPACKET;
}

/* What the system has not got, or not for us, is no answer to a question about it. A protocol that was asked for is. */
static bool is_lacking(int code, int type, bool usual_protocol)
{
    if (code == WSAEACCES)
        return usual_protocol || type == SOCK_RAW;
    return usual_protocol &&
           (code == WSAEAFNOSUPPORT || code == WSAEPROTONOSUPPORT || code == WSAESOCKTNOSUPPORT || code == WSAEPROTOTYPE);
}

static int winsock_make(const char *family, const char *type, int protocol, unsigned flags, descriptor *out)
{
    size_t i = 0, count = sizeof families / sizeof families[0];
    DWORD native = WSA_FLAG_OVERLAPPED | (flags & SOCKET_CLOEXEC ? WSA_FLAG_NO_HANDLE_INHERIT : 0U);
    bool usual_protocol = protocol == 0;
    SOCKET s = INVALID_SOCKET;
    int number, code;
    while (i < count && strcmp(families[i].name, family) != 0)
        i++;
    if (i == count)
        return UNSUPPORTED;
    number = type_number(type, families[i].type);
    code = calls_socket(families[i].family, number, usual_protocol ? families[i].protocol : protocol, native, &s);
    if (code > 0 && is_lacking(code, number, usual_protocol))
        return UNSUPPORTED;
    if (code != 0)
        return code;
    winsock_set_mode(s, MODE_BLOCKING);
    *out = (descriptor)s;
    return flags & SOCKET_NONBLOCK ? winsock_set_nonblocking(*out, 1) : 0;
}

static int winsock_bind(descriptor s, const struct address *at)
{
    struct native_address native;
    int code = winsock_address_to_native(at, &native);
    return code != 0 ? code : calls_bind((SOCKET)s, &native);
}

static int winsock_listen(descriptor s, int backlog)
{
    return calls_listen((SOCKET)s, backlog);
}

static int connect_blocking(SOCKET s, const struct native_address *to)
{
    int code;
    winsock_thread_blocks_on(s);
    code = calls_connect(s, to);
    winsock_thread_blocks_on(INVALID_SOCKET);
    return code;
}

static int winsock_connect(descriptor s, const struct address *to)
{
    struct native_address native;
    int code = winsock_address_to_native(to, &native);
    return code != 0 ? code : connect_blocking((SOCKET)s, &native);
}

static int winsock_disconnect(descriptor s)
{
    struct native_address nowhere;
    memset(&nowhere, 0, sizeof nowhere);
    nowhere.at.any.sa_family = AF_UNSPEC;
    nowhere.length = sizeof nowhere.at.inet;
    return connect_blocking((SOCKET)s, &nowhere);
}

/* The mode is forgotten first: once the socket is closed another thread may be given its number. */
static int winsock_close(descriptor s)
{
    enum mode before = winsock_mode((SOCKET)s);
    int code;
    winsock_set_mode((SOCKET)s, MODE_UNKNOWN);
    code = calls_close((SOCKET)s);
    if (code != 0)
        winsock_set_mode((SOCKET)s, before);
    (void)winsock_close_special(s);
    return code;
}

static int winsock_shutdown(descriptor s, const char *how)
{
    return calls_shutdown((SOCKET)s, strcmp(how, "rd") == 0 ? SD_RECEIVE : strcmp(how, "wr") == 0 ? SD_SEND : SD_BOTH);
}

static bool is_known_method(const char *method, const char *plain, const char *addressed, const char *gathered)
{
    return strcmp(method, plain) == 0 || strcmp(method, addressed) == 0 || strcmp(method, gathered) == 0;
}

static DWORD message_flags(unsigned flags)
{
    return (flags & MESSAGE_PEEK ? (DWORD)MSG_PEEK : 0U) | (flags & MESSAGE_OOB ? (DWORD)MSG_OOB : 0U);
}

/* Winsock has no flag for one call that does not wait. What is ready does not; else the socket itself is told, for as long
 * as the call takes. */
static bool must_be_told(descriptor s, unsigned flags, unsigned ready)
{
    struct poll_item item = {s, ready, 0};
    size_t count = 0;
    long long nonblocking = 0;
    if (!(flags & MESSAGE_DONTWAIT) || winsock_mode((SOCKET)s) == MODE_NONBLOCKING)
        return false;
    if (calls_poll(&item, 1, 0, &count) == 0 && item.returned != 0)
        return false;
    return winsock_get_option(s, "nonblock", &nonblocking) != 0 || !nonblocking;
}

static int winsock_send(descriptor s, const void *bytes, size_t count, const char *method, unsigned flags, size_t *sent)
{
    bool told;
    int code;
    if (!is_known_method(method, "send", "sendto", "writev"))
        return UNSUPPORTED;
    told = must_be_told(s, flags, EVENT_OUT) && winsock_set_nonblocking(s, 1) == 0;
    winsock_thread_blocks_on((SOCKET)s);
    code = calls_send((SOCKET)s, bytes, count, method, message_flags(flags), sent);
    winsock_thread_blocks_on(INVALID_SOCKET);
    if (told)
        (void)winsock_set_nonblocking(s, 0);
    return code;
}

static int winsock_receive_from(descriptor s, void *bytes, size_t size, const char *method, unsigned flags, size_t *received)
{
    bool told;
    int code;
    if (!is_known_method(method, "recv", "recvfrom", "readv"))
        return UNSUPPORTED;
    told = must_be_told(s, flags, EVENT_IN) && winsock_set_nonblocking(s, 1) == 0;
    winsock_thread_blocks_on((SOCKET)s);
    code = calls_receive((SOCKET)s, bytes, size, method, message_flags(flags), received);
    winsock_thread_blocks_on(INVALID_SOCKET);
    if (told)
        (void)winsock_set_nonblocking(s, 0);
    return code;
}

static int name_with(int (*ask)(SOCKET, struct native_address *), descriptor s, struct address *out)
{
    struct native_address native;
    int code;
    memset(&native, 0, sizeof native);
    native.length = sizeof native.at;
    code = ask((SOCKET)s, &native);
    if (code == 0)
        winsock_address_from_native(&native, out);
    return code;
}

static int winsock_sockname(descriptor s, struct address *out)
{
    return name_with(calls_sockname, s, out);
}

static int winsock_peername(descriptor s, struct address *out)
{
    return name_with(calls_peername, s, out);
}

static int winsock_poll_with(const char *method, struct poll_item *item, long milliseconds)
{
    size_t ready = 0;
    if (strcmp(method, "select") != 0)
        return UNSUPPORTED;
    return calls_select(item, 1, milliseconds, &ready);
}

/* Both copies are one socket: what was set on one holds for the other. */
static int winsock_duplicate(descriptor s, descriptor *out)
{
    SOCKET copy = INVALID_SOCKET;
    int code = calls_duplicate((SOCKET)s, &copy);
    if (code != 0)
        return code;
    winsock_set_mode(copy, winsock_mode((SOCKET)s));
    *out = (descriptor)copy;
    return 0;
}

static int started; /* successful startups that were not cleaned up */

static int winsock_startup(const char *version, char *text, size_t size)
{
    unsigned major = 2, minor = 2, granted = 0;
    int code;
    if (version && sscanf(version, "%u.%u", &major, &minor) != 2)
        return UNSUPPORTED;
    code = calls_startup(MAKEWORD(major & 255, minor & 255), &granted);
    if (code != 0)
        return code;
    started++;
    snprintf(text, size, "version=%u.%u", granted & 255, granted >> 8 & 255);
    return 0;
}

static int winsock_cleanup(void)
{
    int code = calls_cleanup();
    if (code == 0)
        started--;
    return code;
}

/* What Wine raises in place of a function nobody has written. */
#define WINE_STUB 0x80000100UL

static LONG WINAPI die(EXCEPTION_POINTERS *exception)
{
    const EXCEPTION_RECORD *record = exception->ExceptionRecord;
    const char *module = (const char *)record->ExceptionInformation[0], *function = (const char *)record->ExceptionInformation[1];
    char text[160];
    agent_last_words();
    if (record->ExceptionCode == WINE_STUB && record->NumberParameters == 2 && record->ExceptionInformation[1] >> 16 != 0)
        snprintf(text, sizeof text, "%.60s does not implement %.60s: Wine ends who calls it", module, function);
    else
        snprintf(text, sizeof text, "the agent died of exception 0x%08lx", record->ExceptionCode);
    winsock_say(text);
    ExitProcess(70);
}

static char caps[32] = "winsock";

static int winsock_start(int argument_count, char **arguments)
{
    char version[32];
    int code;
    (void)SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
    (void)SetUnhandledExceptionFilter(die);
    code = winsock_stream_start();
    if (code == 0)
        code = calls_start(argument_count, arguments);
    if (winsock_is_isolated())
        strcat(caps, ",namespace");
    return code != 0 ? code : winsock_startup(NULL, version, sizeof version);
}

/* Once, whatever the case did. */
static void winsock_reset(void)
{
    char version[32];
    winsock_files_clear();
    if (winsock_host_is_ours()) {
        size_t held;
        (void)winsock_release(0, &held);
    }
    winsock_host_restore();
    while (started > 1 && winsock_cleanup() == 0)
        ;
    if (started < 1)
        (void)winsock_startup(NULL, version, sizeof version);
}

static void winsock_stop(void)
{
    winsock_files_clear();
    calls_stop();
}

const struct provider provider = {
    .identify = winsock_identify,
    .families = "inet inet6 unix seqpacket sctp sctp6 icmp",
    .caps = caps,
    .receive = winsock_receive,
    .transmit = winsock_transmit,
    .microseconds = winsock_microseconds,
    .error_name = winsock_error_name,
    .connecting = "EAGAIN",
    .make = winsock_make,
    .make_special = winsock_make_special,
    .bind = winsock_bind,
    .listen = winsock_listen,
    .connect = winsock_connect,
    .disconnect = winsock_disconnect,
    .accept = winsock_accept,
    .accept_by = winsock_accept_by,
    .close = winsock_close,
    .shutdown = winsock_shutdown,
    .send = winsock_send,
    .receive_from = winsock_receive_from,
    .sockname = winsock_sockname,
    .peername = winsock_peername,
    .get_option = winsock_get_option,
    .set_option = winsock_set_option,
    .set_nonblocking = winsock_set_nonblocking,
    .poll = winsock_poll,
    .poll_with = winsock_poll_with,
    .duplicate = winsock_duplicate,
    .pass = winsock_duplicate,
    .control = winsock_control,
    .limits = winsock_limits,
    .set_limit = winsock_set_limit,
    .exhaust = winsock_exhaust,
    .release = winsock_release,
    .startup = winsock_startup,
    .cleanup = winsock_cleanup,
    .fresh_path = winsock_fresh_path,
    .unlink_path = winsock_unlink_path,
    .rename_path = winsock_rename_path,
    .thread_start = winsock_thread_start,
    .thread_wait = winsock_thread_wait,
    .thread_interrupt = winsock_thread_interrupt,
    .start = winsock_start,
    .reset = winsock_reset,
    .stop = winsock_stop,
};

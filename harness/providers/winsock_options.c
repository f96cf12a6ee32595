/* winsock_options.c: socket options and controls. */
#include "winsock.h"

#include <string.h>

#ifndef SO_CONDITIONAL_ACCEPT
#define SO_CONDITIONAL_ACCEPT 0x3002
#endif
#ifndef IPV6_V6ONLY
#define IPV6_V6ONLY 27
#endif
#ifndef TCP_FASTOPEN
#define TCP_FASTOPEN 15
#endif
#ifndef TCP_MAXRT
#define TCP_MAXRT 5
#endif
#ifndef IP_MTU
#define IP_MTU 73
#endif
#ifndef IPV6_MTU
#define IPV6_MTU 72
#endif
#ifndef IPV6_TCLASS
#define IPV6_TCLASS 39
#endif

enum form { FORM_NUMBER, FORM_LINGER, FORM_FAMILY, FORM_PROTOCOL };

/* level6 and number6 hold for AF_INET6 sockets where they differ; -1 where they do not. */
static const struct option {
    const char *name;
    enum form form;
    int level, number, level6, number6;
} options[] = {
    {"error", FORM_NUMBER, SOL_SOCKET, SO_ERROR, -1, -1},
    {"acceptconn", FORM_NUMBER, SOL_SOCKET, SO_ACCEPTCONN, -1, -1},
    {"type", FORM_NUMBER, SOL_SOCKET, SO_TYPE, -1, -1},
    {"reuseaddr", FORM_NUMBER, SOL_SOCKET, SO_REUSEADDR, -1, -1},
    {"exclusive-addr-use", FORM_NUMBER, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, -1, -1},
    {"conditional-accept", FORM_NUMBER, SOL_SOCKET, SO_CONDITIONAL_ACCEPT, -1, -1},
    {"linger", FORM_LINGER, SOL_SOCKET, SO_LINGER, -1, -1},
    {"keepalive", FORM_NUMBER, SOL_SOCKET, SO_KEEPALIVE, -1, -1},
    {"rcvbuf", FORM_NUMBER, SOL_SOCKET, SO_RCVBUF, -1, -1},
    {"sndbuf", FORM_NUMBER, SOL_SOCKET, SO_SNDBUF, -1, -1},
    {"rcvlowat", FORM_NUMBER, SOL_SOCKET, SO_RCVLOWAT, -1, -1},
    {"sndlowat", FORM_NUMBER, SOL_SOCKET, SO_SNDLOWAT, -1, -1},
    {"rcvtimeo", FORM_NUMBER, SOL_SOCKET, SO_RCVTIMEO, -1, -1},
    {"sndtimeo", FORM_NUMBER, SOL_SOCKET, SO_SNDTIMEO, -1, -1},
    {"oobinline", FORM_NUMBER, SOL_SOCKET, SO_OOBINLINE, -1, -1},
    {"broadcast", FORM_NUMBER, SOL_SOCKET, SO_BROADCAST, -1, -1},
    {"dontroute", FORM_NUMBER, SOL_SOCKET, SO_DONTROUTE, -1, -1},
    {"unknown", FORM_NUMBER, SOL_SOCKET, 0x7ffe, -1, -1},
    {"domain", FORM_FAMILY, SOL_SOCKET, SO_PROTOCOL_INFOW, -1, -1},
    {"protocol", FORM_PROTOCOL, SOL_SOCKET, SO_PROTOCOL_INFOW, -1, -1},
    {"nodelay", FORM_NUMBER, IPPROTO_TCP, TCP_NODELAY, -1, -1},
    {"fastopen", FORM_NUMBER, IPPROTO_TCP, TCP_FASTOPEN, -1, -1},
    {"user-timeout", FORM_NUMBER, IPPROTO_TCP, TCP_MAXRT, -1, -1},
    {"v6only", FORM_NUMBER, IPPROTO_IPV6, IPV6_V6ONLY, -1, -1},
    {"ttl", FORM_NUMBER, IPPROTO_IP, IP_TTL, IPPROTO_IPV6, IPV6_UNICAST_HOPS},
    {"tos", FORM_NUMBER, IPPROTO_IP, IP_TOS, IPPROTO_IPV6, IPV6_TCLASS},
    {"mtu", FORM_NUMBER, IPPROTO_IP, IP_MTU, IPPROTO_IPV6, IPV6_MTU},
};

union exchanged {
    int number;
    struct linger linger;
    WSAPROTOCOL_INFOW protocol;
};

static bool is_inet6(SOCKET s)
{
    WSAPROTOCOL_INFOW protocol;
    int size = sizeof protocol;
    return calls_get_option(s, SOL_SOCKET, SO_PROTOCOL_INFOW, &protocol, &size) == 0 && protocol.iAddressFamily == AF_INET6;
}

static bool find_option(SOCKET s, const char *name, struct option *found)
{
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        if (strcmp(options[i].name, name) != 0)
            continue;
        *found = options[i];
        if (found->number6 != -1 && is_inet6(s)) {
            found->level = found->level6;
            found->number = found->number6;
        }
        return true;
    }
    return false;
}

static int size_of(enum form form)
{
    switch (form) {
    case FORM_LINGER:
        return sizeof(struct linger);
    case FORM_FAMILY:
    case FORM_PROTOCOL:
        return sizeof(WSAPROTOCOL_INFOW);
    case FORM_NUMBER:
        break;
    }
    return sizeof(int);
}

static long long value_of(enum form form, const union exchanged *seen)
{
    switch (form) {
    case FORM_LINGER:
        return seen->linger.l_onoff ? seen->linger.l_linger : -1;
    case FORM_FAMILY:
        return seen->protocol.iAddressFamily;
    case FORM_PROTOCOL:
        return seen->protocol.iProtocol;
    case FORM_NUMBER:
        break;
    }
    return seen->number;
}

/* A socket that somebody else made: a read that may take a millisecond tells which kind it is. Where there is something to
 * read, or nothing to read from, it stays unknown. */
enum mode winsock_find_mode(SOCKET s)
{
    DWORD before = 0, shortest = 1;
    int size = sizeof before, code;
    size_t count = 0;
    char byte;
    enum mode mode = winsock_mode(s);
    if (mode != MODE_UNKNOWN || calls_get_option(s, SOL_SOCKET, SO_RCVTIMEO, &before, &size) != 0)
        return mode;
    if (calls_set_option(s, SOL_SOCKET, SO_RCVTIMEO, &shortest, sizeof shortest) != 0)
        return mode;
    code = calls_receive(s, &byte, 1, "recv", MSG_PEEK, &count);
    (void)calls_set_option(s, SOL_SOCKET, SO_RCVTIMEO, &before, sizeof before);
    if (code == WSAEWOULDBLOCK)
        mode = MODE_NONBLOCKING;
    else if (code == WSAETIMEDOUT)
        mode = MODE_BLOCKING;
    if (mode != MODE_UNKNOWN)
        winsock_set_mode(s, mode);
    return mode;
}

static int get_mode(SOCKET s, long long *value)
{
    enum mode mode = winsock_find_mode(s);
    *value = mode == MODE_NONBLOCKING;
    return mode == MODE_UNKNOWN ? UNSUPPORTED : 0;
}

static int get_inheritance(SOCKET s, long long *value)
{
    DWORD flags = 0;
    if (!GetHandleInformation((HANDLE)s, &flags))
        return (int)GetLastError();
    *value = (flags & HANDLE_FLAG_INHERIT) == 0;
    return 0;
}

int winsock_get_option(descriptor s, const char *name, long long *value)
{
    struct option option;
    union exchanged seen;
    int size, code;
    if (strcmp(name, "nonblock") == 0)
        return get_mode((SOCKET)s, value);
    if (strcmp(name, "cloexec") == 0)
        return get_inheritance((SOCKET)s, value);
    if (!find_option((SOCKET)s, name, &option))
        return UNSUPPORTED;
    memset(&seen, 0, sizeof seen);
    size = size_of(option.form);
    code = calls_get_option((SOCKET)s, option.level, option.number, &seen, &size);
    if (code == 0)
        *value = value_of(option.form, &seen);
    return code;
}

int winsock_set_option(descriptor s, const char *name, long long value)
{
    struct option option;
    union exchanged wanted;
    if (strcmp(name, "cloexec") == 0)
        return SetHandleInformation((HANDLE)s, HANDLE_FLAG_INHERIT, value ? 0 : HANDLE_FLAG_INHERIT) ? 0 : (int)GetLastError();
    if (!find_option((SOCKET)s, name, &option) || option.form == FORM_FAMILY || option.form == FORM_PROTOCOL)
        return UNSUPPORTED;
    memset(&wanted, 0, sizeof wanted);
    if (option.form == FORM_LINGER) {
        wanted.linger.l_onoff = value >= 0;
        wanted.linger.l_linger = value >= 0 ? (u_short)value : 0;
    } else {
        wanted.number = (int)value;
    }
    return calls_set_option((SOCKET)s, option.level, option.number, &wanted, size_of(option.form));
}

int winsock_set_nonblocking(descriptor s, int on)
{
    u_long value = on != 0;
    int code = calls_control((SOCKET)s, (DWORD)FIONBIO, &value);
    if (code == 0)
        winsock_set_mode((SOCKET)s, on ? MODE_NONBLOCKING : MODE_BLOCKING);
    return code;
}

int winsock_control(descriptor s, const char *request, long long *value)
{
    u_long result = 0;
    DWORD number;
    int code;
    if (strcmp(request, "unknown") == 0)
        number = _IOR('z', 99, u_long);
    else if (strcmp(request, "inq") == 0)
        number = FIONREAD;
    else if (strcmp(request, "atmark") == 0)
        number = SIOCATMARK;
    else
        return UNSUPPORTED;
    code = calls_control((SOCKET)s, number, &result);
    *value = (long long)result;
    return code;
}

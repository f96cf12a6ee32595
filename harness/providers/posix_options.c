/* posix_options.c: socket options, descriptor flags, ioctls and what TCP tells of a connection. */
#define _GNU_SOURCE 1
#include "posix.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/time.h>
#include <unistd.h>

#ifdef __linux__
#include <linux/sockios.h>
#endif

enum form { FORM_NUMBER, FORM_LINGER, FORM_MILLISECONDS, FORM_CONGESTION, FORM_USER, FORM_GROUP, FORM_PROCESS, FORM_DESCRIPTOR_FLAG, FORM_STATUS_FLAG };

/* level6 and number6 hold for AF_INET6 sockets where they differ; -1 where they do not. */
struct option {
    const char *name;
    enum form form;
    int level, number, level6, number6;
};

#define SAME -1, -1

static const struct option options[] = {
    {"error", FORM_NUMBER, SOL_SOCKET, SO_ERROR, SAME},
    {"nonblock", FORM_STATUS_FLAG, 0, O_NONBLOCK, SAME},
    {"acceptconn", FORM_NUMBER, SOL_SOCKET, SO_ACCEPTCONN, SAME},
    {"type", FORM_NUMBER, SOL_SOCKET, SO_TYPE, SAME},
    {"linger", FORM_LINGER, SOL_SOCKET, SO_LINGER, SAME},
    {"reuseaddr", FORM_NUMBER, SOL_SOCKET, SO_REUSEADDR, SAME},
    {"v6only", FORM_NUMBER, IPPROTO_IPV6, IPV6_V6ONLY, SAME},
    {"keepalive", FORM_NUMBER, SOL_SOCKET, SO_KEEPALIVE, SAME},
    {"nodelay", FORM_NUMBER, IPPROTO_TCP, TCP_NODELAY, SAME},
    {"rcvbuf", FORM_NUMBER, SOL_SOCKET, SO_RCVBUF, SAME},
    {"sndbuf", FORM_NUMBER, SOL_SOCKET, SO_SNDBUF, SAME},
    {"rcvlowat", FORM_NUMBER, SOL_SOCKET, SO_RCVLOWAT, SAME},
    {"rcvtimeo", FORM_MILLISECONDS, SOL_SOCKET, SO_RCVTIMEO, SAME},
    {"sndtimeo", FORM_MILLISECONDS, SOL_SOCKET, SO_SNDTIMEO, SAME},
    {"oobinline", FORM_NUMBER, SOL_SOCKET, SO_OOBINLINE, SAME},
    {"broadcast", FORM_NUMBER, SOL_SOCKET, SO_BROADCAST, SAME},
    {"dontroute", FORM_NUMBER, SOL_SOCKET, SO_DONTROUTE, SAME},
    {"maxseg", FORM_NUMBER, IPPROTO_TCP, TCP_MAXSEG, SAME},
    {"ttl", FORM_NUMBER, IPPROTO_IP, IP_TTL, IPPROTO_IPV6, IPV6_UNICAST_HOPS},
    {"unknown", FORM_NUMBER, SOL_SOCKET, 0x7fff, SAME},
    {"cloexec", FORM_DESCRIPTOR_FLAG, 0, FD_CLOEXEC, SAME},
#ifdef O_ASYNC
    {"async", FORM_STATUS_FLAG, 0, O_ASYNC, SAME},
#endif
#ifdef IPV6_TCLASS
    {"tos", FORM_NUMBER, IPPROTO_IP, IP_TOS, IPPROTO_IPV6, IPV6_TCLASS},
#endif
#ifdef SO_PROTOCOL
    {"protocol", FORM_NUMBER, SOL_SOCKET, SO_PROTOCOL, SAME},
#endif
#ifdef SO_DOMAIN
    {"domain", FORM_NUMBER, SOL_SOCKET, SO_DOMAIN, SAME},
#endif
#ifdef SO_REUSEPORT
    {"reuseport", FORM_NUMBER, SOL_SOCKET, SO_REUSEPORT, SAME},
#endif
#ifdef SO_PRIORITY
    {"priority", FORM_NUMBER, SOL_SOCKET, SO_PRIORITY, SAME},
#endif
#ifdef SO_MARK
    {"mark", FORM_NUMBER, SOL_SOCKET, SO_MARK, SAME},
#endif
#ifdef TCP_USER_TIMEOUT
    {"user-timeout", FORM_NUMBER, IPPROTO_TCP, TCP_USER_TIMEOUT, SAME},
#endif
#ifdef TCP_DEFER_ACCEPT
    {"defer-accept", FORM_NUMBER, IPPROTO_TCP, TCP_DEFER_ACCEPT, SAME},
#endif
#ifdef TCP_FASTOPEN
    {"fastopen", FORM_NUMBER, IPPROTO_TCP, TCP_FASTOPEN, SAME},
#endif
#ifdef TCP_QUICKACK
    {"quickack", FORM_NUMBER, IPPROTO_TCP, TCP_QUICKACK, SAME},
#endif
#ifdef TCP_CONGESTION
    {"congestion", FORM_CONGESTION, IPPROTO_TCP, TCP_CONGESTION, SAME},
#endif
#ifdef SO_PASSCRED
    {"passcred", FORM_NUMBER, SOL_SOCKET, SO_PASSCRED, SAME},
#endif
#ifdef SO_PEERCRED
    {"peercred", FORM_USER, SOL_SOCKET, SO_PEERCRED, SAME},
    {"peercred-group", FORM_GROUP, SOL_SOCKET, SO_PEERCRED, SAME},
    {"peercred-process", FORM_PROCESS, SOL_SOCKET, SO_PEERCRED, SAME},
#endif
#ifdef SO_TIMESTAMP
    {"timestamp", FORM_NUMBER, SOL_SOCKET, SO_TIMESTAMP, SAME},
#endif
#ifdef TCP_KEEPIDLE
    {"keepidle", FORM_NUMBER, IPPROTO_TCP, TCP_KEEPIDLE, SAME},
    {"keepintvl", FORM_NUMBER, IPPROTO_TCP, TCP_KEEPINTVL, SAME},
    {"keepcnt", FORM_NUMBER, IPPROTO_TCP, TCP_KEEPCNT, SAME},
#endif
#ifdef TCP_SYNCNT
    {"syncnt", FORM_NUMBER, IPPROTO_TCP, TCP_SYNCNT, SAME},
#endif
#ifdef TCP_LINGER2
    {"linger2", FORM_NUMBER, IPPROTO_TCP, TCP_LINGER2, SAME},
#endif
#ifdef SO_INCOMING_CPU
    {"incoming-cpu", FORM_NUMBER, SOL_SOCKET, SO_INCOMING_CPU, SAME},
#endif
#ifdef IP_FREEBIND
    {"freebind", FORM_NUMBER, IPPROTO_IP, IP_FREEBIND, SAME},
#endif
#ifdef IP_BIND_ADDRESS_NO_PORT
    {"no-port", FORM_NUMBER, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, SAME},
#endif
#ifdef IP_MTU
    {"mtu", FORM_NUMBER, IPPROTO_IP, IP_MTU, IPPROTO_IPV6, IPV6_MTU},
#endif
};

/* What `congestion` means as a number: the place in this list, from 1; 0 for any other. */
static const char *const congestions[] = {"reno", "cubic", "bbr", "dctcp", "vegas", "westwood"};

static bool find_option(int s, const char *name, struct option *found) {
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        if (options[i].name[0] != name[0] || strcmp(options[i].name, name) != 0)
            continue;
        *found = options[i];
        if (found->number6 != -1 && posix_domain(s) == AF_INET6) {
            found->level = found->level6;
            found->number = found->number6;
        }
        return true;
    }
    return false;
}

static long long congestion_number(const char *name) {
    for (size_t i = 0; i < sizeof congestions / sizeof congestions[0]; i++)
        if (strcmp(congestions[i], name) == 0)
            return (long long)i + 1;
    return 0;
}

/* What getsockopt and setsockopt exchange, in any form. */
union exchanged {
    int number;
    struct linger linger;
    struct timeval time;
    char text[32];
#ifdef SO_PEERCRED
    struct ucred credentials;
#endif
};

static socklen_t size_of(enum form form) {
    switch (form) {
    case FORM_LINGER:
        return sizeof(struct linger);
    case FORM_MILLISECONDS:
        return sizeof(struct timeval);
    case FORM_CONGESTION:
        return sizeof((union exchanged *)0)->text;
#ifdef SO_PEERCRED
    case FORM_USER:
    case FORM_GROUP:
    case FORM_PROCESS:
        return sizeof(struct ucred);
#else
    case FORM_USER:
    case FORM_GROUP:
    case FORM_PROCESS:
#endif
    case FORM_NUMBER:
    case FORM_DESCRIPTOR_FLAG:
    case FORM_STATUS_FLAG:
        break;
    }
    return sizeof(int);
}

static long long value_of(enum form form, const union exchanged *seen) {
    switch (form) {
    case FORM_LINGER:
        return seen->linger.l_onoff ? seen->linger.l_linger : -1;
    case FORM_MILLISECONDS:
        return (long long)seen->time.tv_sec * 1000 + seen->time.tv_usec / 1000;
    case FORM_CONGESTION:
        return congestion_number(seen->text);
#ifdef SO_PEERCRED
    case FORM_USER:
        return (long long)(int)seen->credentials.uid;
    case FORM_GROUP:
        return (long long)(int)seen->credentials.gid;
    case FORM_PROCESS: /* a number that says nothing by itself */
        return seen->credentials.pid == getpid() ? 1 : seen->credentials.pid == 0 ? 0 : 2;
#else
    case FORM_USER:
    case FORM_GROUP:
    case FORM_PROCESS:
#endif
    case FORM_NUMBER:
    case FORM_DESCRIPTOR_FLAG:
    case FORM_STATUS_FLAG:
        break;
    }
    return seen->number;
}

static int get_flag(int s, const struct option *option, long long *value) {
    int flags;
    errno = 0;
    flags = fcntl(s, option->form == FORM_STATUS_FLAG ? F_GETFL : F_GETFD);
    if (flags < 0)
        return posix_result(flags);
    *value = (flags & option->number) != 0;
    return 0;
}

static int set_flag(int s, const struct option *option, bool on) {
    bool status = option->form == FORM_STATUS_FLAG;
    int flags;
    errno = 0;
    flags = fcntl(s, status ? F_GETFL : F_GETFD);
    if (flags < 0)
        return posix_result(flags);
    return posix_result(fcntl(s, status ? F_SETFL : F_SETFD, on ? flags | option->number : flags & ~option->number));
}

/* An option that the subject has not got cannot be asked for. Whether it refuses is a question only about three: one that no
 * system has, one that is read-only, and one that belongs to another family. */
static int option_result(long result, const char *name) {
    int code = posix_result(result);
    bool lacking = code == ENOPROTOOPT || (code == EOPNOTSUPP && strcmp(name, "reuseport") == 0);
    bool asked = strcmp(name, "unknown") == 0 || strcmp(name, "acceptconn") == 0 || strcmp(name, "v6only") == 0;
    return lacking && !asked ? UNSUPPORTED : code;
}

int posix_get_option(descriptor s, const char *name, long long *value) {
    struct option option;
    union exchanged seen;
    socklen_t length;
    int code;
    if (strcmp(name, "everything") == 0)
        return posix_option_sum((int)s, value);
    if (!find_option((int)s, name, &option))
        return UNSUPPORTED;
    if (option.form == FORM_DESCRIPTOR_FLAG || option.form == FORM_STATUS_FLAG)
        return get_flag((int)s, &option, value);
    memset(&seen, 0, sizeof seen);
    length = size_of(option.form);
    errno = 0;
    code = option_result(getsockopt((int)s, option.level, option.number, &seen, &length), name);
    if (code != 0)
        return code;
    seen.text[sizeof seen.text - 1] = '\0';
    *value = value_of(option.form, &seen);
    return 0;
}

long posix_raw_option(int s, const char *name, void *value, socklen_t *length) {
    struct option option;
    if (!find_option(s, name, &option) || option.form != FORM_NUMBER)
        return UNSUPPORTED - 1;
    return getsockopt(s, option.level, option.number, value, length);
}

int posix_set_option(descriptor s, const char *name, long long value) {
    struct option option;
    union exchanged wanted;
    if (!find_option((int)s, name, &option) || option.form == FORM_USER || option.form == FORM_GROUP || option.form == FORM_PROCESS)
        return UNSUPPORTED;
    memset(&wanted, 0, sizeof wanted);
    switch (option.form) {
    case FORM_DESCRIPTOR_FLAG:
    case FORM_STATUS_FLAG:
        return set_flag((int)s, &option, value != 0);
    case FORM_LINGER:
        wanted.linger.l_onoff = value >= 0;
        wanted.linger.l_linger = value >= 0 ? (int)value : 0;
        break;
    case FORM_MILLISECONDS:
        wanted.time.tv_sec = (time_t)(value / 1000);
        wanted.time.tv_usec = (suseconds_t)(value % 1000 * 1000);
        break;
    case FORM_CONGESTION:
        if (value < 1 || (size_t)value > sizeof congestions / sizeof congestions[0])
            return UNSUPPORTED;
        strcpy(wanted.text, congestions[value - 1]);
        break;
    case FORM_NUMBER:
    case FORM_USER:
    case FORM_GROUP:
    case FORM_PROCESS:
        wanted.number = (int)value;
        break;
    }
    errno = 0;
    return option_result(setsockopt((int)s, option.level, option.number, &wanted,
                                    option.form == FORM_CONGESTION ? (socklen_t)strlen(wanted.text) : size_of(option.form)),
                         name);
}

int posix_set_nonblocking(descriptor s, int on) {
    return posix_set_option(s, "nonblock", on);
}

int posix_control(descriptor s, const char *request, long long *value) {
    int number = 0, code, result = 0;
    if (strcmp(request, "unknown") == 0)
        number = 0x7fffabcd;
    else if (strcmp(request, "inq") == 0)
        number = FIONREAD;
#ifdef SIOCATMARK
    else if (strcmp(request, "atmark") == 0)
        number = (int)SIOCATMARK;
#endif
#if defined(__linux__) && defined(SIOCOUTQ)
    else if (strcmp(request, "outq") == 0)
        number = SIOCOUTQ;
#endif
    else
        return UNSUPPORTED;
    errno = 0;
    code = posix_result(ioctl((int)s, (unsigned long)(unsigned)number, &result));
    *value = result;
    return code;
}

#if defined(__linux__) && defined(TCP_INFO)

/* Whether a FIN is acknowledged yet depends on a timer of the other side: fin-wait is one state here. */
static const char *state_name(unsigned state) {
    static const char *const names[] = {"none",       "established", "syn-sent", "syn-received", "fin-wait",   "fin-wait",   "time-wait",
                                        "closed",     "close-wait",  "last-ack", "listen",       "closing",    "new-syn-received"};
    return state < sizeof names / sizeof names[0] ? names[state] : "unknown";
}

/* Of a listener, tcpi_unacked is the length of its queue and tcpi_sacked the limit of it. */
int posix_information(descriptor s, char *text, size_t size) {
    struct tcp_info info;
    socklen_t length = sizeof info;
    int code;
    memset(&info, 0, sizeof info);
    errno = 0;
    code = posix_result(getsockopt((int)s, IPPROTO_TCP, TCP_INFO, &info, &length));
    if (code != 0)
        return code;
    if (info.tcpi_state == TCP_LISTEN)
        snprintf(text, size, "state=listen queued=%u limit=%u", info.tcpi_unacked, info.tcpi_sacked);
    else
        snprintf(text, size, "state=%s", state_name(info.tcpi_state));
    return 0;
}

#else

int posix_information(descriptor s, char *text, size_t size) {
    (void)s;
    (void)text;
    (void)size;
    return UNSUPPORTED;
}

#endif

/* posix_option_sum.c: one number that stands for every option a socket has, those without a name here too. */
#define _GNU_SOURCE 1
#include "posix.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

enum { NUMBERS = 80, VALUE_MOST = 64 };

/* Those that change by themselves, tell a socket apart from others, make something, or are taken away by reading. By number
 * where headers may lack the name. */
static bool is_restless(int level, int number) {
    static const int socket_level[] = {SO_ERROR,
#ifdef __linux__
                                       49 /* INCOMING_CPU */, 55 /* MEMINFO */, 56 /* INCOMING_NAPI_ID */, 57 /* COOKIE */, 71 /* NETNS_COOKIE */, 77 /* PEERPIDFD */,
                                       17 /* PEERCRED */, 31 /* PEERSEC */, 59 /* PEERGROUPS */
#endif
    };
    static const int transport[] = {
#ifdef __linux__
        11 /* INFO */,   12 /* QUICKACK */,  21 /* QUEUE_SEQ */, 24 /* TIMESTAMP */,
        26 /* CC_INFO */, 35 /* ZEROCOPY_RECEIVE */, 43 /* IS_MPTCP */,
#endif
        -1};
    const int *numbers = level == SOL_SOCKET ? socket_level : transport;
    size_t count = level == SOL_SOCKET ? sizeof socket_level / sizeof socket_level[0] : sizeof transport / sizeof transport[0];
    if (level != SOL_SOCKET && level != IPPROTO_TCP)
        return false;
    for (size_t i = 0; i < count; i++)
        if (numbers[i] == number)
            return true;
    return level == SOL_SOCKET && number == SO_ACCEPTCONN;
}

static void add(uint64_t *sum, const void *bytes, size_t count) {
    for (size_t i = 0; i < count; i++)
        *sum = (*sum ^ ((const unsigned char *)bytes)[i]) * 1099511628211ULL;
}

/* Has the socket options of that level? Where it has none, it says so of one that every system knows. */
static bool has_level(int s, int level, int known) {
    unsigned char value[VALUE_MOST];
    socklen_t length = sizeof value;
    return getsockopt(s, level, known, value, &length) == 0 || errno != EOPNOTSUPP;
}

static void add_level(int s, int level, uint64_t *sum) {
    for (int number = 1; number < NUMBERS; number++) {
        unsigned char value[VALUE_MOST] = {0};
        socklen_t length = sizeof value;
        int where[2] = {level, number};
        if (is_restless(level, number) || getsockopt(s, level, number, value, &length) != 0 || length > sizeof value)
            continue;
        add(sum, where, sizeof where);
        add(sum, value, length);
    }
}

int posix_option_sum(int s, long long *sum) {
    static const struct {
        int level, known;
    } levels[] = {{SOL_SOCKET, SO_TYPE}, {IPPROTO_IP, IP_TOS}, {IPPROTO_IPV6, IPV6_V6ONLY}, {IPPROTO_TCP, TCP_NODELAY}};
    uint64_t total = 14695981039346656037ULL;
    for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++)
        if (has_level(s, levels[i].level, levels[i].known))
            add_level(s, levels[i].level, &total);
    errno = 0;
    *sum = (long long)(total & 0x7fffffff);
    return 0;
}

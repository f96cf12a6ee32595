/* posix_network.c: the loopback interface and the addresses of the run's own network namespace. */
#define _GNU_SOURCE 1
#include "posix.h"

#ifdef __linux__

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_addr.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { ADDED_MOST = 16, SETTING_SIZE = 64, NAMESPACE_ATTEMPTS = 100, NAMESPACE_PAUSE = 20 /* ms */ };

/* What the machine is set to, a fresh namespace is set to as well. */
static const char *const settings[] = {
    "/proc/sys/net/core/somaxconn",
    "/proc/sys/net/ipv4/ip_local_port_range",
    "/proc/sys/net/ipv4/ip_unprivileged_port_start",
    "/proc/sys/net/ipv4/tcp_max_syn_backlog",
    "/proc/sys/net/ipv4/tcp_syncookies",
    "/proc/sys/net/ipv4/tcp_abort_on_overflow",
    "/proc/sys/net/ipv4/tcp_fastopen",
    "/proc/sys/net/ipv6/bindv6only",
};
enum { SETTINGS = sizeof settings / sizeof settings[0] };

struct added {
    int family;
    unsigned char ip[16];
};

static struct added added[ADDED_MOST];
static size_t added_count;

static int set_interface(bool up) {
    struct ifreq request;
    int s, code;
    errno = 0;
    s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (s < 0)
        return posix_result(s);
    memset(&request, 0, sizeof request);
    strcpy(request.ifr_name, "lo");
    code = posix_result(ioctl(s, SIOCGIFFLAGS, &request));
    if (code == 0 && up != ((request.ifr_flags & IFF_UP) != 0)) {
        request.ifr_flags = (short)(up ? request.ifr_flags | IFF_UP : request.ifr_flags & ~IFF_UP);
        code = posix_result(ioctl(s, SIOCSIFFLAGS, &request));
    }
    (void)close(s);
    return code == ENOTTY || code == EOPNOTSUPP ? UNSUPPORTED : code;
}

struct address_message {
    struct nlmsghdr header;
    struct ifaddrmsg body;
    struct rtattr attribute;
    unsigned char ip[16];
};

static int exchange(struct address_message *message) {
    struct {
        struct nlmsghdr header;
        struct nlmsgerr error;
        unsigned char rest[512];
    } answer;
    int s, code = 0;
    ssize_t count;
    errno = 0;
    s = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (s < 0)
        return posix_result(s);
    memset(&answer, 0, sizeof answer);
    if (send(s, message, message->header.nlmsg_len, 0) < 0 || (count = recv(s, &answer, sizeof answer, 0)) < 0)
        code = posix_result(-1);
    else if ((size_t)count < sizeof answer.header + sizeof(int) || answer.header.nlmsg_type != NLMSG_ERROR)
        code = EPROTO;
    else
        code = -answer.error.error;
    (void)close(s);
    return code;
}

static int change_address(const struct added *address, bool add) {
    size_t size = address->family == AF_INET ? 4 : 16;
    struct address_message message;
    memset(&message, 0, sizeof message);
    message.header.nlmsg_len = (uint32_t)(NLMSG_LENGTH(sizeof message.body) + RTA_LENGTH(size));
    message.header.nlmsg_type = add ? RTM_NEWADDR : RTM_DELADDR;
    message.header.nlmsg_flags = (uint16_t)(NLM_F_REQUEST | NLM_F_ACK | (add ? NLM_F_CREATE | NLM_F_EXCL : 0));
    message.body.ifa_family = (unsigned char)address->family;
    message.body.ifa_prefixlen = (unsigned char)(size * 8);
    message.body.ifa_flags = address->family == AF_INET6 && add ? IFA_F_NODAD : 0;
    message.body.ifa_index = if_nametoindex("lo");
    message.attribute.rta_type = IFA_LOCAL;
    message.attribute.rta_len = (unsigned short)RTA_LENGTH(size);
    memcpy(message.ip, address->ip, size);
    return exchange(&message);
}

static int configure_address(const char *how, const char *literal) {
    struct added address;
    bool add = strcmp(how, "add") == 0;
    int code;
    memset(&address, 0, sizeof address);
    address.family = strchr(literal, ':') ? AF_INET6 : AF_INET;
    if ((!add && strcmp(how, "remove") != 0) || inet_pton(address.family, literal, address.ip) != 1)
        return UNSUPPORTED;
    if (add && added_count == ADDED_MOST)
        return UNSUPPORTED;
    code = change_address(&address, add);
    if (code == 0 && add)
        added[added_count++] = address;
    return code;
}

int posix_configure(const char *what, const char *how, const char *value) {
    if (!posix_own_namespace())
        return UNSUPPORTED;
    if (strcmp(what, "address") == 0)
        return configure_address(how, value);
    if (strcmp(what, "interface") == 0 && (strcmp(how, "up") == 0 || strcmp(how, "down") == 0))
        return set_interface(how[0] == 'u');
    return UNSUPPORTED;
}

static void read_setting(const char *path, char value[SETTING_SIZE]) {
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t count = file < 0 ? 0 : read(file, value, SETTING_SIZE - 1);
    value[count > 0 ? count : 0] = '\0';
    if (file >= 0)
        (void)close(file);
}

static void write_setting(const char *path, const char *value) {
    int file = *value == '\0' ? -1 : open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0)
        return;
    /* What cannot be set here keeps the system's default. */
    if (write(file, value, strlen(value)) < 0)
        errno = 0;
    (void)close(file);
}

/* Handshakes that a full queue drops look to MPTCP like a network that drops its options: connections of later cases would be
 * plain TCP for an hour. */
static void forget_blackholes(void) {
    write_setting("/proc/sys/net/mptcp/blackhole_timeout", "0");
}

/* Makes a namespace, or says why not: EPERM and the like where that is not allowed. One that is only scarce for the moment is waited
 * for; an agent that then met others in the machine's network would see their ports. */
static int make_namespace(void) {
    static const int scarce[] = {ENOSPC, ENOMEM, EAGAIN, ENFILE, EINTR};
    for (int attempt = 0;; attempt++) {
        bool waits = false;
        if (unshare(CLONE_NEWNET) == 0)
            return 0;
        for (size_t i = 0; i < sizeof scarce / sizeof scarce[0]; i++)
            waits = waits || errno == scarce[i];
        if (!waits)
            return errno;
        if (attempt == NAMESPACE_ATTEMPTS) {
            perror("agent: a network namespace is allowed but cannot be had");
            _exit(1);
        }
        (void)poll(NULL, 0, NAMESPACE_PAUSE);
    }
}

/* LISTENCHECK_ISOLATE asks for a network of the agent's own, so that ports of other agents and of the machine are never
 * met. Where that is not allowed the agent runs in the machine's network. It changes nothing there: only a namespace that
 * the conductor made may be changed (posix_own_namespace). */
void posix_network_isolate(void) {
    char values[SETTINGS][SETTING_SIZE];
    size_t i;
    if (getenv("LISTENCHECK_ISOLATE") == NULL)
        return;
    /* An image of the agent that is executed later lives in the same network. */
    (void)unsetenv("LISTENCHECK_ISOLATE");
    for (i = 0; i < SETTINGS; i++)
        read_setting(settings[i], values[i]);
    if (make_namespace() != 0 || set_interface(true) != 0)
        return;
    for (i = 0; i < SETTINGS; i++)
        write_setting(settings[i], values[i]);
    forget_blackholes();
}

/* A fresh namespace has its loopback interface down. */
void posix_network_start(void) {
    if (posix_own_namespace()) {
        (void)set_interface(true);
        forget_blackholes();
    }
}

void posix_network_reset(void) {
    while (added_count > 0)
        (void)change_address(&added[--added_count], false);
    if (posix_own_namespace())
        (void)set_interface(true);
}

#else

int posix_configure(const char *what, const char *how, const char *value) {
    (void)what;
    (void)how;
    (void)value;
    return UNSUPPORTED;
}

void posix_network_isolate(void) {
}

void posix_network_start(void) {
}

void posix_network_reset(void) {
}

#endif

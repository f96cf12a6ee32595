/* lwip.c: lwIP's socket interface, with a loopback interface of our own for IPv4 (127.0.0.1 and, on a second one, 127.0.0.2) and IPv6. */
#define _GNU_SOURCE 1
#include <sys/socket.h> /* the system's headers before lwIP's, which take their types from them */

#include <errno.h>
#include <lwip/init.h>
#include <lwip/netif.h>
#include <lwip/sockets.h>
#include <lwip/tcpip.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "posix.h"
#include "stack.h"

/* The wire. lwIP gives packets to its own addresses to netif_loop_output, whatever the interface's output is, and the library's comes
 * back at once, in a race with whoever called. Ours takes its place and brings them a millisecond later, so that calls made in a row
 * see one state of the stack. */
struct travelling {
    struct travelling *next;
    struct netif *netif;
    struct pbuf *packet;
};

static struct netif loopback, other;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t sent = PTHREAD_COND_INITIALIZER;
static struct travelling *first, **end = &first;
static bool carrying; /* what was taken from the queue has not all arrived */

err_t netif_loop_output(struct netif *netif, struct pbuf *packet) {
    struct pbuf *copy = pbuf_clone(PBUF_LINK, PBUF_RAM, packet);
    struct travelling *travelling = copy ? malloc(sizeof *travelling) : NULL;
    if (!travelling) {
        if (copy)
            (void)pbuf_free(copy);
        return ERR_MEM;
    }
    *travelling = (struct travelling){NULL, netif, copy};
    (void)pthread_mutex_lock(&lock);
    *end = travelling;
    end = &travelling->next;
    (void)pthread_cond_signal(&sent);
    (void)pthread_mutex_unlock(&lock);
    return ERR_OK;
}

static struct travelling *take_all(void) {
    static const struct timespec delay = {0, 1000000};
    struct travelling *all;
    (void)pthread_mutex_lock(&lock);
    while (!first)
        (void)pthread_cond_wait(&sent, &lock);
    (void)pthread_mutex_unlock(&lock);
    (void)nanosleep(&delay, NULL);
    (void)pthread_mutex_lock(&lock);
    all = first;
    first = NULL;
    end = &first;
    carrying = true;
    (void)pthread_mutex_unlock(&lock);
    return all;
}

/* The queue of lwIP's thread may be full for the moment, of which nothing tells. One that is full for seconds is never emptied: a wire
 * may lose a packet. */
static bool deliver(const struct travelling *one) {
    static const struct timespec moment = {0, 20000};
    enum { TRIES_MOST = 50000 };
    for (int tries = 0; tries < TRIES_MOST; tries++) {
        if (tcpip_input(one->packet, one->netif) == ERR_OK)
            return true;
        (void)nanosleep(&moment, NULL);
    }
    return false;
}

static void *carry(void *unused) {
    for (;;) {
        struct travelling *next, *at = take_all();
        for (; at; at = next) {
            next = at->next;
            if (!deliver(at))
                (void)pbuf_free(at->packet);
            free(at);
        }
        (void)pthread_mutex_lock(&lock);
        carrying = false;
        (void)pthread_mutex_unlock(&lock);
    }
    return unused;
}

static void signal_turn(void *semaphore) {
    sys_sem_signal((sys_sem_t *)semaphore);
}

/* Behind everything that lwIP's thread has been given. (Its own tcpip_callback_wait runs in the caller, before all that.) */
static void wait_for_turn(void) {
    sys_sem_t turn;
    if (sys_sem_new(&turn, 0) != ERR_OK)
        return;
    if (tcpip_callback(signal_turn, &turn) == ERR_OK)
        (void)sys_arch_sem_wait(&turn, 0);
    sys_sem_free(&turn);
}

static bool is_idle(void) {
    bool idle;
    (void)pthread_mutex_lock(&lock);
    idle = !first && !carrying;
    (void)pthread_mutex_unlock(&lock);
    return idle;
}

/* Until nothing is under way and lwIP's thread has seen what arrived, but not for ever: there may be those who never stop. */
static void wait_for_quiet(void) {
    static const struct timespec moment = {0, 300000};
    for (int round = 0; round < 1000; round++) {
        bool idle = is_idle();
        wait_for_turn();
        if (idle && is_idle())
            return;
        (void)nanosleep(&moment, NULL);
    }
}

/* A connection that was waited for is there on both sides, as it is on other loopbacks. */
static int connect_settled(descriptor s, const struct address *to) {
    int code = stack_connect(s, to);
    if (code == 0)
        wait_for_quiet();
    return code;
}

/* Who waits, or looks at many at once, is to see what the calls made until now lead to; who looks at one socket sees it as it is. */
static int poll_settled(struct poll_item *items, size_t count, long milliseconds, size_t *ready) {
    int code = stack_poll(items, count, milliseconds, ready);
    if (code != 0 || (count == 1 && (milliseconds == 0 || items[0].asked == 0)))
        return code;
    wait_for_quiet();
    return stack_poll(items, count, 0, ready);
}

/* Other addresses lead nowhere. */
static err_t output_inet(struct netif *netif, struct pbuf *packet, const ip4_addr_t *address) {
    (void)netif;
    (void)packet;
    (void)address;
    return ERR_RTE;
}

static err_t output_inet6(struct netif *netif, struct pbuf *packet, const ip6_addr_t *address) {
    (void)netif;
    (void)packet;
    (void)address;
    return ERR_RTE;
}

static err_t start_interface(struct netif *netif) {
    netif->name[0] = 'l';
    netif->name[1] = 'o';
    netif->mtu = 65535;
    netif->output = output_inet;
    netif->output_ip6 = output_inet6;
    netif->flags |= NETIF_FLAG_LINK_UP;
    return ERR_OK;
}

static void add_interface(struct netif *netif, u8_t last) {
    ip4_addr_t address, mask, gateway;
    IP4_ADDR(&address, 127, 0, 0, last);
    IP4_ADDR(&mask, 255, 0, 0, 0);
    ip4_addr_set_zero(&gateway);
    (void)netif_add(netif, &address, &mask, &gateway, NULL, start_interface, tcpip_input);
    netif_set_up(netif);
}

/* In lwIP's thread, once it runs. */
static void add_interfaces(void *semaphore) {
    ip6_addr_t address;
    memset(&address, 0, sizeof address);
    address.addr[3] = PP_HTONL(1);
    add_interface(&other, 2);
    add_interface(&loopback, 1);
    netif_ip6_addr_set(&loopback, 0, &address);
    netif_ip6_addr_set_state(&loopback, 0, IP6_ADDR_PREFERRED);
    sys_sem_signal((sys_sem_t *)semaphore);
}

static int start(int argument_count, char **arguments) {
    sys_sem_t running;
    pthread_t carrier;
    int code = stack_process_start();
    (void)argument_count;
    (void)arguments;
    if (code == 0)
        code = pthread_create(&carrier, NULL, carry, NULL);
    if (code != 0 || sys_sem_new(&running, 0) != ERR_OK)
        return code != 0 ? code : ENOMEM;
    tcpip_init(add_interfaces, &running);
    (void)sys_arch_sem_wait(&running, 0);
    return 0;
}

static int identify(char *text, size_t size) {
    snprintf(text, size, "name=lwip-%s os=lwip/%s errors=posix", LWIP_VERSION_STRING, LWIP_VERSION_STRING);
    return 0;
}

static ssize_t send_with(int s, const char *method, const struct iovec *part, int flags) {
    struct msghdr message;
    memset(&message, 0, sizeof message);
    message.msg_iov = (struct iovec *)(uintptr_t)part;
    message.msg_iovlen = 1;
    if (strcmp(method, "send") == 0)
        return lwip_send(s, part->iov_base, part->iov_len, flags);
    if (strcmp(method, "sendto") == 0)
        return lwip_sendto(s, part->iov_base, part->iov_len, flags, NULL, 0);
    if (strcmp(method, "sendmsg") == 0)
        return lwip_sendmsg(s, &message, flags);
    return strcmp(method, "write") == 0 ? lwip_write(s, part->iov_base, part->iov_len) : lwip_writev(s, part, 1);
}

static ssize_t receive_with(int s, const char *method, struct iovec *part, int flags) {
    struct msghdr message;
    struct sockaddr_storage from;
    socklen_t length = sizeof from;
    memset(&message, 0, sizeof message);
    message.msg_iov = part;
    message.msg_iovlen = 1;
    if (strcmp(method, "recv") == 0)
        return lwip_recv(s, part->iov_base, part->iov_len, flags);
    if (strcmp(method, "recvfrom") == 0)
        return lwip_recvfrom(s, part->iov_base, part->iov_len, flags, (struct sockaddr *)&from, &length);
    if (strcmp(method, "recvmsg") == 0)
        return lwip_recvmsg(s, &message, flags);
    return strcmp(method, "read") == 0 ? lwip_read(s, part->iov_base, part->iov_len) : lwip_readv(s, part, 1);
}

static int control(int s, int request, int *value) {
    return lwip_ioctl(s, request, value);
}

const struct stack_calls stack_calls = {
    .socket = lwip_socket,
    .bind = lwip_bind,
    .listen = lwip_listen,
    .connect = lwip_connect,
    .accept = lwip_accept,
    .close = lwip_close,
    .shutdown = lwip_shutdown,
    .getsockname = lwip_getsockname,
    .getpeername = lwip_getpeername,
    .getsockopt = lwip_getsockopt,
    .setsockopt = lwip_setsockopt,
    .fcntl = lwip_fcntl,
    .ioctl = control,
    .poll = lwip_poll,
    .send = send_with,
    .receive = receive_with,
    .lacks = " reuseport rcvlowat oobinline dontroute sndbuf protocol domain ",
    .accept_waits = false,
};

const struct provider provider = {
    STACK_PROCESS_MEMBERS,
    STACK_MEMBERS,
    .identify = identify,
    .bind = stack_bind,
    .connect = connect_settled,
    .accept = stack_accept,
    .close = stack_close,
    .abandon = stack_abandon,
    .peername = stack_peername,
    .poll = poll_settled,
    .start = start,
};

/* lwip.c: lwIP's socket interface, with a loopback interface of our own for IPv4 (127.0.0.1 and, on a second one, 127.0.0.2) and IPv6. */
#define _GNU_SOURCE 1
#include <sys/socket.h> /* the system's headers before lwIP's, which take their types from them */

#include <errno.h>
#include <lwip/init.h>
#include <lwip/netif.h>
#include <lwip/sockets.h>
#include <lwip/tcpip.h>
#include <stdio.h>
#include <string.h>

#include "posix.h"
#include "stack.h"

static struct netif loopback, other;

/* Everything sent comes back in; lwIP queues it for its own thread. */
static err_t output_inet(struct netif *netif, struct pbuf *packet, const ip4_addr_t *address) {
    (void)address;
    return netif_loop_output(netif, packet);
}

static err_t output_inet6(struct netif *netif, struct pbuf *packet, const ip6_addr_t *address) {
    (void)address;
    return netif_loop_output(netif, packet);
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
    netif_set_default(&loopback);
    netif_ip6_addr_set(&loopback, 0, &address);
    netif_ip6_addr_set_state(&loopback, 0, IP6_ADDR_PREFERRED);
    sys_sem_signal((sys_sem_t *)semaphore);
}

static int start(int argument_count, char **arguments) {
    sys_sem_t running;
    int code = stack_process_start();
    (void)argument_count;
    (void)arguments;
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
    .accept_waits = false,
};

static size_t limits(struct limit *out, size_t most) {
    if (most == 0)
        return 0;
    out[0] = (struct limit){"constant", SOMAXCONN};
    return 1;
}

const struct provider provider = {
    .identify = identify,
    .families = "inet inet6",
    .caps = "",
    .receive = posix_receive,
    .transmit = posix_transmit,
    .microseconds = stack_microseconds,
    .error_name = posix_error_name,
    .make = stack_make,
    .bind = stack_bind,
    .listen = stack_listen,
    .connect = stack_connect,
    .disconnect = stack_disconnect,
    .accept = stack_accept,
    .close = stack_close,
    .abandon = stack_abandon,
    .shutdown = stack_shutdown,
    .send = stack_send,
    .receive_from = stack_receive_from,
    .sockname = stack_sockname,
    .peername = stack_peername,
    .get_option = stack_get_option,
    .set_option = stack_set_option,
    .set_nonblocking = stack_set_nonblocking,
    .poll = stack_poll,
    .control = stack_control,
    .limits = limits,
    .thread_start = posix_thread_start,
    .thread_wait = posix_thread_wait,
    .thread_interrupt = stack_thread_interrupt,
    .start = start,
    .reset = stack_reset,
};

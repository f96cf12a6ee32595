/* lwIP 2.1.3 (Debian 12, liblwip0 2.1.3+dfsg1-2), an own loopback interface: bind() of a socket that is bound already.
 *
 * POSIX.1-2017, bind(), Errors: "EINVAL The socket is already bound to an address, and the protocol does not support
 * binding to a new address".
 * Observed: the second lwip_bind() returns 0 and puts the same control block into the list of bound ones a second time,
 * where it follows itself; the next bind of any other socket walks that list for ever. (tcp_bind asks only that the
 * state be CLOSED, which it is until listen or connect.)
 *
 *   gcc -isystem /usr/include/lwip -o lwip-bind-twice lwip-bind-twice.c -llwip && ./lwip-bind-twice      ends by SIGALRM where this is so */
#define _GNU_SOURCE 1
#include <sys/socket.h>

#include <errno.h>
#include <lwip/netif.h>
#include <lwip/sockets.h>
#include <lwip/tcpip.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct netif loopback;
static sys_sem_t running;

static err_t no_output(struct netif *netif, struct pbuf *packet, const ip4_addr_t *to) {
    (void)netif, (void)packet, (void)to;
    return ERR_RTE; /* packets to the interface's own address do not come here */
}

static err_t start_interface(struct netif *netif) {
    netif->output = no_output;
    netif->mtu = 1500;
    netif->flags |= NETIF_FLAG_LINK_UP;
    return ERR_OK;
}

static void started(void *unused) {
    ip4_addr_t address, mask, gateway;
    (void)unused;
    IP4_ADDR(&address, 127, 0, 0, 1);
    IP4_ADDR(&mask, 255, 0, 0, 0);
    IP4_ADDR(&gateway, 0, 0, 0, 0);
    netif_add(&loopback, &address, &mask, &gateway, NULL, start_interface, tcpip_input);
    netif_set_up(&loopback);
    sys_sem_signal(&running);
}

static void start_lwip(void) {
    sys_sem_new(&running, 0);
    tcpip_init(started, NULL);
    sys_arch_sem_wait(&running, 0);
}

static struct sockaddr_in loopback_port(unsigned short port) {
    struct sockaddr_in address;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

int main(void) {
    struct sockaddr_in one = loopback_port(5001), two = loopback_port(5002), three = loopback_port(5003);
    int a, b, second;
    start_lwip();
    a = lwip_socket(AF_INET, SOCK_STREAM, 0);
    b = lwip_socket(AF_INET, SOCK_STREAM, 0);
    if (lwip_bind(a, (struct sockaddr *)&one, sizeof one) != 0)
        return 2;
    second = lwip_bind(a, (struct sockaddr *)&two, sizeof two);
    printf("second bind of one socket = %d (%s)\n", second, strerror(errno));
    printf("bind of another socket: if this takes longer than three seconds it does not return\n");
    fflush(stdout);
    alarm(3); /* ends the process */
    printf("returned %d\n", lwip_bind(b, (struct sockaddr *)&three, sizeof three));
    return second == 0;
}

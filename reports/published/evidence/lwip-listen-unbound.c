/* lwIP 2.1.3 (Debian 12, liblwip0 2.1.3+dfsg1-2), an own loopback interface: listen() on a socket that was never bound.
 *
 * POSIX.1-2017, listen(), Errors: "EDESTADDRREQ The socket is not bound to a local address, and the protocol does not
 * support listening on an unbound socket."
 * Observed: listen() returns 0 and the socket listens on port 0, as getsockname() tells: no port is assigned. A second
 * such socket is told 0 as well.
 *
 *   gcc -isystem /usr/include/lwip -o lwip-listen-unbound lwip-listen-unbound.c -llwip && ./lwip-listen-unbound      exits 1 where this is so */
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

int main(void) {
    struct sockaddr_in name;
    socklen_t length = sizeof name;
    int s, again, result, second;
    start_lwip();
    s = lwip_socket(AF_INET, SOCK_STREAM, 0);
    again = lwip_socket(AF_INET, SOCK_STREAM, 0);
    result = lwip_listen(s, 5);
    second = lwip_listen(again, 5);
    if (lwip_getsockname(s, (struct sockaddr *)&name, &length) != 0)
        return 2;
    printf("listen = %d, a second unbound socket's = %d, port %d\n", result, second, ntohs(name.sin_port));
    return result == 0 && name.sin_port == 0;
}

/* lwIP 2.1.3 (Debian 12, liblwip0 2.1.3+dfsg1-2), an own loopback interface: listen(s, 1) and 140 clients.
 *
 * POSIX.1-2017, listen(): "The backlog argument provides a hint to the implementation which the implementation shall
 * use to limit the number of outstanding connections".
 * Observed: the backlog is not used at all (Debian builds without TCP_LISTEN_BACKLOG): connect() succeeds for every
 * client, 127 are held for accept(), and those after them are told that they are connected and then reset.
 *
 *   gcc -isystem /usr/include/lwip -o lwip-backlog-ignored lwip-backlog-ignored.c -llwip && ./lwip-backlog-ignored      exits 1 where this is so */
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
    struct sockaddr_in address = loopback_port(5001);
    int listener, connected = 0, accepted = 0;
    start_lwip();
    listener = lwip_socket(AF_INET, SOCK_STREAM, 0);
    if (lwip_bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || lwip_listen(listener, 1) != 0)
        return 2;
    for (int i = 0; i < 140; i++)
        connected += lwip_connect(lwip_socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&address, sizeof address) == 0;
    sleep(1);
    lwip_fcntl(listener, F_SETFL, O_NONBLOCK);
    while (lwip_accept(listener, NULL, NULL) >= 0)
        accepted++;
    printf("backlog 1: of 140 clients connect() succeeded for %d, accept() took %d\n", connected, accepted);
    return accepted > 100;
}

/* lwIP 2.1.3 (Debian 12, liblwip0 2.1.3+dfsg1-2), an own loopback interface: close() of a listening socket on which
 * SO_LINGER with a time of zero was set.
 *
 * POSIX.1-2017, close(): "If fildes refers to a socket, close() shall cause the socket to be destroyed."
 * Observed: lwip_close() takes the control block of the listener for one of a connection and reads its list of unsent
 * data, which lies behind the end of the smaller block; where it finds something there it aborts the process (Assertion
 * "don't call tcp_abort/tcp_abandon for listen-pcbs" failed). What lies there depends on the heap: this program fills
 * it first.
 *
 *   gcc -isystem /usr/include/lwip -o lwip-linger-listener lwip-linger-listener.c -llwip && ./lwip-linger-listener      ends by SIGABRT where this is so */
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

#include <stdlib.h>

int main(void) {
    struct linger linger = {1, 0};
    void *filled[200];
    start_lwip();
    for (int i = 0; i < 200; i++) {
        filled[i] = malloc(64 + (size_t)i % 8 * 32);
        memset(filled[i], 0x5a, 64);
    }
    for (int i = 0; i < 200; i += 2)
        free(filled[i]);
    for (int i = 0; i < 100; i++) {
        struct sockaddr_in address = loopback_port((unsigned short)(5001 + i));
        int s = lwip_socket(AF_INET, SOCK_STREAM, 0);
        if (lwip_bind(s, (struct sockaddr *)&address, sizeof address) != 0 ||
            lwip_setsockopt(s, SOL_SOCKET, SO_LINGER, &linger, sizeof linger) != 0 || lwip_listen(s, 5) != 0)
            return 2;
        printf("close of listener %d\n", i);
        fflush(stdout);
        lwip_close(s); /* aborts sooner or later: the exit status is 134 then */
    }
    return 0;
}

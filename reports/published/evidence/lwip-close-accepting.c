/* lwIP 2.1.3 (Debian 12, liblwip0 2.1.3+dfsg1-2), an own loopback interface: close() of a listening socket while
 * another thread waits in accept().
 *
 * POSIX.1-2017, close(): "The close() function shall deallocate the file descriptor indicated by fildes." lwIP's
 * documentation allows a socket in two threads only where LWIP_NETCONN_FULLDUPLEX is set, which Debian does not set:
 * this is a limitation it states, kept here because it ends every program that does so.
 * Observed: lwip_close() does not return: it destroys the condition variable the other thread waits on.
 *
 *   gcc -isystem /usr/include/lwip -o lwip-close-accepting lwip-close-accepting.c -llwip -pthread && ./lwip-close-accepting      ends by SIGALRM where this is so */
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

#include <pthread.h>

static void *wait_in_accept(void *s) {
    lwip_accept(*(int *)s, NULL, NULL);
    return NULL;
}

int main(void) {
    struct sockaddr_in address = loopback_port(5001);
    pthread_t thread;
    int s;
    start_lwip();
    s = lwip_socket(AF_INET, SOCK_STREAM, 0);
    if (lwip_bind(s, (struct sockaddr *)&address, sizeof address) != 0 || lwip_listen(s, 5) != 0)
        return 2;
    pthread_create(&thread, NULL, wait_in_accept, &s);
    sleep(1);
    printf("close: if this takes longer than three seconds it does not return\n");
    fflush(stdout);
    alarm(3); /* ends the process */
    lwip_close(s);
    return 0;
}

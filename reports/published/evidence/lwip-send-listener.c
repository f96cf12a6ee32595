/* lwIP 2.1.3 (Debian 12, liblwip0 2.1.3+dfsg1-2), an own loopback interface: send() on a listening socket.
 *
 * POSIX.1-2017, send(), Errors: "ENOTCONN The socket is not connected or otherwise has not had the peer pre-specified."
 * Observed: EINPROGRESS, as if a connection were under way.
 *
 *   gcc -isystem /usr/include/lwip -o lwip-send-listener lwip-send-listener.c -llwip && ./lwip-send-listener      exits 1 where this is so */
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
    int s, code;
    ssize_t result;
    start_lwip();
    s = lwip_socket(AF_INET, SOCK_STREAM, 0);
    if (lwip_bind(s, (struct sockaddr *)&address, sizeof address) != 0 || lwip_listen(s, 5) != 0)
        return 2;
    errno = 0;
    result = lwip_send(s, "text", 4, 0);
    code = errno;
    printf("send = %d (%s)\n", (int)result, strerror(code));
    return code != ENOTCONN;
}

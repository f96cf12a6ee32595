/* LWIPv6 1.5a (Debian 12, liblwipv6-2 1.5a-9), its own loopback interface: listen() on a socket that is connected.
 *
 * POSIX.1-2017, listen(), Errors: "EINVAL The socket is already connected."
 * Observed: listen() returns 0; the control block of the connection is freed while the stack still has it in its list
 * of active connections.
 *
 *   gcc -o lwipv6-listen-connected lwipv6-listen-connected.c -llwipv6 -ldl -lpthread && ./lwipv6-listen-connected      exits 1 where this is so */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <lwipv6.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

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
    int listener, client, result;
    lwip_stack_set(lwip_stack_new());
    listener = lwip_socket(AF_INET, SOCK_STREAM, 0);
    client = lwip_socket(AF_INET, SOCK_STREAM, 0);
    if (lwip_bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || lwip_listen(listener, 5) != 0 ||
        lwip_connect(client, (struct sockaddr *)&address, sizeof address) != 0)
        return 2;
    errno = 0;
    result = lwip_listen(client, 5);
    printf("listen on a connected socket = %d (%s)\n", result, strerror(errno));
    fflush(stdout);
    _exit(result == 0);
}

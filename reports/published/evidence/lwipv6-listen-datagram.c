/* LWIPv6 1.5a (Debian 12, liblwipv6-2 1.5a-9), its own loopback interface: listen() on a datagram socket.
 *
 * POSIX.1-2017, listen(), Errors: "EOPNOTSUPP The socket protocol does not support listen()."
 * Observed: listen() returns 0.
 *
 *   gcc -o lwipv6-listen-datagram lwipv6-listen-datagram.c -llwipv6 -ldl -lpthread && ./lwipv6-listen-datagram      exits 1 where this is so */
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
    int s, result;
    lwip_stack_set(lwip_stack_new());
    s = lwip_socket(AF_INET, SOCK_DGRAM, 0);
    if (lwip_bind(s, (struct sockaddr *)&address, sizeof address) != 0)
        return 2;
    errno = 0;
    result = lwip_listen(s, 5);
    printf("listen on a datagram socket = %d (%s)\n", result, strerror(errno));
    return result == 0;
}

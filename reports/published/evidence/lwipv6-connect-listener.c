/* LWIPv6 1.5a (Debian 12, liblwipv6-2 1.5a-9), its own loopback interface: connect() on a listening socket.
 *
 * POSIX.1-2017, connect(), Errors: "EOPNOTSUPP The socket is listening and cannot be connected."
 * Observed: the process ends by SIGSEGV (exit status 139): the control block of the listener is taken for the larger
 * one of a connection.
 *
 *   gcc -o lwipv6-connect-listener lwipv6-connect-listener.c -llwipv6 -ldl -lpthread && ./lwipv6-connect-listener      ends by SIGSEGV where this is so */
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
    int s;
    lwip_stack_set(lwip_stack_new());
    s = lwip_socket(AF_INET, SOCK_STREAM, 0);
    if (lwip_bind(s, (struct sockaddr *)&address, sizeof address) != 0 || lwip_listen(s, 5) != 0)
        return 2;
    printf("connect on a listening socket\n");
    fflush(stdout);
    printf("connect = %d (%s)\n", lwip_connect(s, (struct sockaddr *)&address, sizeof address), strerror(errno));
    return 0;
}

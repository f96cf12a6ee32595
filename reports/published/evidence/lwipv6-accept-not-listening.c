/* LWIPv6 1.5a (Debian 12, liblwipv6-2 1.5a-9), its own loopback interface: accept() on a socket that does not listen.
 *
 * POSIX.1-2017, accept(), Errors: "EINVAL The socket is not accepting connections."
 * Observed: the process ends by SIGSEGV (exit status 139): there is no mailbox to wait for, and it is not looked at.
 *
 *   gcc -o lwipv6-accept-not-listening lwipv6-accept-not-listening.c -llwipv6 -ldl -lpthread && ./lwipv6-accept-not-listening      ends by SIGSEGV where this is so */
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
    if (lwip_bind(s, (struct sockaddr *)&address, sizeof address) != 0)
        return 2;
    printf("accept on a socket that is bound\n");
    fflush(stdout);
    printf("accept = %d (%s)\n", lwip_accept(s, NULL, NULL), strerror(errno));
    return 0;
}

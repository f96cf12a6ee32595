/* LWIPv6 1.5a (Debian 12, liblwipv6-2 1.5a-9), its own loopback interface: accept() on a listening socket with
 * O_NONBLOCK and an empty queue.
 *
 * POSIX.1-2017, accept(): "If the listen queue is empty of connection requests and O_NONBLOCK is set on the file
 * descriptor for the socket, accept() shall fail and set errno to [EAGAIN] or [EWOULDBLOCK]."
 * Observed: accept() waits; fcntl() says that the flag is set.
 *
 *   gcc -o lwipv6-accept-nonblocking lwipv6-accept-nonblocking.c -llwipv6 -ldl -lpthread && ./lwipv6-accept-nonblocking      ends by SIGALRM where this is so */
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
    if (lwip_bind(s, (struct sockaddr *)&address, sizeof address) != 0 || lwip_listen(s, 5) != 0 ||
        lwip_fcntl(s, F_SETFL, O_NONBLOCK) != 0)
        return 2;
    printf("O_NONBLOCK is %s; accept: if this takes longer than three seconds it does not return\n",
           lwip_fcntl(s, F_GETFL, 0) & O_NONBLOCK ? "set" : "not set");
    fflush(stdout);
    alarm(3); /* ends the process */
    printf("accept = %d (%s)\n", lwip_accept(s, NULL, NULL), strerror(errno));
    return 0;
}

/* LWIPv6 1.5a (Debian 12, liblwipv6-2 1.5a-9), its own loopback interface: close() of a listening socket whose only
 * client has just connected and closed.
 *
 * POSIX.1-2017, close(): "If fildes refers to a socket, close() shall cause the socket to be destroyed."
 * Observed: the second lwip_close() does not return; after a pause of a second between the calls it does.
 *
 *   gcc -o lwipv6-close-pending lwipv6-close-pending.c -llwipv6 -ldl -lpthread && ./lwipv6-close-pending      ends by SIGALRM where this is so */
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
    {
        int client = lwip_socket(AF_INET, SOCK_STREAM, 0);
        if (lwip_connect(client, (struct sockaddr *)&address, sizeof address) != 0)
            return 2;
        printf("close of the client = %d\n", lwip_close(client));
    }
    printf("close of the listener: if this takes longer than three seconds it does not return\n");
    fflush(stdout);
    alarm(3); /* ends the process */
    printf("close = %d\n", lwip_close(s));
    return 0;
}

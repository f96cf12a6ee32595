/* LWIPv6 1.5a (Debian 12, liblwipv6-2 1.5a-9), its own loopback interface: getsockname() and getpeername().
 *
 * POSIX.1-2017, getsockname(): "The getsockname() function shall retrieve the locally-bound name of the specified
 * socket"; getpeername(): "shall retrieve the peer address of the specified socket".
 * Observed: getsockname() of a bound socket tells 0.0.0.0 port 0, and of a connected one the address and port of its
 * peer; getpeername() returns 0 and tells what happened to be in memory (netconn_addr asks for the peer; netconn_peer
 * refuses TCP, which is not looked at).
 *
 *   gcc -o lwipv6-getsockname lwipv6-getsockname.c -llwipv6 -ldl -lpthread && ./lwipv6-getsockname      exits 1 where this is so */
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

static struct sockaddr_in ask(const char *what, int (*call)(int, struct sockaddr *, socklen_t *), int s) {
    struct sockaddr_in name = loopback_port(0);
    socklen_t length = sizeof name;
    int result = call(s, (struct sockaddr *)&name, &length);
    printf("%s = %d, %s port %d\n", what, result, inet_ntoa(name.sin_addr), ntohs(name.sin_port));
    return name;
}

int main(void) {
    struct sockaddr_in address = loopback_port(5001), name;
    int listener, client;
    lwip_stack_set(lwip_stack_new());
    listener = lwip_socket(AF_INET, SOCK_STREAM, 0);
    client = lwip_socket(AF_INET, SOCK_STREAM, 0);
    if (lwip_bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || lwip_listen(listener, 5) != 0)
        return 2;
    name = ask("bound to 127.0.0.1 port 5001: getsockname", lwip_getsockname, listener);
    if (lwip_connect(client, (struct sockaddr *)&address, sizeof address) != 0)
        return 2;
    ask("client connected to port 5001: getsockname", lwip_getsockname, client);
    ask("                               getpeername", lwip_getpeername, client);
    return ntohs(name.sin_port) != 5001;
}

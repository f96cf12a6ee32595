/* gVisor 0.0~20221219.0 (Debian 12, golang-gvisor-gvisor-dev 0.0~20221219.0-2, runsc built from it): binding to a port
 * that listens on all addresses.
 *
 * socket(7), of SO_REUSEADDR: "When the listening socket is bound to INADDR_ANY with a specific port then it is not
 * possible to bind to this port for any local address."
 * listen(2): "EADDRINUSE Another socket is already listening on the same port."
 * Observed: bind() and listen() succeed on the loopback address, and take the connections away from the first listener.
 *
 *   gcc -static -o reuseaddr-listening gvisor-reuseaddr-listening.c
 *   runsc --platform=ptrace --network=none --ignore-cgroups do ./reuseaddr-listening
 *
 * exits 1 where this is so, 0 where it is as documented; Linux 6.18 gives 0. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_ANY)};
    socklen_t length = sizeof address;
    int one = 1, first = socket(AF_INET, SOCK_STREAM, 0), second = socket(AF_INET, SOCK_STREAM, 0), result, listening = -1;
    if (setsockopt(first, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) != 0 || setsockopt(second, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) != 0 ||
        bind(first, (struct sockaddr *)&address, length) != 0 || getsockname(first, (struct sockaddr *)&address, &length) != 0 ||
        listen(first, 5) != 0)
        return 2;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    errno = 0;
    result = bind(second, (struct sockaddr *)&address, length);
    if (result == 0)
        listening = listen(second, 5);
    printf("all addresses of the port listen; on 127.0.0.1: bind() = %d, listen() = %d (%s)\n", result, listening, strerror(errno));
    return result == 0;
}

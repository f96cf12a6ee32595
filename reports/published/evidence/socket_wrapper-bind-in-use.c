/* socket_wrapper 1.3.5 (Debian 12, libsocket-wrapper 1.3.5-1): binding to an address that listens.
 *
 * POSIX, bind(): "EADDRINUSE The specified address is already in use."
 * Observed: bind() succeeds and the new socket takes the place of the old one behind the port: it may listen too, and new
 * connections go to it. SO_REUSEADDR was not set.
 *
 *   gcc -o bind-in-use socket_wrapper-bind-in-use.c
 *   LD_PRELOAD=libsocket_wrapper.so SOCKET_WRAPPER_DIR=$(mktemp -d) SOCKET_WRAPPER_DEFAULT_IFACE=1 ./bind-in-use
 *
 * exits 1 where this is so, 0 where it is as documented; without LD_PRELOAD Linux 6.18 gives 0. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

int main(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int first = socket(AF_INET, SOCK_STREAM, 0), second = socket(AF_INET, SOCK_STREAM, 0), result;
    if (bind(first, (struct sockaddr *)&address, length) != 0 || getsockname(first, (struct sockaddr *)&address, &length) != 0 ||
        listen(first, 5) != 0)
        return 2;
    errno = 0;
    result = bind(second, (struct sockaddr *)&address, length);
    printf("the port listens; bind() of another socket = %d (%s), listen() = %d\n", result, strerror(errno),
           result == 0 ? listen(second, 5) : -1);
    return result == 0;
}

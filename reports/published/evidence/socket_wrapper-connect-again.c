/* socket_wrapper 1.3.5 (Debian 12, libsocket-wrapper 1.3.5-1): a non-blocking connect() while the listener's queue is full.
 *
 * POSIX, connect(): "If the connection cannot be established immediately and O_NONBLOCK is set for the file descriptor for the
 * socket, connect() shall fail and set errno to [EINPROGRESS], but the connection request shall not be aborted"
 * Observed: connect() fails with EAGAIN, as AF_UNIX sockets of Linux do, and the request is gone: it is never completed.
 *
 *   gcc -o connect-again socket_wrapper-connect-again.c
 *   LD_PRELOAD=libsocket_wrapper.so SOCKET_WRAPPER_DIR=$(mktemp -d) SOCKET_WRAPPER_DEFAULT_IFACE=1 ./connect-again
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
    int listener = socket(AF_INET, SOCK_STREAM, 0), error = 0;
    if (bind(listener, (struct sockaddr *)&address, length) != 0 || getsockname(listener, (struct sockaddr *)&address, &length) != 0 ||
        listen(listener, 1) != 0)
        return 2;
    for (int i = 0; i < 10 && (error == 0 || error == EINPROGRESS); i++) {
        int client = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        error = connect(client, (struct sockaddr *)&address, length) == 0 ? 0 : errno;
    }
    printf("ten non-blocking clients of listen(1): the last connect(): %s\n", strerror(error));
    return error != 0 && error != EINPROGRESS;
}

/* gVisor 0.0~20221219.0 (Debian 12, golang-gvisor-gvisor-dev 0.0~20221219.0-2, runsc built from it): listen() after it
 * has failed with EADDRINUSE.
 *
 * listen(2): "EADDRINUSE Another socket is already listening on the same port."
 * Observed: the first call fails so; every later one fails with EINVAL, also once the port is free: the failed call has
 * spoiled the socket.
 *
 *   gcc -static -o listen-again gvisor-listen-again.c
 *   runsc --platform=ptrace --network=none --ignore-cgroups do ./listen-again
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
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int one = 1, a = socket(AF_INET, SOCK_STREAM, 0), b = socket(AF_INET, SOCK_STREAM, 0), second, third;
    if (setsockopt(a, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) != 0 || setsockopt(b, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) != 0 ||
        bind(a, (struct sockaddr *)&address, length) != 0 || getsockname(a, (struct sockaddr *)&address, &length) != 0 ||
        bind(b, (struct sockaddr *)&address, length) != 0 || listen(a, 5) != 0 || listen(b, 5) == 0)
        return 2;
    printf("another socket listens: listen() = -1 (%s)\n", strerror(errno));
    second = listen(b, 5);
    second = second == 0 ? 0 : errno;
    printf("the same again: %s\n", strerror(second));
    (void)close(a);
    errno = 0;
    third = listen(b, 5);
    printf("the other is closed: listen() = %d (%s)\n", third, strerror(errno));
    return second != EADDRINUSE || third != 0;
}

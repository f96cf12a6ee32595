/* gVisor 0.0~20221219.0 (Debian 12, golang-gvisor-gvisor-dev 0.0~20221219.0-2, runsc built from it): listen() on a socket
 * without a name while no port of the automatic range is free.
 *
 * listen(2): "EADDRINUSE (Internet domain sockets) The socket referred to by sockfd had not previously been bound to an
 * address and, upon attempting to bind it to an ephemeral port, it was determined that all port numbers in the ephemeral
 * port range are currently in use."
 * Observed: listen() fails with EAGAIN.
 *
 *   gcc -static -o ports-exhausted gvisor-ports-exhausted.c
 *   runsc --platform=ptrace --network=none --ignore-cgroups do ./ports-exhausted
 *
 * exits 1 where this is so, 0 where it is as documented; Linux 6.18 (unshare -n ./ports-exhausted) gives 0. It narrows the
 * automatic range of the network it runs in. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void) {
    static const char range[] = "40000 40001";
    int settings = open("/proc/sys/net/ipv4/ip_local_port_range", O_RDWR), result = 0, made = 0, error;
    char before[64];
    ssize_t length = settings < 0 ? -1 : read(settings, before, sizeof before);
    if (length <= 0 || lseek(settings, 0, SEEK_SET) != 0 || write(settings, range, sizeof range - 1) != (ssize_t)sizeof range - 1)
        return 2;
    while (made < 10 && result == 0) {
        result = listen(socket(AF_INET, SOCK_STREAM, 0), 5);
        made += result == 0;
    }
    error = errno;
    if (lseek(settings, 0, SEEK_SET) != 0 || write(settings, before, (size_t)length) != length)
        perror("the range could not be put back");
    printf("two ports in the range: %d sockets listen, the next listen(): %s\n", made, strerror(error));
    return error != EADDRINUSE;
}

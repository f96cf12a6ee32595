/* gVisor 0.0~20221219.0 (Debian 12, golang-gvisor-gvisor-dev 0.0~20221219.0-2, runsc built from it): an unprivileged
 * user and a privileged port.
 *
 * ip(7): "Only a privileged process (on Linux: a process that has the CAP_NET_BIND_SERVICE capability in the user
 * namespace governing its network namespace) may bind(2) to these sockets."
 * Observed: bind() to port 700 succeeds as user 65534 without capabilities.
 *
 *   gcc -static -o privileged-port gvisor-privileged-port.c
 *   runsc --platform=ptrace --network=none --ignore-cgroups do ./privileged-port
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
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(700), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int s = socket(AF_INET, SOCK_STREAM, 0), result;
    if (setresuid(65534, 65534, 65534) != 0)
        return 2;
    errno = 0;
    result = bind(s, (struct sockaddr *)&address, sizeof address);
    printf("as user %d: bind() to port 700 = %d (%s)\n", (int)geteuid(), result, strerror(errno));
    return result == 0;
}

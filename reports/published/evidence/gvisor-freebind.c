/* gVisor 0.0~20221219.0 (Debian 12, golang-gvisor-gvisor-dev 0.0~20221219.0-2, runsc built from it): binding to an
 * address that the machine does not have.
 *
 * ip(7): "If enabled, this boolean option allows binding to an IP address that is nonlocal or does not (yet) exist."
 * Observed: setsockopt(IP_FREEBIND) succeeds, and bind() fails with EADDRNOTAVAIL all the same.
 *
 *   gcc -static -o freebind gvisor-freebind.c
 *   runsc --platform=ptrace --network=none --ignore-cgroups do ./freebind
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
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0xc0000201)}; /* 192.0.2.1, for documentation */
    int one = 1, s = socket(AF_INET, SOCK_STREAM, 0), option, result;
    option = setsockopt(s, IPPROTO_IP, IP_FREEBIND, &one, sizeof one);
    errno = 0;
    result = bind(s, (struct sockaddr *)&address, sizeof address);
    printf("setsockopt(IP_FREEBIND) = %d, bind(192.0.2.1) = %d (%s)\n", option, result, strerror(errno));
    return result != 0;
}

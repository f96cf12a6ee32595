/* gVisor 0.0~20221219.0 (Debian 12, golang-gvisor-gvisor-dev 0.0~20221219.0-2, runsc built from it): setting SO_ACCEPTCONN.
 *
 * socket(7), of SO_ACCEPTCONN: "This socket option is read-only."
 * Observed: setsockopt() succeeds, and changes nothing.
 *
 *   gcc -static -o acceptconn-set gvisor-acceptconn-set.c
 *   runsc --platform=ptrace --network=none --ignore-cgroups do ./acceptconn-set
 *
 * exits 1 where this is so, 0 where it is as documented; Linux 6.18 gives 0. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void) {
    int s = socket(AF_INET, SOCK_STREAM, 0), one = 1, result;
    errno = 0;
    result = setsockopt(s, SOL_SOCKET, SO_ACCEPTCONN, &one, sizeof one);
    printf("setsockopt(SO_ACCEPTCONN, 1) = %d (%s)\n", result, strerror(errno));
    return result == 0;
}

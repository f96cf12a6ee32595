/* gVisor 0.0~20221219.0 (Debian 12, golang-gvisor-gvisor-dev 0.0~20221219.0-2, runsc built from it): bind() with the
 * family alone.
 *
 * unix(7): "If a bind(2) call specifies addrlen as sizeof(sa_family_t), [...] then the socket is autobound to an
 * abstract address."
 * Observed: bind() fails with EINVAL.
 *
 *   gcc -static -o unix-autobind gvisor-unix-autobind.c
 *   runsc --platform=ptrace --network=none --ignore-cgroups do ./unix-autobind
 *
 * exits 1 where this is so, 0 where it is as documented; Linux 6.18 gives 0. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int main(void) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int s = socket(AF_UNIX, SOCK_STREAM, 0), result;
    errno = 0;
    result = bind(s, (struct sockaddr *)&address, sizeof(sa_family_t));
    printf("bind(s, {AF_UNIX}, sizeof(sa_family_t)) = %d (%s)\n", result, strerror(errno));
    return result != 0;
}

/* gVisor 0.0~20221219.0 (Debian 12, golang-gvisor-gvisor-dev 0.0~20221219.0-2, runsc built from it): SIOCOUTQ of a
 * listening TCP socket.
 *
 * tcp(7): "The socket must not be in LISTEN state, otherwise an error (EINVAL) is returned."
 * Observed: ioctl() fails with ENOPROTOOPT, an error of socket options.
 *
 *   gcc -static -o siocoutq gvisor-siocoutq.c
 *   runsc --platform=ptrace --network=none --ignore-cgroups do ./siocoutq
 *
 * exits 1 where this is so, 0 where it is as documented; Linux 6.18 gives 0. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void) {
    int s = socket(AF_INET, SOCK_STREAM, 0), value = 0, result;
    if (listen(s, 5) != 0)
        return 2;
    errno = 0;
    result = ioctl(s, SIOCOUTQ, &value);
    printf("ioctl(SIOCOUTQ) of a listening socket = %d (%s)\n", result, strerror(errno));
    return result == 0 || errno != EINVAL;
}

/* gVisor 0.0~20221219.0 (Debian 12, golang-gvisor-gvisor-dev 0.0~20221219.0-2, runsc built from it): connecting a
 * datagram socket to a listening stream socket.
 *
 * unix(7): "EPROTOTYPE Remote socket does not match the local socket type (SOCK_DGRAM versus SOCK_STREAM)."
 * Observed: connect() fails with ECONNREFUSED.
 *
 *   gcc -static -o unix-prototype gvisor-unix-prototype.c
 *   runsc --platform=ptrace --network=none --ignore-cgroups do ./unix-prototype
 *
 * exits 1 where this is so, 0 where it is as documented; Linux 6.18 gives 0. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int bound_socket(struct sockaddr_un *address, socklen_t *length, int type) {
    int s = socket(AF_UNIX, type, 0);
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    snprintf(address->sun_path, sizeof address->sun_path, "/tmp/evidence-%d", (int)getpid());
    *length = sizeof *address;
    return bind(s, (struct sockaddr *)address, *length) == 0 ? s : -1;
}

int main(void) {
    struct sockaddr_un address;
    socklen_t length;
    int listener = bound_socket(&address, &length, SOCK_STREAM), client = socket(AF_UNIX, SOCK_DGRAM, 0), result;
    if (listener < 0 || listen(listener, 5) != 0)
        return 2;
    errno = 0;
    result = connect(client, (struct sockaddr *)&address, length);
    result = result == 0 ? 0 : errno;
    (void)unlink(address.sun_path);
    printf("connect() of a datagram socket: %s\n", strerror(result));
    return result != EPROTOTYPE;
}

/* gVisor 0.0~20221219.0 (Debian 12, golang-gvisor-gvisor-dev 0.0~20221219.0-2, runsc built from it): SO_ACCEPTCONN of a
 * listening AF_UNIX socket.
 *
 * socket(7): "The value 0 indicates that this is not a listening socket, the value 1 indicates that this is a listening
 * socket."
 * Observed: it stays 0 after a successful listen(), also while connections are accepted.
 *
 *   gcc -static -o acceptconn-unix gvisor-acceptconn-unix.c
 *   runsc --platform=ptrace --network=none --ignore-cgroups do ./acceptconn-unix
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
    memset(address, 0, sizeof *address); /* an abstract name: the path begins with a null byte */
    address->sun_family = AF_UNIX;
    snprintf(address->sun_path + 1, sizeof address->sun_path - 1, "evidence-%d", (int)getpid());
    *length = sizeof *address;
    return bind(s, (struct sockaddr *)address, *length) == 0 ? s : -1;
}

int main(void) {
    struct sockaddr_un address;
    socklen_t length, size = sizeof(int);
    int listener = bound_socket(&address, &length, SOCK_STREAM), client = socket(AF_UNIX, SOCK_STREAM, 0), value = -1;
    if (listener < 0 || listen(listener, 5) != 0 || connect(client, (struct sockaddr *)&address, length) != 0 ||
        getsockopt(listener, SOL_SOCKET, SO_ACCEPTCONN, &value, &size) != 0)
        return 2;
    printf("listen() succeeded, a client connected; SO_ACCEPTCONN is %d\n", value);
    return value != 1;
}

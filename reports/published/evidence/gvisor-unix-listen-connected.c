/* gVisor 0.0~20221219.0 (Debian 12, golang-gvisor-gvisor-dev 0.0~20221219.0-2, runsc built from it): listen() on an
 * accepted AF_UNIX socket.
 *
 * POSIX, listen(): "EINVAL The socket is already connected."
 * Observed: listen() succeeds on the accepted end of a connection. The client's end is refused as documented.
 *
 *   gcc -static -o unix-listen-connected gvisor-unix-listen-connected.c
 *   runsc --platform=ptrace --network=none --ignore-cgroups do ./unix-listen-connected
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
    socklen_t length;
    int listener = bound_socket(&address, &length, SOCK_STREAM), client = socket(AF_UNIX, SOCK_STREAM, 0), accepted, result;
    if (listener < 0 || listen(listener, 5) != 0 || connect(client, (struct sockaddr *)&address, length) != 0 ||
        (accepted = accept(listener, NULL, NULL)) < 0)
        return 2;
    errno = 0;
    result = listen(accepted, 5);
    printf("listen() on an accepted socket = %d (%s)\n", result, strerror(errno));
    return result == 0;
}

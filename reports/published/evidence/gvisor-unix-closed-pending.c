/* gVisor 0.0~20221219.0 (Debian 12, golang-gvisor-gvisor-dev 0.0~20221219.0-2, runsc built from it): a client whose
 * listener closes before it was accepted.
 *
 * unix(7): "ECONNRESET Remote socket was unexpectedly closed."
 * poll(2), of POLLHUP: "Hang up [...] when reading from a channel such as a pipe or a stream socket this event merely
 * indicates that the peer closed its end of the channel."
 * Observed: the client reads an ordinary end of the stream, and poll() never reports POLLHUP.
 *
 *   gcc -static -o unix-closed-pending gvisor-unix-closed-pending.c
 *   runsc --platform=ptrace --network=none --ignore-cgroups do ./unix-closed-pending
 *
 * exits 1 where this is so, 0 where it is as documented; Linux 6.18 gives 0. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <poll.h>
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
    char byte;
    int listener = bound_socket(&address, &length, SOCK_STREAM), client = socket(AF_UNIX, SOCK_STREAM, 0);
    struct pollfd item = {client, 0, 0};
    ssize_t result;
    if (listener < 0 || listen(listener, 5) != 0 || connect(client, (struct sockaddr *)&address, length) != 0)
        return 2;
    (void)close(listener);
    (void)poll(&item, 1, 1000);
    errno = 0;
    result = recv(client, &byte, 1, MSG_DONTWAIT);
    printf("after the listener was closed: POLLHUP %s, recv() = %zd (%s)\n", item.revents & POLLHUP ? "set" : "not set within a second",
           result, strerror(errno));
    return !(item.revents & POLLHUP) || errno != ECONNRESET;
}

/* gVisor 0.0~20221219.0 (Debian 12, golang-gvisor-gvisor-dev 0.0~20221219.0-2, runsc built from it): accept() without a
 * free descriptor.
 *
 * accept(2): "EMFILE The per-process limit on the number of open file descriptors has been reached." and: "It extracts
 * the first connection request on the queue of pending connections [and] returns a new file descriptor"
 * Observed: the call that fails with EMFILE takes the connection out of the queue and drops it: once a descriptor is
 * free again, accept() finds nothing.
 *
 *   gcc -static -o accept-emfile gvisor-accept-emfile.c
 *   runsc --platform=ptrace --network=none --ignore-cgroups do ./accept-emfile
 *
 * exits 1 where this is so, 0 where it is as documented; Linux 6.18 gives 0. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

static int bound_socket(struct sockaddr_in *address) {
    socklen_t length = sizeof *address;
    int s = socket(AF_INET, SOCK_STREAM, 0);
    *address = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (bind(s, (struct sockaddr *)address, length) != 0 || getsockname(s, (struct sockaddr *)address, &length) != 0)
        return -1;
    return s;
}

int main(void) {
    struct sockaddr_in address;
    struct rlimit limit;
    int listener = bound_socket(&address), client = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), spare, first, second;
    struct pollfd item = {listener, POLLIN, 0};
    if (listener < 0 || listen(listener, 5) != 0)
        return 2;
    (void)connect(client, (struct sockaddr *)&address, sizeof address);
    if (poll(&item, 1, 5000) != 1 || fcntl(listener, F_SETFL, O_NONBLOCK) != 0)
        return 2;
    spare = dup(0);
    limit.rlim_cur = limit.rlim_max = (rlim_t)spare + 1;
    if (spare < 0 || setrlimit(RLIMIT_NOFILE, &limit) != 0)
        return 2;
    first = accept(listener, NULL, NULL);
    printf("no descriptor free: accept() = %d (%s)\n", first, first < 0 ? strerror(errno) : "");
    (void)close(spare);
    second = accept(listener, NULL, NULL);
    printf("one descriptor free: accept() = %s (%s)\n", second < 0 ? "-1" : "the connection", second < 0 ? strerror(errno) : "as it should");
    return second < 0;
}

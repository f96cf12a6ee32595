/* gVisor 0.0~20221219.0 (Debian 12, golang-gvisor-gvisor-dev 0.0~20221219.0-2, runsc built from it): accept() on a
 * listener with SO_RCVTIMEO.
 *
 * socket(7), of SO_RCVTIMEO: "Timeouts only have effect for system calls that perform socket I/O (e.g., accept(2),
 * connect(2), ...)" and "if no data has been transferred and the timeout has been reached, then -1 is returned with
 * errno set to EAGAIN"
 * Observed: accept() waits for ever; here an alarm ends it after two seconds.
 *
 *   gcc -static -o accept-timeout gvisor-accept-timeout.c
 *   runsc --platform=ptrace --network=none --ignore-cgroups do ./accept-timeout
 *
 * exits 1 where this is so, 0 where it is as documented; Linux 6.18 gives 0. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static void interrupt(int number) {
    (void)number;
}

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
    struct timeval timeout = {0, 50000};
    struct sigaction action = {.sa_handler = interrupt};
    int listener = bound_socket(&address), accepted;
    if (listener < 0 || listen(listener, 5) != 0 || setsockopt(listener, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout) != 0 ||
        sigaction(SIGALRM, &action, NULL) != 0)
        return 2;
    (void)alarm(2);
    accepted = accept(listener, NULL, NULL);
    printf("SO_RCVTIMEO of 50 ms: accept() = %d (%s)\n", accepted, strerror(errno));
    return errno != EAGAIN;
}

/* gVisor 0.0~20221219.0 (Debian 12, golang-gvisor-gvisor-dev 0.0~20221219.0-2, runsc built from it): connect() with
 * SO_SNDTIMEO while the listener has no room.
 *
 * socket(7), of SO_RCVTIMEO and SO_SNDTIMEO: "-1 is returned with errno set to EAGAIN or EWOULDBLOCK, or EINPROGRESS
 * (for connect(2)) just as if the socket was specified to be nonblocking."
 * Observed: connect() goes on waiting; here an alarm ends it after two seconds.
 *
 *   gcc -static -o connect-timeout gvisor-connect-timeout.c
 *   runsc --platform=ptrace --network=none --ignore-cgroups do ./connect-timeout
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
    int listener = bound_socket(&address), client = socket(AF_INET, SOCK_STREAM, 0), result;
    if (listener < 0 || listen(listener, 1) != 0 || setsockopt(client, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof timeout) != 0 ||
        sigaction(SIGALRM, &action, NULL) != 0)
        return 2;
    for (int i = 0; i < 20; i++) /* more than the queue holds */
        (void)connect(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), (struct sockaddr *)&address, sizeof address);
    (void)usleep(200000);
    (void)alarm(2);
    result = connect(client, (struct sockaddr *)&address, sizeof address);
    printf("SO_SNDTIMEO of 50 ms: connect() = %d (%s)\n", result, strerror(errno));
    return errno != EINPROGRESS;
}

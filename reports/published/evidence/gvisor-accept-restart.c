/* gVisor 0.0~20221219.0 (Debian 12, golang-gvisor-gvisor-dev 0.0~20221219.0-2, runsc built from it): a signal whose
 * handler has SA_RESTART, while accept() waits.
 *
 * signal(7), of calls that are "automatically restarted after the signal handler returns if the SA_RESTART flag was used":
 * "Socket interfaces: accept(2), connect(2), recv(2), ..."
 * Observed: accept() fails with EINTR.
 *
 *   gcc -static -o accept-restart gvisor-accept-restart.c
 *   runsc --platform=ptrace --network=none --ignore-cgroups do ./accept-restart
 *
 * exits 1 where this is so, 0 where it is as documented; Linux 6.18 gives 0. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static void interrupt(int number) {
    (void)number;
}

static int listening_socket(struct sockaddr_in *address) {
    socklen_t length = sizeof *address;
    int s = socket(AF_INET, SOCK_STREAM, 0);
    *address = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (bind(s, (struct sockaddr *)address, length) != 0 || getsockname(s, (struct sockaddr *)address, &length) != 0)
        return -1;
    return listen(s, 5) == 0 ? s : -1;
}

int main(void) {
    struct sockaddr_in address;
    struct sigaction action = {.sa_handler = interrupt, .sa_flags = SA_RESTART};
    int listener = listening_socket(&address), accepted, code;
    pid_t child;
    if (listener < 0 || sigaction(SIGALRM, &action, NULL) != 0)
        return 2;
    child = fork();
    if (child == 0) { /* a client, well after the signal */
        int client = socket(AF_INET, SOCK_STREAM, 0);
        (void)sleep(3);
        _exit(connect(client, (struct sockaddr *)&address, sizeof address) == 0 ? 0 : 1);
    }
    (void)alarm(1);
    accepted = accept(listener, NULL, NULL);
    code = errno;
    printf("accept() = %d (%s)\n", accepted, accepted >= 0 ? "restarted" : strerror(code));
    (void)fflush(stdout);
    (void)kill(child, SIGKILL);
    (void)waitpid(child, NULL, 0);
    return accepted < 0 && code == EINTR;
}

/* socket_wrapper 1.3.5 (Debian 12, libsocket-wrapper 1.3.5-1): a connect() that waits in one thread, and another thread.
 *
 * POSIX, connect(): "If the connection cannot be established immediately and O_NONBLOCK is not set for the file descriptor for
 * the socket, connect() shall block for up to an unspecified timeout interval until the connection is established."
 * Nothing there lets calls of other threads on other sockets wait.
 * Observed: while one thread waits in connect() for room in a listener's queue, other threads that make or bind sockets wait
 * too: the library holds a lock of its own during the call. Here a thread gives up after three seconds; as the thread that
 * would accept is among those that wait, the process never goes on.
 *
 *   gcc -pthread -o connect-blocks-all socket_wrapper-connect-blocks-all.c
 *   LD_PRELOAD=libsocket_wrapper.so SOCKET_WRAPPER_DIR=$(mktemp -d) SOCKET_WRAPPER_DEFAULT_IFACE=1 ./connect-blocks-all
 *
 * exits 1 where this is so, 0 where it is not; without LD_PRELOAD Linux 6.18 gives 0. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

static struct sockaddr_in address = {.sin_family = AF_INET};
static const char *volatile doing = "nothing";

static void give_up(int number) {
    static const char text[] = "after three seconds the other thread still waits in: ";
    (void)number;
    (void)!write(1, text, sizeof text - 1);
    for (const char *at = doing; *at; at++)
        (void)!write(1, at, 1);
    (void)!write(1, "\n", 1);
    _exit(1);
}

static void *wait_in_connect(void *unused) {
    (void)connect(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&address, sizeof address);
    return unused;
}

int main(void) {
    socklen_t length = sizeof address;
    struct sockaddr_in other;
    pthread_t thread;
    int listener = socket(AF_INET, SOCK_STREAM, 0), s;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener, (struct sockaddr *)&address, length) != 0 || getsockname(listener, (struct sockaddr *)&address, &length) != 0 ||
        listen(listener, 1) != 0)
        return 2;
    for (int i = 0; i < 10; i++) /* more than the queue holds */
        (void)connect(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), (struct sockaddr *)&address, length);
    if (pthread_create(&thread, NULL, wait_in_connect, NULL) != 0)
        return 2;
    (void)usleep(500000);
    (void)signal(SIGALRM, give_up);
    (void)alarm(3);
    other = address;
    other.sin_port = 0;
    doing = "socket()";
    s = socket(AF_INET, SOCK_STREAM, 0);
    doing = "bind()";
    (void)bind(s, (struct sockaddr *)&other, length);
    doing = "listen()";
    (void)listen(s, 5);
    doing = "close()";
    (void)close(s);
    doing = "accept()";
    s = accept(listener, NULL, NULL);
    printf("the other thread went on and accepted descriptor %s\n", s >= 0 ? "well" : "badly");
    return 0;
}

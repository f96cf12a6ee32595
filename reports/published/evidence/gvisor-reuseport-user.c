/* gVisor 0.0~20221219.0 (Debian 12, golang-gvisor-gvisor-dev 0.0~20221219.0-2, runsc built from it): SO_REUSEPORT of
 * two users.
 *
 * socket(7): "To prevent port hijacking, all of the processes binding to the same address must have the same effective
 * UID."
 * Observed: a socket of user 65534 is bound beside one of user 0, and listens.
 *
 *   gcc -static -o reuseport-user gvisor-reuseport-user.c
 *   runsc --platform=ptrace --network=none --ignore-cgroups do ./reuseport-user
 *
 * exits 1 where this is so, 0 where it is as documented; Linux 6.18 gives 0. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int one = 1, first = socket(AF_INET, SOCK_STREAM, 0), second, result;
    if (setsockopt(first, SOL_SOCKET, SO_REUSEPORT, &one, sizeof one) != 0 || bind(first, (struct sockaddr *)&address, length) != 0 ||
        getsockname(first, (struct sockaddr *)&address, &length) != 0 || listen(first, 5) != 0 || setresuid(65534, 65534, 65534) != 0)
        return 2;
    second = socket(AF_INET, SOCK_STREAM, 0);
    if (setsockopt(second, SOL_SOCKET, SO_REUSEPORT, &one, sizeof one) != 0)
        return 2;
    errno = 0;
    result = bind(second, (struct sockaddr *)&address, length);
    printf("the port listens for user 0; as user %d: bind() = %d (%s), listen() = %d\n", (int)geteuid(), result, strerror(errno),
           result == 0 ? listen(second, 5) : -1);
    return result == 0;
}

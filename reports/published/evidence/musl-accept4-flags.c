/* musl 1.2.3 (Debian 12, musl 1.2.3-1) on Linux: accept4() with a flag that does not exist.
 *
 * accept4(2), Errors: "EINVAL (accept4()) invalid value in flags."
 * Observed: accept4() succeeds and returns the connection. The C library takes the kernel's EINVAL for a sign of a kernel
 * without accept4(), and calls accept() instead; the unknown flag is lost.
 *
 *   musl-gcc -static -o accept4-flags musl-accept4-flags.c && ./accept4-flags      exits 1 where this is so
 *
 * The same program, built with glibc, is told EINVAL. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

int main(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM, 0), accepted;
    if (bind(listener, (struct sockaddr *)&address, length) != 0 || listen(listener, 5) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &length) != 0 ||
        connect(client, (struct sockaddr *)&address, length) != 0)
        return 2;
    errno = 0;
    accepted = accept4(listener, NULL, NULL, 0x40000000);
    printf("accept4(listener, NULL, NULL, 0x40000000) = %s (%s)\n", accepted < 0 ? "-1" : "a descriptor", strerror(errno));
    return accepted >= 0;
}

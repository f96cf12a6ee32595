/* qemu-user 7.2 (Debian 12, 1:7.2+dfsg-7+deb12u18), seen with qemu-s390x, qemu-mips and qemu-aarch64: accept4() with a flag that
 * does not exist.
 *
 * accept4(2), Errors: "EINVAL (accept4()) invalid value in flags."
 * Observed: accept4() succeeds and returns the connection. The emulator translates the flags it knows and drops the others,
 * so the kernel, which would refuse, never sees them.
 *
 *   s390x-linux-gnu-gcc -static -o accept4-flags qemu-accept4-flags.c && qemu-s390x ./accept4-flags      exits 1 where this is so
 *
 * The same program run without an emulator is told EINVAL. */
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

/* qemu-user 7.2 (Debian 12, 1:7.2+dfsg-7+deb12u18), seen with qemu-mips: SO_ERROR of a connection that was refused.
 *
 * socket(7): "SO_ERROR Get and clear the pending socket error."
 * Observed: the error comes as the number the host's processor has for it (111, which MIPS Linux does not know)
 * instead of MIPS's ECONNREFUSED (146): the value is not translated as errno is. Processors that number their errors as the
 * host does, as s390x and aarch64, do not show it.
 *
 *   mips-linux-gnu-gcc -static -o so-error qemu-so-error.c && qemu-mips ./so-error      exits 1 where this is so */
#define _GNU_SOURCE 1
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address, size = sizeof(int);
    int bound = socket(AF_INET, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), error = 0, code;
    struct pollfd item = {client, POLLOUT, 0};
    /* bound, but not listening: whoever connects is refused */
    if (bind(bound, (struct sockaddr *)&address, length) != 0 || getsockname(bound, (struct sockaddr *)&address, &length) != 0)
        return 2;
    code = connect(client, (struct sockaddr *)&address, length) == 0 ? 0 : errno;
    if (code == ECONNREFUSED) {
        printf("connect() was refused at once: nothing to see here\n");
        return 2;
    }
    if (poll(&item, 1, 5000) != 1 || getsockopt(client, SOL_SOCKET, SO_ERROR, &error, &size) != 0)
        return 2;
    printf("SO_ERROR is %d (%s); ECONNREFUSED is %d\n", error, strerror(error), ECONNREFUSED);
    return error != ECONNREFUSED;
}

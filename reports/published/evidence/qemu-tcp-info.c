/* qemu-user 7.2 (Debian 12, 1:7.2+dfsg-7+deb12u18): TCP_INFO of a listening socket.
 *
 * tcp(7): "TCP_INFO (since Linux 2.4) Used to collect information about this socket. The kernel returns a struct tcp_info"
 * Observed: four bytes only, taken for one integer and swapped where the emulated processor is big-endian: tcpi_state, the
 * first byte, is then 0, and a listening socket (state 10, TCP_LISTEN) is told from no other.
 *
 *   s390x-linux-gnu-gcc -static -o tcp-info qemu-tcp-info.c && qemu-s390x ./tcp-info      exits 1 where this is so
 *
 * Seen with qemu-s390x and qemu-mips; with qemu-aarch64 the state is right and the rest is missing. */
#define _GNU_SOURCE 1
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

int main(void) {
    struct tcp_info info;
    socklen_t length = sizeof info;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    memset(&info, 0, sizeof info);
    if (listen(listener, 5) != 0 || getsockopt(listener, IPPROTO_TCP, TCP_INFO, &info, &length) != 0)
        return 2;
    printf("asked for %zu bytes, told %u; tcpi_state %d (TCP_LISTEN is %d), tcpi_sacked, the backlog, %u (asked for 5)\n", sizeof info,
           (unsigned)length, info.tcpi_state, TCP_LISTEN, info.tcpi_sacked);
    return info.tcpi_state != TCP_LISTEN || info.tcpi_sacked != 5;
}

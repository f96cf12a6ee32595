/* qemu-user 7.2 (Debian 12, 1:7.2+dfsg-7+deb12u18), seen with qemu-s390x and qemu-mips: getsockname() and accept() with room for one
 * byte of the address, on a machine whose byte order is not the host's.
 *
 * getsockname(2), Description: "The returned address is truncated if the buffer provided is too small; in this case, addrlen will
 * return a value greater than was supplied"
 * Observed: the byte is not the first one of the address. The emulator puts the family into the target's byte order only where both of
 * its bytes fit, and hands out the first byte as the host has it.
 *
 *   s390x-linux-gnu-gcc -static -o address-truncated qemu-address-truncated.c && qemu-s390x ./address-truncated   exits 1 where this is so
 *
 * The same program run without an emulator gives 0. */
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

static unsigned char first_byte(const struct sockaddr_in *address) {
    unsigned char bytes[sizeof *address];
    memcpy(bytes, address, sizeof bytes);
    return bytes[0];
}

int main(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)}, whole, part;
    socklen_t length = sizeof address, room = 1;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    memset(&part, 0xee, sizeof part);
    if (bind(listener, (struct sockaddr *)&address, length) != 0 || listen(listener, 5) != 0 ||
        getsockname(listener, (struct sockaddr *)&whole, &length) != 0 || getsockname(listener, (struct sockaddr *)&part, &room) != 0)
        return 2;
    printf("first byte of the whole address: %02x; of one truncated to a byte: %02x\n", (unsigned)first_byte(&whole),
           (unsigned)first_byte(&part));
    return first_byte(&whole) != first_byte(&part);
}

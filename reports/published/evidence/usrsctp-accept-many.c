/* usrsctp 0.9.5.0 (Debian 12, libusrsctp2 0.9.5.0-2): accept() on a one-to-many style socket that listens.
 *
 * RFC 6458, 3.1.3: "Calling accept() on a one-to-many style socket should return EOPNOTSUPP."
 * Observed: EINVAL.
 *
 *   gcc -o usrsctp-accept-many usrsctp-accept-many.c -lusrsctp && ./usrsctp-accept-many      exits 1 where this is so */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <usrsctp.h>

static int discard(void *address, void *bytes, size_t length, uint8_t tos, uint8_t fragment) {
    (void)address, (void)bytes, (void)length, (void)tos, (void)fragment;
    return 0;
}

int main(void) {
    struct sockaddr_conn address;
    struct socket *s;
    int code;
    usrsctp_init(0, discard, NULL);
    usrsctp_register_address((void *)1);
    memset(&address, 0, sizeof address);
    address.sconn_family = AF_CONN;
    address.sconn_port = htons(5001);
    address.sconn_addr = (void *)1;
    s = usrsctp_socket(AF_CONN, SOCK_SEQPACKET, IPPROTO_SCTP, NULL, NULL, 0, NULL);
    if (!s || usrsctp_bind(s, (struct sockaddr *)&address, sizeof address) != 0 || usrsctp_listen(s, 5) != 0)
        return 2;
    errno = 0;
    if (usrsctp_accept(s, NULL, NULL))
        return 2;
    code = errno;
    printf("accept on a one-to-many socket: %s\n", strerror(code));
    return code != EOPNOTSUPP;
}

/* NSPR 4.35 (Debian 12, libnspr4 2:4.35-1) on Linux: a blocking PR_Connect() to a port where nobody listens.
 *
 * prerr.h, PR_CONNECT_REFUSED_ERROR: "Connection refused by peer".
 * Observed: PR_CONNECT_RESET_ERROR ("TCP connection reset by peer") and, as the system's error, EPIPE: the end of the
 * connection that poll() reports with the error is taken for the error itself.
 *
 *   gcc -I/usr/include/nspr -o nspr-connect-refused nspr-connect-refused.c -lnspr4
 *   ./nspr-connect-refused
 *
 * exits 1 where this is so, 0 where it is as documented. */
#include <errno.h>
#include <nspr.h>
#include <stdio.h>

int main(void) {
    PRFileDesc *bound = PR_OpenTCPSocket(PR_AF_INET), *client = PR_OpenTCPSocket(PR_AF_INET);
    PRNetAddr address;
    PRStatus status;
    if (!bound || !client || PR_InitializeNetAddr(PR_IpAddrLoopback, 0, &address) != PR_SUCCESS || PR_Bind(bound, &address) != PR_SUCCESS ||
        PR_GetSockName(bound, &address) != PR_SUCCESS)
        return 2;
    status = PR_Connect(client, &address, PR_INTERVAL_NO_TIMEOUT);
    printf("PR_Connect: %d, %s (%d), the system's error %d (ECONNREFUSED is %d)\n", status, PR_ErrorToName(PR_GetError()), PR_GetError(),
           PR_GetOSError(), ECONNREFUSED);
    return status == PR_FAILURE && PR_GetError() == PR_CONNECT_REFUSED_ERROR ? 0 : 1;
}

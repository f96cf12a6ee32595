/* accept() where nobody waits to be accepted.
 *
 * Seen with: Emscripten 3.1.6 (Debian 12, packages emscripten 3.1.6~dfsg-5 and node-ws 8.11.0), Node 20.20.2 on Linux 6.18.
 * Called:    accept(s, 0, 0) on a listening socket with O_NONBLOCK
 * Observed:  the call does not return: it throws TypeError (a property of undefined is read) through the program, which ends
 * Document:  POSIX.1-2017, accept(): "If the listen queue is empty of connection requests and O_NONBLOCK is set on the file
 *            descriptor for the socket, accept() shall fail and set errno to [EAGAIN] or [EWOULDBLOCK]."
 * Build:     NODE_PATH=/usr/share/nodejs emcc -s ENVIRONMENT=node -s SINGLE_FILE=1 -s EXIT_RUNTIME=1 -o emscripten-accept-empty.js emscripten-accept-empty.c
 * Run:       NODE_PATH=/usr/share/nodejs node emscripten-accept-empty.js
 * Ends:      exits 1 where this is so, 0 where it is as documented
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

int main(void) {
    struct sockaddr_in address;
    int s = socket(AF_INET, SOCK_STREAM, 0), result;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_port = htons(18374);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    printf("bind: %d\n", bind(s, (struct sockaddr *)&address, sizeof address));
    printf("listen: %d\n", listen(s, 5));
    printf("fcntl: %d\n", fcntl(s, F_SETFL, O_NONBLOCK));
    fflush(stdout);
    result = accept(s, NULL, NULL);
    printf("accept: %d %s\n", result, strerror(errno));
    exit(result == -1 && (errno == EAGAIN || errno == EWOULDBLOCK) ? 0 : 1);
}

/* listen() on a socket that was never bound.
 *
 * Seen with: Emscripten 3.1.6 (Debian 12, packages emscripten 3.1.6~dfsg-5 and node-ws 8.11.0), Node 20.20.2 on Linux 6.18.
 * Called:    listen(socket(AF_INET, SOCK_STREAM, 0), 5)
 * Observed:  the call does not return: ws, which is given no port, throws TypeError through the program, which ends
 * Document:  POSIX.1-2017, listen(), ERRORS: "[EDESTADDRREQ] The socket is not bound to a local address, and the protocol does
 *            not support listening on an unbound socket."
 * Build:     NODE_PATH=/usr/share/nodejs emcc -s ENVIRONMENT=node -s SINGLE_FILE=1 -s EXIT_RUNTIME=1 -o emscripten-listen-unbound.js emscripten-listen-unbound.c
 * Run:       NODE_PATH=/usr/share/nodejs node emscripten-listen-unbound.js
 * Ends:      exits 1 where this is so, 0 where it is as documented
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

int main(void) {
    int s = socket(AF_INET, SOCK_STREAM, 0), result = listen(s, 5);
    printf("listen: %d %s\n", result, result == 0 ? "" : strerror(errno));
    exit(result == 0 || errno == EDESTADDRREQ ? 0 : 1);
}

/* bind() and listen() at a port where another socket listens, and the name of a socket bound to port 0.
 *
 * Seen with: Emscripten 3.1.6 (Debian 12, packages emscripten 3.1.6~dfsg-5 and node-ws 8.11.0), Node 20.20.2 on Linux 6.18.
 * Called:    two sockets bound to 127.0.0.1:18375, listen() on both; a third bound to port 0, listen(), getsockname()
 * Observed:  bind() and listen() answer 0 each time, though the second listens nowhere. The third's name is port 0, though it
 *            listens at another
 * Document:  POSIX.1-2017, bind(), ERRORS: "[EADDRINUSE] The specified address is already in use."
 * Build:     NODE_PATH=/usr/share/nodejs emcc -s ENVIRONMENT=node -s SINGLE_FILE=1 -s EXIT_RUNTIME=1 -o emscripten-listen-in-use.js emscripten-listen-in-use.c
 * Run:       NODE_PATH=/usr/share/nodejs node emscripten-listen-in-use.js
 * Ends:      exits 1 where this is so, 0 where it is as documented
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static int listening(const char *name, int port, int *failed) {
    struct sockaddr_in address;
    int s = socket(AF_INET, SOCK_STREAM, 0), bound, listens;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_port = htons((unsigned short)port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bound = bind(s, (struct sockaddr *)&address, sizeof address);
    listens = listen(s, 5);
    *failed = bound != 0 || listens != 0;
    printf("%s: bind %d, listen %d\n", name, bound, listens);
    return s;
}

int main(void) {
    struct sockaddr_in name;
    socklen_t length = sizeof name;
    int refused, unused;
    (void)listening("first", 18375, &unused);
    (void)listening("second", 18375, &refused);
    (void)getsockname(listening("third", 0, &unused), (struct sockaddr *)&name, &length);
    printf("third: its name is port %d\n", ntohs(name.sin_port));
    exit(refused ? 0 : 1);
}

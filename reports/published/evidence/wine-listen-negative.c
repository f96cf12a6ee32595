/* listen() with a negative backlog and with 0.
 *
 * Seen with: Wine 8.0 (Debian 12, package wine 8.0~repack-4), x86-64.
 * Called:    listen(s, 0) and listen(t, -1); then 24 clients each
 * Observed:  1 client is connected with 0, all 24 with -1
 * Document:  listen, the Windows Sockets page of the Platform SDK, Compatibility: "Illegal values are replaced by the
 *            nearest legal value." The present page (winsock2.h) makes a negative value a hint, SOMAXCONN_HINT.
 * Build:     x86_64-w64-mingw32-gcc -o wine-listen-negative.exe wine-listen-negative.c -lws2_32
 * Run:       wine wine-listen-negative.exe
 * Ends:      exits 1 where this is so, 0 where it is as documented
 */
#define _WIN32_WINNT 0x0A00
#include <winsock2.h>
#include <ws2tcpip.h>

#include <stdio.h>
#include <string.h>

static struct sockaddr_in address;

static SOCKET bound(void) {
    SOCKET s = socket(AF_INET, SOCK_STREAM, 0);
    int length = sizeof address;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind(s, (struct sockaddr *)&address, sizeof address);
    getsockname(s, (struct sockaddr *)&address, &length);
    return s;
}

/* How many of count non-blocking clients are connected, and how many were refused, after half a second. */
static int connected(int count, int *refused) {
    static SOCKET clients[512];
    int established = 0;
    for (int i = 0; i < count; i++) {
        u_long on = 1;
        clients[i] = socket(AF_INET, SOCK_STREAM, 0);
        ioctlsocket(clients[i], FIONBIO, &on);
        connect(clients[i], (struct sockaddr *)&address, sizeof address);
    }
    Sleep(500);
    *refused = 0;
    for (int i = 0; i < count; i++) {
        WSAPOLLFD item = {clients[i], POLLWRNORM, 0};
        int error = 0, length = sizeof error;
        WSAPoll(&item, 1, 0);
        getsockopt(clients[i], SOL_SOCKET, SO_ERROR, (char *)&error, &length);
        established += error == 0 && (item.revents & POLLWRNORM) != 0;
        *refused += error == WSAECONNREFUSED;
    }
    return established;
}

int main(void) {
    WSADATA data;
    int refused, established, with_zero;
    WSAStartup(MAKEWORD(2, 2), &data);
    printf("listen(0): %d", listen(bound(), 0));
    with_zero = connected(24, &refused);
    printf(", %d connected\n", with_zero);
    printf("listen(-1): %d", listen(bound(), -1));
    established = connected(24, &refused);
    printf(", %d connected; expected as many as with 0\n", established);
    return established != with_zero;
}

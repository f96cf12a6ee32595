/* A full queue of pending connections.
 *
 * Seen with: Wine 8.0 (Debian 12, package wine 8.0~repack-4), x86-64.
 * Called:    listen(s, 1); then 4 clients
 * Observed:  2 are connected, one more than asked for; the others are not refused, they go on trying
 * Document:  listen function (winsock2.h), Microsoft, backlog, and Remarks: "The maximum length of the queue of
 *            pending connections." and "If a connection request arrives and the queue is full, the client will
 *            receive an error with an indication of WSAECONNREFUSED."
 * Build:     x86_64-w64-mingw32-gcc -o wine-listen-queue.exe wine-listen-queue.c -lws2_32
 * Run:       wine wine-listen-queue.exe
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
    int refused, established;
    SOCKET s;
    WSAStartup(MAKEWORD(2, 2), &data);
    s = bound();
    listen(s, 1);
    established = connected(4, &refused);
    printf("expected 1 connected, 3 refused; seen: %d connected, %d refused\n", established, refused);
    return established != 1 || refused != 3;
}

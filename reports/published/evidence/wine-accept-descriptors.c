/* accept() with no descriptors left.
 *
 * Seen with: Wine 8.0 (Debian 12, package wine 8.0~repack-4), x86-64.
 * Called:    sockets are made until there are no more; accept(s, NULL, NULL) with one connection waiting
 * Observed:  WSAEINVAL (10022)
 * Document:  accept function (winsock2.h), Microsoft, WSAEMFILE: "The queue is nonempty upon entry to accept and
 *            there are no descriptors available."
 * Build:     x86_64-w64-mingw32-gcc -o wine-accept-descriptors.exe wine-accept-descriptors.c -lws2_32
 * Run:       wineserver -w; (ulimit -n 400; wine wine-accept-descriptors.exe)
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

int main(void) {
    WSADATA data;
    SOCKET listener, client;
    int made = 0, error;
    WSAStartup(MAKEWORD(2, 2), &data);
    listener = bound();
    listen(listener, 5);
    client = socket(AF_INET, SOCK_STREAM, 0);
    connect(client, (struct sockaddr *)&address, sizeof address);
    while (socket(AF_INET, SOCK_STREAM, 0) != INVALID_SOCKET)
        made++;
    printf("socket: error %d after %d sockets\n", WSAGetLastError(), made);
    printf("expected %d (WSAEMFILE)\n", WSAEMFILE);
    printf("accept: %d", (int)accept(listener, NULL, NULL));
    error = WSAGetLastError();
    printf(" error %d\n", error);
    return error != WSAEMFILE;
}

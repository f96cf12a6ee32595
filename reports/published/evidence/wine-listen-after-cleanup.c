/* listen() after the last WSACleanup().
 *
 * Seen with: Wine 8.0 (Debian 12, package wine 8.0~repack-4), x86-64.
 * Called:    WSACleanup(); listen(socket, 5)
 * Observed:  WSAENOTSOCK (10038); socket() does say WSANOTINITIALISED (10093)
 * Document:  listen function (winsock2.h), Microsoft, WSANOTINITIALISED: "A successful WSAStartup call must occur
 *            before using this function."
 * Build:     x86_64-w64-mingw32-gcc -o wine-listen-after-cleanup.exe wine-listen-after-cleanup.c -lws2_32
 * Run:       wine wine-listen-after-cleanup.exe
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
    SOCKET s;
    int error;
    WSAStartup(MAKEWORD(2, 2), &data);
    s = bound();
    WSACleanup();
    printf("expected %d (WSANOTINITIALISED)\n", WSANOTINITIALISED);
    printf("listen: %d", listen(s, 5));
    error = WSAGetLastError();
    printf(" error %d\n", error);
    printf("socket: %d", (int)socket(AF_INET, SOCK_STREAM, 0));
    printf(" error %d\n", WSAGetLastError());
    return error != WSANOTINITIALISED;
}

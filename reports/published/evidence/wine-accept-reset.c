/* accept() of a connection that was reset meanwhile.
 *
 * Seen with: Wine 8.0 (Debian 12, package wine 8.0~repack-4), x86-64.
 * Called:    a client connects and resets; accept(s, &peer, &length)
 * Observed:  WSAENOTCONN (10057); accept(s, NULL, NULL) returns a socket
 * Document:  accept function (winsock2.h), Microsoft, WSAECONNRESET: "An incoming connection was indicated, but was
 *            subsequently terminated by the remote peer prior to accepting the call."
 * Build:     x86_64-w64-mingw32-gcc -o wine-accept-reset.exe wine-accept-reset.c -lws2_32
 * Run:       wine wine-accept-reset.exe
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
    struct linger abrupt = {1, 0};
    struct sockaddr_in peer;
    int length = sizeof peer, error;
    SOCKET listener, client;
    WSAStartup(MAKEWORD(2, 2), &data);
    listener = bound();
    listen(listener, 5);
    client = socket(AF_INET, SOCK_STREAM, 0);
    connect(client, (struct sockaddr *)&address, sizeof address);
    setsockopt(client, SOL_SOCKET, SO_LINGER, (char *)&abrupt, sizeof abrupt);
    closesocket(client);
    Sleep(100);
    printf("expected %d (WSAECONNRESET)\n", WSAECONNRESET);
    printf("accept: %d", (int)accept(listener, (struct sockaddr *)&peer, &length));
    error = WSAGetLastError();
    printf(" error %d\n", error);
    return error != WSAECONNRESET;
}

/* listen() on a connected socket.
 *
 * Seen with: Wine 8.0 (Debian 12, package wine 8.0~repack-4), x86-64.
 * Called:    listen(connected client, 5) and listen(accepted socket, 5)
 * Observed:  WSAEINVAL (10022)
 * Document:  listen function (winsock2.h), Microsoft, WSAEISCONN: "The socket is already connected."
 * Build:     x86_64-w64-mingw32-gcc -o wine-listen-connected.exe wine-listen-connected.c -lws2_32
 * Run:       wine wine-listen-connected.exe
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
    SOCKET listener, client, accepted;
    int of_client, of_accepted;
    WSAStartup(MAKEWORD(2, 2), &data);
    listener = bound();
    listen(listener, 5);
    client = socket(AF_INET, SOCK_STREAM, 0);
    connect(client, (struct sockaddr *)&address, sizeof address);
    accepted = accept(listener, NULL, NULL);
    printf("expected %d (WSAEISCONN)\n", WSAEISCONN);
    printf("client:   %d", listen(client, 5));
    of_client = WSAGetLastError();
    printf(" error %d\naccepted: %d", of_client, listen(accepted, 5));
    of_accepted = WSAGetLastError();
    printf(" error %d\n", of_accepted);
    return of_client != WSAEISCONN || of_accepted != WSAEISCONN;
}

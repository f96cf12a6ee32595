/* SO_CONDITIONAL_ACCEPT.
 *
 * Seen with: Wine 8.0 (Debian 12, package wine 8.0~repack-4), x86-64.
 * Called:    setsockopt(s, SOL_SOCKET, SO_CONDITIONAL_ACCEPT, TRUE)
 * Observed:  WSAENOPROTOOPT (10042)
 * Document:  SOL_SOCKET Socket Options (Windows Sockets 2), Microsoft: "Indicates if incoming connections are to be
 *            accepted or rejected by the application, not by the protocol stack."
 * Build:     x86_64-w64-mingw32-gcc -o wine-conditional-accept.exe wine-conditional-accept.c -lws2_32
 * Run:       wine wine-conditional-accept.exe
 * Ends:      exits 1 where this is so, 0 where it is as documented
 */
#define _WIN32_WINNT 0x0A00
#include <winsock2.h>
#include <ws2tcpip.h>

#include <stdio.h>
#include <string.h>

int main(void) {
    WSADATA data;
    BOOL on = TRUE;
    int result;
    SOCKET s;
    WSAStartup(MAKEWORD(2, 2), &data);
    s = socket(AF_INET, SOCK_STREAM, 0);
    result = setsockopt(s, SOL_SOCKET, 0x3002, (char *)&on, sizeof on);
    printf("expected 0; seen: %d error %d\n", result, result == 0 ? 0 : WSAGetLastError());
    return result != 0;
}

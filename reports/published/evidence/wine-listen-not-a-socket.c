/* listen() on a handle that is no socket.
 *
 * Seen with: Wine 8.0 (Debian 12, package wine 8.0~repack-4), x86-64.
 * Called:    listen(handle of a file, of NUL, of a pipe, 5)
 * Observed:  WSAEOPNOTSUPP (10045) for the file and the pipe, WSAEINVAL (10022) for NUL
 * Document:  listen function (winsock2.h), Microsoft, WSAENOTSOCK: "The descriptor is not a socket."
 * Build:     x86_64-w64-mingw32-gcc -o wine-listen-not-a-socket.exe wine-listen-not-a-socket.c -lws2_32
 * Run:       wine wine-listen-not-a-socket.exe
 * Ends:      exits 1 where this is so, 0 where it is as documented
 */
#define _WIN32_WINNT 0x0A00
#include <winsock2.h>
#include <ws2tcpip.h>

#include <stdio.h>
#include <string.h>

static int refused(const char *what, HANDLE handle) {
    int result = listen((SOCKET)handle, 5), error = WSAGetLastError();
    printf("%s: %d error %d\n", what, result, error);
    return error == WSAENOTSOCK;
}

int main(void) {
    WSADATA data;
    HANDLE in, out, file, null;
    WSAStartup(MAKEWORD(2, 2), &data);
    file = CreateFileA("listen-evidence.tmp", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_FLAG_DELETE_ON_CLOSE, NULL);
    null = CreateFileA("NUL", GENERIC_WRITE, FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
    CreatePipe(&in, &out, NULL, 0);
    printf("expected %d (WSAENOTSOCK)\n", WSAENOTSOCK);
    return (refused("file", file) + refused("NUL", null) + refused("pipe", in)) != 3;
}

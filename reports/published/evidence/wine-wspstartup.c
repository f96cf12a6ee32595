/* WSPStartup() of Wine's mswsock.dll.
 *
 * Seen with: Wine 8.0 (Debian 12, package wine 8.0~repack-4), x86-64.
 * Called:    WSPStartup(MAKEWORD(2, 2), …) of mswsock.dll, the base provider of Windows
 * Observed:  exception 0x80000100, "unimplemented function mswsock.dll.WSPStartup"; the process ends
 * Document:  WSPStartup function (ws2spi.h), Microsoft: "The WSPStartup function initiates use of a Windows Sockets
 *            service provider interface (SPI) by a client."
 * Build:     x86_64-w64-mingw32-gcc -o wine-wspstartup.exe wine-wspstartup.c -lws2_32
 * Run:       wine wine-wspstartup.exe
 * Ends:      exits 1 where this is so, 0 where it is as documented
 */
#define _WIN32_WINNT 0x0A00
#include <winsock2.h>

#include <ws2spi.h>

#include <stdio.h>
#include <string.h>

static LONG WINAPI ended(EXCEPTION_POINTERS *raised) {
    printf("seen: exception 0x%08lx\n", (unsigned long)raised->ExceptionRecord->ExceptionCode);
    fflush(stdout);
    ExitProcess(1);
}

int main(void) {
    HMODULE library = LoadLibraryA("mswsock.dll");
    LPWSPSTARTUP startup = (LPWSPSTARTUP)(void *)GetProcAddress(library, "WSPStartup");
    WSAPROTOCOL_INFOW information;
    WSPUPCALLTABLE upcalls;
    WSPPROC_TABLE table;
    WSPDATA data;
    SetUnhandledExceptionFilter(ended);
    memset(&information, 0, sizeof information);
    memset(&upcalls, 0, sizeof upcalls);
    printf("expected a number; WSPStartup is at %p\n", (void *)startup);
    fflush(stdout);
    printf("seen: %d\n", startup(MAKEWORD(2, 2), &data, &information, upcalls, &table));
    return 0;
}

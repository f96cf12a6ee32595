/* winsock_system.c: who the subject is, what limits can be read, and the clock. */
#include "winsock.h"

#include <stdio.h>
#include <string.h>

typedef const char *(CDECL *version_call)(void);
typedef LONG(WINAPI *windows_version_call)(OSVERSIONINFOW *);

static FARPROC of_ntdll(const char *name)
{
    HMODULE ntdll = GetModuleHandleA("ntdll.dll");
    return ntdll ? GetProcAddress(ntdll, name) : NULL;
}

static const char *wine_version(void)
{
    union {
        FARPROC found;
        version_call call;
    } function = {of_ntdll("wine_get_version")};
    return function.found ? function.call() : NULL;
}

static void windows_version(OSVERSIONINFOW *version)
{
    union {
        FARPROC found;
        windows_version_call call;
    } function = {of_ntdll("RtlGetVersion")};
    memset(version, 0, sizeof *version);
    version->dwOSVersionInfoSize = sizeof *version;
    if (function.found)
        (void)function.call(version);
}

int winsock_identify(char *text, size_t size)
{
    const char *wine = wine_version();
    OSVERSIONINFOW windows;
    if (wine) {
        snprintf(text, size, "name=wine-%s-%s os=wine/%s errors=winsock", wine, calls_name(), wine);
        return 0;
    }
    windows_version(&windows);
    snprintf(text, size, "name=windows-%lu-%s os=windows/%lu.%lu.%lu errors=winsock", windows.dwBuildNumber, calls_name(),
             windows.dwMajorVersion, windows.dwMinorVersion, windows.dwBuildNumber);
    return 0;
}

size_t winsock_limits(struct limit *out, size_t most)
{
    size_t count = 0;
    if (most == 0)
        return 0;
    out[count++] = (struct limit){"constant", SOMAXCONN};
    return wine_version() && calls_reach_the_host() ? count + winsock_host_limits(out + count, most - count) : count;
}

uint64_t winsock_microseconds(void)
{
    LARGE_INTEGER now, frequency;
    (void)QueryPerformanceFrequency(&frequency);
    (void)QueryPerformanceCounter(&now);
    return (uint64_t)(now.QuadPart / frequency.QuadPart) * 1000000 +
           (uint64_t)(now.QuadPart % frequency.QuadPart * 1000000 / frequency.QuadPart);
}

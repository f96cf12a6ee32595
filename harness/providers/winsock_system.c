/* winsock_system.c: who the subject is, what limits can be read, and the clock. */
#include "winsock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef const char *(CDECL *version_call)(void);
typedef LONG(WINAPI *windows_version_call)(OSVERSIONINFOW *);

static FARPROC of_ntdll(const char *name) {
    HMODULE ntdll = GetModuleHandleA("ntdll.dll");
    return ntdll ? GetProcAddress(ntdll, name) : NULL;
}

static const char *wine_version(void) {
    union {
        FARPROC found;
        version_call call;
    } function = {of_ntdll("wine_get_version")};
    return function.found ? function.call() : NULL;
}

static void windows_version(OSVERSIONINFOW *version) {
    union {
        FARPROC found;
        windows_version_call call;
    } function = {of_ntdll("RtlGetVersion")};
    memset(version, 0, sizeof *version);
    version->dwOSVersionInfoSize = sizeof *version;
    if (function.found)
        (void)function.call(version);
}

int winsock_identify(char *text, size_t size) {
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

/* Numbers in a file of the host's, where Wine is. */
static size_t host_numbers(const char *path, long long *values, size_t most) {
    char name[128], text[64], *at = text, *end;
    DWORD count = 0;
    size_t found = 0;
    HANDLE file;
    snprintf(name, sizeof name, "\\\\?\\unix%s", path);
    file = CreateFileA(name, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return 0;
    if (!ReadFile(file, text, sizeof text - 1, &count, NULL))
        count = 0;
    (void)CloseHandle(file);
    text[count] = '\0';
    while (found < most) {
        long long value = strtoll(at, &end, 10);
        if (end == at)
            break;
        values[found++] = value;
        at = end;
    }
    return found;
}

/* Windows shows its limits to nobody; under Wine they are those of the system below. */
size_t winsock_limits(struct limit *out, size_t most) {
    long long values[2];
    size_t count = 0;
    if (most < 4)
        return 0;
    out[count++] = (struct limit){"constant", SOMAXCONN};
    if (!wine_version())
        return count;
    if (host_numbers("/proc/sys/net/core/somaxconn", values, 1) == 1)
        out[count++] = (struct limit){"somaxconn", values[0]};
    if (host_numbers("/proc/sys/net/ipv4/ip_local_port_range", values, 2) == 2) {
        out[count++] = (struct limit){"portlow", values[0]};
        out[count++] = (struct limit){"porthigh", values[1]};
    }
    return count;
}

uint64_t winsock_microseconds(void) {
    LARGE_INTEGER now, frequency;
    (void)QueryPerformanceFrequency(&frequency);
    (void)QueryPerformanceCounter(&now);
    return (uint64_t)(now.QuadPart / frequency.QuadPart) * 1000000 + (uint64_t)(now.QuadPart % frequency.QuadPart * 1000000 / frequency.QuadPart);
}

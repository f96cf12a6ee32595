/* winsock_scarcity.c: using up the descriptors of Wine's server, which holds every socket. Its limit comes down first, by a
 * program of the host: filling up thousands takes too long. Windows has no such limit. */
#include "winsock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HELD_MOST = 4096, ROOM = 60, ACKNOWLEDGED_WITHIN = 25000 };

/* In the namespace of the run there is one server. Its soft limit becomes what it has open and $1 more, or the hard one. */
#define FIND "for p in /proc/[0-9]*; do case $(readlink $p/exe) in *wineserver*) "
#define LOWER FIND "set -- $p/fd/*; prlimit --pid ${p#/proc/} --nofile=$(($# + %d)): ;; esac; done; : >%s"
#define RAISE FIND "prlimit --pid ${p#/proc/} --nofile=$(ulimit -Hn): ;; esac; done; : >%s"

static SOCKET held_sockets[HELD_MOST];
static size_t held_count;
static bool lowered;
static unsigned long acknowledgements;

/* Wine starts a program of the host and tells nothing of its end: the file does that it makes last. */
static bool is_acknowledged(const char *file)
{
    char name[128];
    uint64_t end = winsock_microseconds() + ACKNOWLEDGED_WITHIN * 1000;
    snprintf(name, sizeof name, "\\\\?\\unix%s", file);
    while (GetFileAttributesA(name) == INVALID_FILE_ATTRIBUTES) {
        if (winsock_microseconds() > end)
            return false;
        (void)SwitchToThread();
    }
    (void)DeleteFileA(name);
    return true;
}

static bool run_on_host(const char *script)
{
    char command[700];
    STARTUPINFOA start = {.cb = sizeof start};
    PROCESS_INFORMATION process;
    memset(&process, 0, sizeof process);
    snprintf(command, sizeof command, "/bin/sh -c \"%s\"", script);
    if (!CreateProcessA("\\\\?\\unix\\bin\\sh", command, NULL, NULL, FALSE, 0, NULL, NULL, &start, &process))
        return false;
    if (process.hProcess)
        (void)CloseHandle(process.hProcess);
    if (process.hThread)
        (void)CloseHandle(process.hThread);
    return true;
}

static bool change_limit(bool lower)
{
    const char *place = getenv("LISTENCHECK_PLACE");
    char file[80], script[600];
    if (!winsock_host_is_ours() || !place || strlen(place) > 40)
        return false;
    snprintf(file, sizeof file, "%s/acknowledged-%lu", place, ++acknowledgements);
    if (lower)
        snprintf(script, sizeof script, LOWER, ROOM, file);
    else
        snprintf(script, sizeof script, RAISE, file);
    if (!run_on_host(script))
        return false;
    if (!is_acknowledged(file)) { /* what holds now is not known: nothing said after this could be trusted */
        winsock_say("the limit of descriptors could not be changed in time");
        ExitProcess(71);
    }
    return true;
}

int winsock_exhaust(size_t *held)
{
    int code = 0;
    winsock_threads_prepare();
    if (!lowered) {
        if (!change_limit(true))
            return UNSUPPORTED;
        lowered = true;
    }
    while (code == 0 && held_count < HELD_MOST) {
        code = calls_socket(AF_INET, SOCK_STREAM, 0, WSA_FLAG_OVERLAPPED, &held_sockets[held_count]);
        held_count += code == 0;
    }
    *held = held_count;
    return code == WSAEMFILE || code == WSAENOBUFS ? 0 : code != 0 ? code : UNSUPPORTED;
}

int winsock_release(size_t count, size_t *held)
{
    size_t left = count == 0 || count > held_count ? held_count : count;
    while (left-- > 0)
        (void)calls_close(held_sockets[--held_count]);
    if (held_count == 0 && lowered)
        lowered = !change_limit(false);
    *held = held_count;
    return 0;
}

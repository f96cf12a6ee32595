/* winsock_accept.c: accept() and what Winsock has beside it: WSAAccept's condition function, and AcceptEx. */
#include "winsock.h"

#include <string.h>

enum { LISTENER, CLIENT, ACCEPTED, PROBES };

/* A listener of the mode, and a connection to it on loopback. */
static bool connect_probe(enum mode before, SOCKET probe[PROBES])
{
    struct native_address at, peer;
    memset(&at, 0, sizeof at);
    at.at.inet.sin_family = AF_INET;
    at.at.inet.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    at.length = sizeof at.at.inet;
    peer.length = sizeof peer.at;
    if (calls_socket(AF_INET, SOCK_STREAM, 0, WSA_FLAG_OVERLAPPED, &probe[LISTENER]) != 0 || calls_bind(probe[LISTENER], &at) != 0 ||
        calls_listen(probe[LISTENER], 1) != 0 || calls_sockname(probe[LISTENER], &at) != 0 ||
        calls_socket(AF_INET, SOCK_STREAM, 0, WSA_FLAG_OVERLAPPED, &probe[CLIENT]) != 0 || calls_connect(probe[CLIENT], &at) != 0)
        return false;
    if (before == MODE_NONBLOCKING && winsock_set_nonblocking((descriptor)probe[LISTENER], 1) != 0)
        return false;
    return calls_accept(probe[LISTENER], NULL, &probe[ACCEPTED], &peer) == 0;
}

/* By a connection of its own: only where nothing can have arrived a read tells the mode. */
static enum mode learn(enum mode before)
{
    SOCKET probe[PROBES] = {INVALID_SOCKET, INVALID_SOCKET, INVALID_SOCKET};
    enum mode mode = MODE_UNKNOWN;
    if (connect_probe(before, probe)) {
        winsock_set_mode(probe[ACCEPTED], MODE_UNKNOWN);
        mode = winsock_find_mode(probe[ACCEPTED]);
    }
    for (size_t i = 0; i < PROBES; i++) {
        if (probe[i] == INVALID_SOCKET)
            continue;
        winsock_set_mode(probe[i], MODE_UNKNOWN);
        (void)calls_close(probe[i]);
    }
    return mode;
}

/* What the sockets are that accept() makes of a listener of either mode: found out once. */
static enum mode mode_after(SOCKET listener)
{
    static volatile LONG learned[MODE_NONBLOCKING + 1];
    enum mode before = winsock_mode(listener), mode;
    if (before == MODE_UNKNOWN)
        return MODE_UNKNOWN;
    mode = (enum mode)InterlockedCompareExchange(&learned[before], 0, 0);
    if (mode == MODE_UNKNOWN) {
        mode = learn(before);
        (void)InterlockedExchange(&learned[before], (LONG)mode);
    }
    return mode;
}

static int keep(SOCKET accepted, enum mode mode, const struct native_address *native, descriptor *out, struct address *peer)
{
    winsock_set_mode(accepted, mode);
    winsock_address_from_native(native, peer);
    *out = (descriptor)accepted;
    return 0;
}

static int accept_if(SOCKET s, LPCONDITIONPROC condition, descriptor *out, struct address *peer)
{
    struct native_address native;
    SOCKET accepted = INVALID_SOCKET;
    int code;
    memset(&native, 0, sizeof native);
    native.length = sizeof native.at;
    winsock_thread_blocks_on(s);
    code = calls_accept(s, condition, &accepted, &native);
    winsock_thread_blocks_on(INVALID_SOCKET);
    return code != 0 ? code : keep(accepted, mode_after(s), &native, out, peer);
}

int winsock_accept(descriptor s, unsigned flags, descriptor *out, struct address *peer)
{
    if (flags != 0)
        return UNSUPPORTED;
    return accept_if((SOCKET)s, NULL, out, peer);
}

/* Condition functions that look at nothing. */
#define CONDITION(name, answer)                                                                                                  \
    static int CALLBACK name(LPWSABUF caller, LPWSABUF caller_data, LPQOS quality, LPQOS group_quality, LPWSABUF callee,         \
                             LPWSABUF callee_data, GROUP *group, DWORD_PTR context)                                              \
    {                                                                                                                            \
        (void)caller, (void)caller_data, (void)quality, (void)group_quality, (void)callee, (void)callee_data, (void)group;       \
        (void)context;                                                                                                           \
        return answer;                                                                                                           \
    }

CONDITION(say_accept, CF_ACCEPT)
CONDITION(say_reject, CF_REJECT)
CONDITION(say_defer, CF_DEFER)

enum { ROOM = sizeof(struct sockaddr_storage) + 16 };

static int family_of(SOCKET s, int *family)
{
    struct native_address native;
    int code;
    memset(&native, 0, sizeof native);
    native.length = sizeof native.at;
    code = calls_sockname(s, &native);
    *family = native.at.any.sa_family;
    return code;
}

/* Starts the overlapped accept and waits for its end. */
static int run_overlapped(LPFN_ACCEPTEX accept_ex, SOCKET s, SOCKET accepted)
{
    unsigned char addresses[2 * ROOM];
    OVERLAPPED overlapped;
    DWORD bytes = 0;
    int code = 0;
    memset(&overlapped, 0, sizeof overlapped);
    overlapped.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL);
    if (!overlapped.hEvent)
        return WSAENOBUFS;
    WSASetLastError(0);
    if (!accept_ex(s, accepted, addresses, 0, ROOM, ROOM, &bytes, &overlapped)) {
        code = WSAGetLastError();
        if (code == WSA_IO_PENDING) {
            winsock_thread_blocks_on(s);
            code = calls_overlapped_result(s, &overlapped, &bytes);
            winsock_thread_blocks_on(INVALID_SOCKET);
        } else if (code == 0) {
            code = NO_ERROR_NUMBER;
        }
    }
    (void)CloseHandle(overlapped.hEvent);
    return code;
}

static int accept_overlapped(SOCKET s, descriptor *out, struct address *peer)
{
    static const GUID which = WSAID_ACCEPTEX;
    union {
        void *found;
        LPFN_ACCEPTEX call;
    } accept_ex = {NULL};
    struct native_address native;
    SOCKET accepted;
    int family = AF_UNSPEC, code = calls_extension(s, &which, &accept_ex.found);
    if (code == 0)
        code = family_of(s, &family);
    if (code == 0)
        code = calls_socket(family, SOCK_STREAM, 0, WSA_FLAG_OVERLAPPED, &accepted);
    if (code != 0)
        return code;
    code = run_overlapped(accept_ex.call, s, accepted);
    if (code == 0)
        code = calls_set_option(accepted, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, &s, sizeof s);
    if (code != 0) {
        (void)calls_close(accepted);
        return code;
    }
    memset(&native, 0, sizeof native);
    native.length = sizeof native.at;
    if (calls_peername(accepted, &native) != 0)
        native.length = 0;
    return keep(accepted, MODE_BLOCKING, &native, out, peer);
}

int winsock_accept_by(const char *method, descriptor s, descriptor *out, struct address *peer)
{
    if (strcmp(method, "overlapped") == 0)
        return accept_overlapped((SOCKET)s, out, peer);
    if (strcmp(method, "condition-accept") == 0)
        return accept_if((SOCKET)s, say_accept, out, peer);
    if (strcmp(method, "condition-reject") == 0)
        return accept_if((SOCKET)s, say_reject, out, peer);
    if (strcmp(method, "condition-defer") == 0)
        return accept_if((SOCKET)s, say_defer, out, peer);
    return UNSUPPORTED;
}

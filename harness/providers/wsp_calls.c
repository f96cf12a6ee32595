/* wsp_calls.c: the calls, made through the procedure table that a service provider's WSPStartup fills. The provider is a DLL:
 * --provider DLL, else mswsock.dll, the base provider of Windows. --apart: its sockets are not those of the system. */
#include "winsock.h"

#include <ws2spi.h>

#include <stdio.h>
#include <string.h>

#include "wsp_upcalls.h"

/* Before each call this stands where lpErrno points; what is still there after a failure is no error number. */
enum { NOT_WRITTEN = 0 };

static const char *file = "mswsock.dll";
static LPWSPSTARTUP startup;
static WSPPROC_TABLE table;
static WSAPROTOCOL_INFOW catalog_entry;
static char name[64];
static bool apart;

static int of_result(int result, int error)
{
    return winsock_result(result, error);
}

static int of_socket(SOCKET s, int error, SOCKET *out)
{
    if (s == INVALID_SOCKET)
        return winsock_result(SOCKET_ERROR, error);
    *out = s;
    return 0;
}

/* wsp-layered.dll, C:\x\layered.dll: layered */
static void take_name(const char *path)
{
    const char *base = path;
    size_t length;
    for (const char *at = path; *at != '\0'; at++)
        if (*at == '/' || *at == '\\')
            base = at + 1;
    if (strncmp(base, "wsp-", 4) == 0)
        base += 4;
    length = strcspn(base, ".");
    snprintf(name, sizeof name, "wsp-%.*s", (int)(length < 48 ? length : 48), base);
}

/* The entry of the catalog that a real ws2_32 would pass on: TCP over IPv4. */
static bool find_catalog_entry(void)
{
    WSAPROTOCOL_INFOW entries[64];
    DWORD size = sizeof entries;
    int protocols[] = {IPPROTO_TCP, 0}, count = WSAEnumProtocolsW(protocols, entries, &size);
    for (int i = 0; i < count; i++)
        if (entries[i].iAddressFamily == AF_INET) {
            catalog_entry = entries[i];
            return true;
        }
    return false;
}

int calls_start(int argument_count, char **arguments)
{
    union {
        FARPROC found;
        LPWSPSTARTUP call;
    } entry;
    HMODULE library;
    WSADATA data;
    for (int i = 1; i < argument_count; i++) {
        if (strcmp(arguments[i], "--provider") == 0 && i + 1 < argument_count)
            file = arguments[i + 1];
        if (strcmp(arguments[i], "--apart") == 0)
            apart = true;
    }
    take_name(file);
    library = LoadLibraryA(file);
    entry.found = library ? GetProcAddress(library, "WSPStartup") : NULL;
    if (!entry.found) {
        winsock_say(library ? "the provider DLL has no WSPStartup" : "the provider DLL cannot be loaded");
        return ERROR_PROC_NOT_FOUND;
    }
    startup = entry.call;
    if (WSAStartup(MAKEWORD(2, 2), &data) != 0 || !find_catalog_entry()) {
        winsock_say("ws2_32 has no catalog of protocols");
        return WSASYSNOTREADY;
    }
    return 0;
}

void calls_stop(void)
{
    (void)WSACleanup();
}

const char *calls_name(void)
{
    return name;
}

bool calls_reach_the_host(void)
{
    return !apart;
}

void calls_cancel(SOCKET s)
{
    int error = NOT_WRITTEN;
    (void)table.lpWSPCancelBlockingCall(&error);
    if (!apart)
        (void)CancelIoEx((HANDLE)s, NULL);
}

/* No entry may be missing. */
static bool is_complete(const WSPPROC_TABLE *filled)
{
    const void *missing = NULL;
    const unsigned char *bytes = (const unsigned char *)filled;
    for (size_t i = 0; i + sizeof missing <= sizeof *filled; i += sizeof missing)
        if (memcmp(bytes + i, &missing, sizeof missing) == 0)
            return false;
    return true;
}

int calls_startup(unsigned version, unsigned *granted)
{
    WSPPROC_TABLE filled;
    WSPDATA data;
    int code;
    memset(&data, 0, sizeof data);
    memset(&filled, 0, sizeof filled);
    code = startup((WORD)version, &data, &catalog_entry, wsp_upcalls(), &filled);
    if (code != 0)
        return code;
    if (!is_complete(&filled))
        return WSAEINVALIDPROCTABLE;
    table = filled;
    *granted = data.wVersion;
    return 0;
}

int calls_cleanup(void)
{
    int error = NOT_WRITTEN, result = table.lpWSPCleanup(&error);
    return of_result(result, error);
}

int calls_socket(int family, int type, int protocol, DWORD flags, SOCKET *out)
{
    int error = NOT_WRITTEN;
    SOCKET s = table.lpWSPSocket(family, type, protocol, NULL, 0, flags, &error);
    return of_socket(s, error, out);
}

int calls_bind(SOCKET s, const struct native_address *at)
{
    int error = NOT_WRITTEN, result = table.lpWSPBind(s, &at->at.any, at->length, &error);
    return of_result(result, error);
}

int calls_listen(SOCKET s, int backlog)
{
    int error = NOT_WRITTEN, result = table.lpWSPListen(s, backlog, &error);
    return of_result(result, error);
}

int calls_connect(SOCKET s, const struct native_address *to)
{
    int error = NOT_WRITTEN, result = table.lpWSPConnect(s, &to->at.any, to->length, NULL, NULL, NULL, NULL, &error);
    return of_result(result, error);
}

int calls_accept(SOCKET s, LPCONDITIONPROC condition, SOCKET *out, struct native_address *peer)
{
    int error = NOT_WRITTEN;
    SOCKET accepted = table.lpWSPAccept(s, &peer->at.any, &peer->length, condition, 0, &error);
    return of_socket(accepted, error, out);
}

int calls_close(SOCKET s)
{
    int error = NOT_WRITTEN, result = table.lpWSPCloseSocket(s, &error);
    return of_result(result, error);
}

int calls_shutdown(SOCKET s, int how)
{
    int error = NOT_WRITTEN, result = table.lpWSPShutdown(s, how, &error);
    return of_result(result, error);
}

int calls_send(SOCKET s, const void *bytes, size_t count, const char *method, DWORD flags, size_t *sent)
{
    WSABUF part = {(ULONG)count, (char *)(uintptr_t)bytes};
    DWORD written = 0;
    int error = NOT_WRITTEN, result;
    if (strcmp(method, "sendto") == 0)
        result = table.lpWSPSendTo(s, &part, 1, &written, flags, NULL, 0, NULL, NULL, NULL, &error);
    else
        result = table.lpWSPSend(s, &part, 1, &written, flags, NULL, NULL, NULL, &error);
    *sent = written;
    return of_result(result, error);
}

int calls_receive(SOCKET s, void *bytes, size_t size, const char *method, DWORD flags, size_t *received)
{
    WSABUF part = {(ULONG)size, bytes};
    DWORD count = 0;
    int error = NOT_WRITTEN, result;
    if (strcmp(method, "recvfrom") == 0)
        result = table.lpWSPRecvFrom(s, &part, 1, &count, &flags, NULL, NULL, NULL, NULL, NULL, &error);
    else
        result = table.lpWSPRecv(s, &part, 1, &count, &flags, NULL, NULL, NULL, &error);
    *received = count;
    return of_result(result, error);
}

int calls_sockname(SOCKET s, struct native_address *out)
{
    int error = NOT_WRITTEN, result = table.lpWSPGetSockName(s, &out->at.any, &out->length, &error);
    return of_result(result, error);
}

int calls_peername(SOCKET s, struct native_address *out)
{
    int error = NOT_WRITTEN, result = table.lpWSPGetPeerName(s, &out->at.any, &out->length, &error);
    return of_result(result, error);
}

int calls_get_option(SOCKET s, int level, int number, void *value, int *size)
{
    int error = NOT_WRITTEN, result = table.lpWSPGetSockOpt(s, level, number, value, size, &error);
    return of_result(result, error);
}

int calls_set_option(SOCKET s, int level, int number, const void *value, int size)
{
    int error = NOT_WRITTEN, result = table.lpWSPSetSockOpt(s, level, number, value, size, &error);
    return of_result(result, error);
}

int calls_control(SOCKET s, DWORD request, u_long *value)
{
    DWORD bytes = 0;
    int error = NOT_WRITTEN;
    int result = table.lpWSPIoctl(s, request, value, sizeof *value, value, sizeof *value, &bytes, NULL, NULL, NULL, &error);
    return of_result(result, error);
}

int calls_extension(SOCKET s, const GUID *which, void **function)
{
    GUID wanted = *which;
    DWORD bytes = 0;
    int error = NOT_WRITTEN;
    int result = table.lpWSPIoctl(s, SIO_GET_EXTENSION_FUNCTION_POINTER, &wanted, sizeof wanted, function, sizeof *function,
                                  &bytes, NULL, NULL, NULL, &error);
    return of_result(result, error);
}

int calls_overlapped_result(SOCKET s, OVERLAPPED *overlapped, DWORD *bytes)
{
    DWORD flags = 0;
    int error = NOT_WRITTEN;
    return table.lpWSPGetOverlappedResult(s, overlapped, bytes, TRUE, &flags, &error) ? 0 : of_result(SOCKET_ERROR, error);
}

int calls_duplicate(SOCKET s, SOCKET *out)
{
    WSAPROTOCOL_INFOW information;
    int error = NOT_WRITTEN, code;
    code = of_result(table.lpWSPDuplicateSocket(s, GetCurrentProcessId(), &information, &error), error);
    if (code != 0)
        return code;
    error = NOT_WRITTEN;
    s = table.lpWSPSocket(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, &information, 0, WSA_FLAG_OVERLAPPED,
                          &error);
    return of_socket(s, error, out);
}

static int select_now(fd_set *in, fd_set *out, fd_set *exceptional, struct timeval *wait, int *error)
{
    *error = NOT_WRITTEN;
    return table.lpWSPSelect(0, in, out, exceptional, wait, error);
}

/* The interface has no poll: what a socket is ready for is all there is to learn. */
int calls_poll(struct poll_item *items, size_t count, long milliseconds, size_t *ready)
{
    return winsock_select_with(select_now, items, count, milliseconds, ready);
}

int calls_select(struct poll_item *items, size_t count, long milliseconds, size_t *ready)
{
    return winsock_select_with(select_now, items, count, milliseconds, ready);
}

/* winsock_calls.c: the calls, made through ws2_32. */
#include "winsock.h"

#include <stdlib.h>
#include <string.h>

static int of_result(int result)
{
    return winsock_result(result, result == 0 ? 0 : WSAGetLastError());
}

static int of_socket(SOCKET s, SOCKET *out)
{
    if (s == INVALID_SOCKET)
        return of_result(SOCKET_ERROR);
    *out = s;
    return 0;
}

static int of_count(int result, size_t *count)
{
    if (result < 0)
        return of_result(result);
    *count = (size_t)result;
    return 0;
}

int calls_start(int argument_count, char **arguments)
{
    (void)argument_count;
    (void)arguments;
    return 0;
}

void calls_stop(void)
{
}

const char *calls_name(void)
{
    return "ws2_32";
}

bool calls_reach_the_host(void)
{
    return true;
}

void calls_cancel(SOCKET s)
{
    (void)CancelIoEx((HANDLE)s, NULL);
}

int calls_startup(unsigned version, unsigned *granted)
{
    WSADATA data;
    int code;
    memset(&data, 0, sizeof data);
    code = WSAStartup((WORD)version, &data);
    *granted = data.wVersion;
    return code;
}

int calls_cleanup(void)
{
    WSASetLastError(0);
    return of_result(WSACleanup());
}

int calls_socket(int family, int type, int protocol, DWORD flags, SOCKET *out)
{
    WSASetLastError(0);
    return of_socket(WSASocketW(family, type, protocol, NULL, 0, flags), out);
}

int calls_bind(SOCKET s, const struct native_address *at)
{
    WSASetLastError(0);
    return of_result(bind(s, &at->at.any, at->length));
}

int calls_listen(SOCKET s, int backlog)
{
    WSASetLastError(0);
    return of_result(listen(s, backlog));
}

int calls_connect(SOCKET s, const struct native_address *to)
{
    WSASetLastError(0);
    return of_result(connect(s, &to->at.any, to->length));
}

int calls_accept(SOCKET s, LPCONDITIONPROC condition, SOCKET *out, struct native_address *peer)
{
    WSASetLastError(0);
    if (condition)
        return of_socket(WSAAccept(s, &peer->at.any, &peer->length, condition, 0), out);
    return of_socket(accept(s, &peer->at.any, &peer->length), out);
}

int calls_close(SOCKET s)
{
    WSASetLastError(0);
    return of_result(closesocket(s));
}

int calls_shutdown(SOCKET s, int how)
{
    WSASetLastError(0);
    return of_result(shutdown(s, how));
}

int calls_send(SOCKET s, const void *bytes, size_t count, const char *method, DWORD flags, size_t *sent)
{
    WSABUF part = {(ULONG)count, (char *)(uintptr_t)bytes};
    DWORD written = 0;
    int code;
    WSASetLastError(0);
    if (strcmp(method, "send") == 0)
        return of_count(send(s, bytes, (int)count, (int)flags), sent);
    if (strcmp(method, "sendto") == 0)
        return of_count(sendto(s, bytes, (int)count, (int)flags, NULL, 0), sent);
    code = of_result(WSASend(s, &part, 1, &written, flags, NULL, NULL));
    *sent = written;
    return code;
}

int calls_receive(SOCKET s, void *bytes, size_t size, const char *method, DWORD flags, size_t *received)
{
    WSABUF part = {(ULONG)size, bytes};
    DWORD count = 0;
    int code;
    WSASetLastError(0);
    if (strcmp(method, "recv") == 0)
        return of_count(recv(s, bytes, (int)size, (int)flags), received);
    if (strcmp(method, "recvfrom") == 0)
        return of_count(recvfrom(s, bytes, (int)size, (int)flags, NULL, NULL), received);
    code = of_result(WSARecv(s, &part, 1, &count, &flags, NULL, NULL));
    *received = count;
    return code;
}

int calls_sockname(SOCKET s, struct native_address *out)
{
    WSASetLastError(0);
    return of_result(getsockname(s, &out->at.any, &out->length));
}

int calls_peername(SOCKET s, struct native_address *out)
{
    WSASetLastError(0);
    return of_result(getpeername(s, &out->at.any, &out->length));
}

int calls_get_option(SOCKET s, int level, int number, void *value, int *size)
{
    WSASetLastError(0);
    return of_result(getsockopt(s, level, number, value, size));
}

int calls_set_option(SOCKET s, int level, int number, const void *value, int size)
{
    WSASetLastError(0);
    return of_result(setsockopt(s, level, number, value, size));
}

int calls_control(SOCKET s, DWORD request, u_long *value)
{
    WSASetLastError(0);
    return of_result(ioctlsocket(s, (long)request, value));
}

int calls_extension(SOCKET s, const GUID *which, void **function)
{
    GUID wanted = *which;
    DWORD bytes = 0;
    WSASetLastError(0);
    return of_result(
        WSAIoctl(s, SIO_GET_EXTENSION_FUNCTION_POINTER, &wanted, sizeof wanted, function, sizeof *function, &bytes, NULL, NULL));
}

int calls_overlapped_result(SOCKET s, OVERLAPPED *overlapped, DWORD *bytes)
{
    DWORD flags = 0;
    WSASetLastError(0);
    return WSAGetOverlappedResult(s, overlapped, bytes, TRUE, &flags) ? 0 : of_result(SOCKET_ERROR);
}

int calls_duplicate(SOCKET s, SOCKET *out)
{
    WSAPROTOCOL_INFOW information;
    int code;
    WSASetLastError(0);
    code = of_result(WSADuplicateSocketW(s, GetCurrentProcessId(), &information));
    if (code != 0)
        return code;
    return of_socket(WSASocketW(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, &information, 0, WSA_FLAG_OVERLAPPED),
                     out);
}

/* WSAPoll takes no POLLPRI: urgent data is POLLRDBAND. It tells of the end of a stream unasked. */
static SHORT events_to_native(unsigned asked)
{
    return (SHORT)((asked & EVENT_IN ? POLLRDNORM : 0) | (asked & EVENT_OUT ? POLLWRNORM : 0) |
                   (asked & EVENT_PRI ? POLLRDBAND : 0));
}

static unsigned events_from_native(SHORT seen)
{
    return (seen & POLLRDNORM ? EVENT_IN : 0U) | (seen & POLLWRNORM ? EVENT_OUT : 0U) | (seen & POLLHUP ? EVENT_HUP : 0U) |
           (seen & POLLERR ? EVENT_ERR : 0U) | (seen & (POLLRDBAND | POLLPRI) ? EVENT_PRI : 0U) |
           (seen & POLLNVAL ? EVENT_NVAL : 0U);
}

int calls_poll(struct poll_item *items, size_t count, long milliseconds, size_t *ready)
{
    WSAPOLLFD few[16];
    WSAPOLLFD *native = count <= sizeof few / sizeof few[0] ? few : malloc(count * sizeof *native);
    int result, code = 0;
    *ready = 0;
    if (!native)
        return WSAENOBUFS;
    for (size_t i = 0; i < count; i++)
        native[i] = (WSAPOLLFD){(SOCKET)items[i].socket, events_to_native(items[i].asked), 0};
    WSASetLastError(0);
    result = WSAPoll(native, (ULONG)count, milliseconds < 0 ? -1 : (int)milliseconds);
    if (result < 0)
        code = of_result(result);
    for (size_t i = 0; i < count; i++) {
        items[i].returned = code == 0 ? events_from_native(native[i].revents) : 0;
        *ready += items[i].returned != 0;
    }
    if (native != few)
        free(native);
    return code;
}

static int select_now(fd_set *in, fd_set *out, fd_set *exceptional, struct timeval *wait, int *error)
{
    int result;
    WSASetLastError(0);
    result = select(0, in, out, exceptional, wait);
    *error = result < 0 ? WSAGetLastError() : 0;
    return result;
}

int calls_select(struct poll_item *items, size_t count, long milliseconds, size_t *ready)
{
    return winsock_select_with(select_now, items, count, milliseconds, ready);
}

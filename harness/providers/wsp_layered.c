/* wsp_layered.c: a layered service provider, a DLL: each entry of its procedure table makes the call of ws2_32 below it and
 * stores the error, when there is one and only then, where lpErrno points. */
#include "wsp_missing.h"

#include <string.h>

static volatile LONG started;

static int store(int result, LPINT error)
{
    if (result == SOCKET_ERROR)
        *error = WSAGetLastError();
    return result;
}

/* Winsock itself was started by others too: who started this provider is its own affair. */
static BOOL is_started(LPINT error)
{
    if (InterlockedCompareExchange(&started, 0, 0) > 0)
        return TRUE;
    *error = WSANOTINITIALISED;
    return FALSE;
}

static SOCKET WSPAPI layered_accept(SOCKET s, struct sockaddr *address, LPINT length, LPCONDITIONPROC condition, DWORD_PTR data,
                                    LPINT error)
{
    SOCKET accepted = INVALID_SOCKET;
    if (!is_started(error))
        return INVALID_SOCKET;
    accepted = WSAAccept(s, address, length, condition, data);
    if (accepted == INVALID_SOCKET)
        *error = WSAGetLastError();
    return accepted;
}

static INT WSPAPI layered_address_to_string(LPSOCKADDR address, DWORD size, LPWSAPROTOCOL_INFOW information, LPWSTR text,
                                            LPDWORD length, LPINT error)
{
    return is_started(error) ? store(WSAAddressToStringW(address, size, information, text, length), error) : SOCKET_ERROR;
}

static INT WSPAPI layered_string_to_address(LPWSTR text, INT family, LPWSAPROTOCOL_INFOW information, LPSOCKADDR address,
                                            LPINT size, LPINT error)
{
    return is_started(error) ? store(WSAStringToAddressW(text, family, information, address, size), error) : SOCKET_ERROR;
}

static int WSPAPI layered_bind(SOCKET s, const struct sockaddr *address, int length, LPINT error)
{
    return is_started(error) ? store(bind(s, address, length), error) : SOCKET_ERROR;
}

static int WSPAPI layered_cleanup(LPINT error)
{
    if (!is_started(error))
        return SOCKET_ERROR;
    (void)InterlockedDecrement(&started);
    return store(WSACleanup(), error);
}

static int WSPAPI layered_close(SOCKET s, LPINT error)
{
    return is_started(error) ? store(closesocket(s), error) : SOCKET_ERROR;
}

static int WSPAPI layered_connect(SOCKET s, const struct sockaddr *address, int length, LPWSABUF caller, LPWSABUF callee,
                                  LPQOS quality, LPQOS group_quality, LPINT error)
{
    return is_started(error) ? store(WSAConnect(s, address, length, caller, callee, quality, group_quality), error)
                             : SOCKET_ERROR;
}

static int WSPAPI layered_duplicate(SOCKET s, DWORD process, LPWSAPROTOCOL_INFOW information, LPINT error)
{
    return is_started(error) ? store(WSADuplicateSocketW(s, process, information), error) : SOCKET_ERROR;
}

static int WSPAPI layered_enum_events(SOCKET s, WSAEVENT event, LPWSANETWORKEVENTS events, LPINT error)
{
    return is_started(error) ? store(WSAEnumNetworkEvents(s, event, events), error) : SOCKET_ERROR;
}

static int WSPAPI layered_event_select(SOCKET s, WSAEVENT event, long events, LPINT error)
{
    return is_started(error) ? store(WSAEventSelect(s, event, events), error) : SOCKET_ERROR;
}

static BOOL WSPAPI layered_overlapped_result(SOCKET s, LPWSAOVERLAPPED overlapped, LPDWORD bytes, BOOL wait, LPDWORD flags,
                                             LPINT error)
{
    if (!is_started(error))
        return FALSE;
    if (WSAGetOverlappedResult(s, overlapped, bytes, wait, flags))
        return TRUE;
    *error = WSAGetLastError();
    return FALSE;
}

static int WSPAPI layered_peername(SOCKET s, struct sockaddr *address, LPINT length, LPINT error)
{
    return is_started(error) ? store(getpeername(s, address, length), error) : SOCKET_ERROR;
}

static int WSPAPI layered_sockname(SOCKET s, struct sockaddr *address, LPINT length, LPINT error)
{
    return is_started(error) ? store(getsockname(s, address, length), error) : SOCKET_ERROR;
}

static int WSPAPI layered_get_option(SOCKET s, int level, int number, char *value, LPINT length, LPINT error)
{
    return is_started(error) ? store(getsockopt(s, level, number, value, length), error) : SOCKET_ERROR;
}

static int WSPAPI layered_set_option(SOCKET s, int level, int number, const char *value, int length, LPINT error)
{
    return is_started(error) ? store(setsockopt(s, level, number, value, length), error) : SOCKET_ERROR;
}

static int WSPAPI layered_control(SOCKET s, DWORD code, LPVOID in, DWORD in_size, LPVOID out, DWORD out_size, LPDWORD bytes,
                                  LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread,
                                  LPINT error)
{
    (void)thread;
    return is_started(error) ? store(WSAIoctl(s, code, in, in_size, out, out_size, bytes, overlapped, routine), error)
                             : SOCKET_ERROR;
}

static int WSPAPI layered_listen(SOCKET s, int backlog, LPINT error)
{
    return is_started(error) ? store(listen(s, backlog), error) : SOCKET_ERROR;
}

static int WSPAPI layered_receive(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD bytes, LPDWORD flags,
                                  LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread,
                                  LPINT error)
{
    (void)thread;
    return is_started(error) ? store(WSARecv(s, buffers, count, bytes, flags, overlapped, routine), error) : SOCKET_ERROR;
}

static int WSPAPI layered_receive_disconnect(SOCKET s, LPWSABUF data, LPINT error)
{
    return is_started(error) ? store(WSARecvDisconnect(s, data), error) : SOCKET_ERROR;
}

static int WSPAPI layered_receive_from(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD bytes, LPDWORD flags,
                                       struct sockaddr *from, LPINT length, LPWSAOVERLAPPED overlapped,
                                       LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread, LPINT error)
{
    (void)thread;
    return is_started(error) ? store(WSARecvFrom(s, buffers, count, bytes, flags, from, length, overlapped, routine), error)
                             : SOCKET_ERROR;
}

static int WSPAPI layered_select(int ignored, fd_set *in, fd_set *out, fd_set *exceptional, const PTIMEVAL wait, LPINT error)
{
    return is_started(error) ? store(select(ignored, in, out, exceptional, wait), error) : SOCKET_ERROR;
}

static int WSPAPI layered_send(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD bytes, DWORD flags, LPWSAOVERLAPPED overlapped,
                               LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread, LPINT error)
{
    (void)thread;
    return is_started(error) ? store(WSASend(s, buffers, count, bytes, flags, overlapped, routine), error) : SOCKET_ERROR;
}

static int WSPAPI layered_send_disconnect(SOCKET s, LPWSABUF data, LPINT error)
{
    return is_started(error) ? store(WSASendDisconnect(s, data), error) : SOCKET_ERROR;
}

static int WSPAPI layered_send_to(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD bytes, DWORD flags, const struct sockaddr *to,
                                  int length, LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                                  LPWSATHREADID thread, LPINT error)
{
    (void)thread;
    return is_started(error) ? store(WSASendTo(s, buffers, count, bytes, flags, to, length, overlapped, routine), error)
                             : SOCKET_ERROR;
}

static int WSPAPI layered_shutdown(SOCKET s, int how, LPINT error)
{
    return is_started(error) ? store(shutdown(s, how), error) : SOCKET_ERROR;
}

static SOCKET WSPAPI layered_socket(int family, int type, int protocol, LPWSAPROTOCOL_INFOW information, GROUP group, DWORD flags,
                                    LPINT error)
{
    SOCKET s;
    if (!is_started(error))
        return INVALID_SOCKET;
    s = WSASocketW(family, type, protocol, information, group, flags);
    if (s == INVALID_SOCKET)
        *error = WSAGetLastError();
    return s;
}

static const WSPPROC_TABLE procedures = {
    .lpWSPAccept = layered_accept,
    .lpWSPAddressToString = layered_address_to_string,
    .lpWSPAsyncSelect = wsp_no_async_select,
    .lpWSPBind = layered_bind,
    .lpWSPCancelBlockingCall = wsp_no_cancel,
    .lpWSPCleanup = layered_cleanup,
    .lpWSPCloseSocket = layered_close,
    .lpWSPConnect = layered_connect,
    .lpWSPDuplicateSocket = layered_duplicate,
    .lpWSPEnumNetworkEvents = layered_enum_events,
    .lpWSPEventSelect = layered_event_select,
    .lpWSPGetOverlappedResult = layered_overlapped_result,
    .lpWSPGetPeerName = layered_peername,
    .lpWSPGetSockName = layered_sockname,
    .lpWSPGetSockOpt = layered_get_option,
    .lpWSPGetQOSByName = wsp_no_quality,
    .lpWSPIoctl = layered_control,
    .lpWSPJoinLeaf = wsp_no_join_leaf,
    .lpWSPListen = layered_listen,
    .lpWSPRecv = layered_receive,
    .lpWSPRecvDisconnect = layered_receive_disconnect,
    .lpWSPRecvFrom = layered_receive_from,
    .lpWSPSelect = layered_select,
    .lpWSPSend = layered_send,
    .lpWSPSendDisconnect = layered_send_disconnect,
    .lpWSPSendTo = layered_send_to,
    .lpWSPSetSockOpt = layered_set_option,
    .lpWSPShutdown = layered_shutdown,
    .lpWSPSocket = layered_socket,
    .lpWSPStringToAddress = layered_string_to_address,
};

__declspec(dllexport) int WSPAPI
    WSPStartup(WORD wanted, LPWSPDATA data, LPWSAPROTOCOL_INFOW information, WSPUPCALLTABLE upcalls, LPWSPPROC_TABLE table)
{
    WSADATA below;
    int code;
    (void)information;
    (void)upcalls;
    if (wanted < MAKEWORD(2, 2))
        return WSAVERNOTSUPPORTED;
    code = WSAStartup(MAKEWORD(2, 2), &below);
    if (code != 0)
        return code;
    (void)InterlockedIncrement(&started);
    memset(data, 0, sizeof *data);
    data->wVersion = data->wHighVersion = MAKEWORD(2, 2);
    *table = procedures;
    return 0;
}

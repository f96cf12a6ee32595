/* wsp_upcalls.c: what ws2_32 would offer a service provider. A base provider needs events, and a home for its handles, which
 * are sockets of the system already; blocking hooks and messages are of no use here and fail. */
#include "wsp_upcalls.h"

static BOOL fail(int code, int *error)
{
    if (error)
        *error = code;
    return FALSE;
}

static BOOL WSPAPI close_event(WSAEVENT event, LPINT error)
{
    return CloseHandle(event) ? TRUE : fail(WSA_INVALID_HANDLE, error);
}

static WSAEVENT WSPAPI create_event(LPINT error)
{
    WSAEVENT event = CreateEventW(NULL, TRUE, FALSE, NULL);
    if (!event)
        (void)fail(WSA_NOT_ENOUGH_MEMORY, error);
    return event;
}

static BOOL WSPAPI reset_event(WSAEVENT event, LPINT error)
{
    return ResetEvent(event) ? TRUE : fail(WSA_INVALID_HANDLE, error);
}

static BOOL WSPAPI set_event(WSAEVENT event, LPINT error)
{
    return SetEvent(event) ? TRUE : fail(WSA_INVALID_HANDLE, error);
}

static SOCKET WSPAPI modify_handle(DWORD entry, SOCKET proposed, LPINT error)
{
    (void)entry;
    (void)error;
    return proposed;
}

/* A handle of a provider without handles of the system: a name for its context, which only says that it is one. */
static SOCKET WSPAPI create_handle(DWORD entry, DWORD_PTR context, LPINT error)
{
    (void)entry;
    (void)context;
    (void)fail(WSAEOPNOTSUPP, error);
    return INVALID_SOCKET;
}

static int WSPAPI close_handle(SOCKET s, LPINT error)
{
    (void)s;
    (void)fail(WSAENOTSOCK, error);
    return SOCKET_ERROR;
}

static int WSPAPI query_context(SOCKET s, PDWORD_PTR context, LPINT error)
{
    (void)s;
    (void)context;
    (void)fail(WSAENOTSOCK, error);
    return SOCKET_ERROR;
}

static int WSPAPI is_in_set(SOCKET s, fd_set *set)
{
    for (u_int i = 0; i < set->fd_count; i++)
        if (set->fd_array[i] == s)
            return TRUE;
    return FALSE;
}

static int WSPAPI provider_path(LPGUID provider_id, WCHAR *path, LPINT length, LPINT error)
{
    (void)provider_id;
    (void)path;
    (void)length;
    (void)fail(WSAEINVAL, error);
    return SOCKET_ERROR;
}

static BOOL WSPAPI post_message(HWND window, UINT message, WPARAM word, LPARAM parameter)
{
    (void)window;
    (void)message;
    (void)word;
    (void)parameter;
    return FALSE;
}

/* No blocking hook of Winsock 1.1 is set. */
static int WSPAPI query_callback(DWORD entry, LPBLOCKINGCALLBACK *callback, PDWORD_PTR context, LPINT error)
{
    (void)entry;
    (void)error;
    *callback = NULL;
    *context = 0;
    return 0;
}

static int WSPAPI queue_call(LPWSATHREADID thread, LPWSAUSERAPC call, DWORD_PTR context, LPINT error)
{
    (void)thread;
    (void)call;
    (void)context;
    (void)fail(WSAEOPNOTSUPP, error);
    return SOCKET_ERROR;
}

static int WSPAPI open_thread(LPWSATHREADID thread, LPINT error)
{
    (void)thread;
    (void)fail(WSAEOPNOTSUPP, error);
    return SOCKET_ERROR;
}

WSPUPCALLTABLE wsp_upcalls(void)
{
    WSPUPCALLTABLE upcalls = {
        .lpWPUCloseEvent = close_event,
        .lpWPUCloseSocketHandle = close_handle,
        .lpWPUCreateEvent = create_event,
        .lpWPUCreateSocketHandle = create_handle,
        .lpWPUFDIsSet = is_in_set,
        .lpWPUGetProviderPath = provider_path,
        .lpWPUModifyIFSHandle = modify_handle,
        .lpWPUPostMessage = post_message,
        .lpWPUQueryBlockingCallback = query_callback,
        .lpWPUQuerySocketHandleContext = query_context,
        .lpWPUQueueApc = queue_call,
        .lpWPUResetEvent = reset_event,
        .lpWPUSetEvent = set_event,
        .lpWPUOpenCurrentThread = open_thread,
        .lpWPUCloseThread = open_thread,
    };
    return upcalls;
}

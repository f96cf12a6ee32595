/* wsp_missing.c: entries of a procedure table that say only that the provider does not do this. */
#include "wsp_missing.h"

static int fail(LPINT error)
{
    *error = WSAEOPNOTSUPP;
    return SOCKET_ERROR;
}

INT WSPAPI wsp_no_address_to_string(LPSOCKADDR a, DWORD b, LPWSAPROTOCOL_INFOW c, LPWSTR d, LPDWORD e, LPINT error)
{
    (void)a, (void)b, (void)c, (void)d, (void)e;
    return fail(error);
}

INT WSPAPI wsp_no_string_to_address(LPWSTR a, INT b, LPWSAPROTOCOL_INFOW c, LPSOCKADDR d, LPINT e, LPINT error)
{
    (void)a, (void)b, (void)c, (void)d, (void)e;
    return fail(error);
}

int WSPAPI wsp_no_async_select(SOCKET a, HWND b, unsigned c, long d, LPINT error)
{
    (void)a, (void)b, (void)c, (void)d;
    return fail(error);
}

int WSPAPI wsp_no_enum_events(SOCKET a, WSAEVENT b, LPWSANETWORKEVENTS c, LPINT error)
{
    (void)a, (void)b, (void)c;
    return fail(error);
}

int WSPAPI wsp_no_event_select(SOCKET a, WSAEVENT b, long c, LPINT error)
{
    (void)a, (void)b, (void)c;
    return fail(error);
}

BOOL WSPAPI wsp_no_overlapped_result(SOCKET a, LPWSAOVERLAPPED b, LPDWORD c, BOOL d, LPDWORD e, LPINT error)
{
    (void)a, (void)b, (void)c, (void)d, (void)e;
    *error = WSAEOPNOTSUPP;
    return FALSE;
}

BOOL WSPAPI wsp_no_quality(SOCKET a, LPWSABUF b, LPQOS c, LPINT error)
{
    (void)a, (void)b, (void)c;
    *error = WSAEOPNOTSUPP;
    return FALSE;
}

SOCKET WSPAPI wsp_no_join_leaf(SOCKET a, const struct sockaddr *b, int c, LPWSABUF d, LPWSABUF e, LPQOS f, LPQOS g, DWORD h,
                               LPINT error)
{
    (void)a, (void)b, (void)c, (void)d, (void)e, (void)f, (void)g, (void)h;
    *error = WSAEOPNOTSUPP;
    return INVALID_SOCKET;
}

int WSPAPI wsp_no_disconnect(SOCKET a, LPWSABUF b, LPINT error)
{
    (void)a, (void)b;
    return fail(error);
}

int WSPAPI wsp_no_cancel(LPINT error)
{
    return fail(error);
}

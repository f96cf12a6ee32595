/* wsp_missing.h: entries of a procedure table that say only that the provider does not do this. */
#ifndef LISTENCHECK_PROVIDERS_WSP_MISSING_H
#define LISTENCHECK_PROVIDERS_WSP_MISSING_H

#include "winsock.h"

#include <ws2spi.h>

INT WSPAPI wsp_no_address_to_string(LPSOCKADDR a, DWORD b, LPWSAPROTOCOL_INFOW c, LPWSTR d, LPDWORD e, LPINT error);
INT WSPAPI wsp_no_string_to_address(LPWSTR a, INT b, LPWSAPROTOCOL_INFOW c, LPSOCKADDR d, LPINT e, LPINT error);
int WSPAPI wsp_no_async_select(SOCKET a, HWND b, unsigned c, long d, LPINT error);
int WSPAPI wsp_no_enum_events(SOCKET a, WSAEVENT b, LPWSANETWORKEVENTS c, LPINT error);
int WSPAPI wsp_no_event_select(SOCKET a, WSAEVENT b, long c, LPINT error);
BOOL WSPAPI wsp_no_overlapped_result(SOCKET a, LPWSAOVERLAPPED b, LPDWORD c, BOOL d, LPDWORD e, LPINT error);
BOOL WSPAPI wsp_no_quality(SOCKET a, LPWSABUF b, LPQOS c, LPINT error);
SOCKET WSPAPI wsp_no_join_leaf(SOCKET a, const struct sockaddr *b, int c, LPWSABUF d, LPWSABUF e, LPQOS f, LPQOS g, DWORD h,
                               LPINT error);
int WSPAPI wsp_no_disconnect(SOCKET a, LPWSABUF b, LPINT error);
int WSPAPI wsp_no_cancel(LPINT error);

#endif

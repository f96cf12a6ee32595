/* wsp_model.c: a service provider whose sockets exist only in harness/model, a DLL: it shows that what is said of a service
 * provider can be met by one. LISTENCHECK_MODEL says which model or fault: `model:wsplisten` when it is not set. */
#include "wsp_model.h"
#include "wsp_missing.h"
#include "wsp_model_words.h"

#include <string.h>

static int WSPAPI cleanup(LPINT error)
{
    int status;
    wsp_enter();
    status = machine_cleanup(wsp_machine);
    wsp_leave();
    return wsp_answer(status, error);
}

static const WSPPROC_TABLE procedures = {
    .lpWSPAccept = wsp_model_accept,
    .lpWSPAddressToString = wsp_no_address_to_string,
    .lpWSPAsyncSelect = wsp_no_async_select,
    .lpWSPBind = wsp_model_bind,
    .lpWSPCancelBlockingCall = wsp_model_cancel,
    .lpWSPCleanup = cleanup,
    .lpWSPCloseSocket = wsp_model_close,
    .lpWSPConnect = wsp_model_connect,
    .lpWSPDuplicateSocket = wsp_model_duplicate,
    .lpWSPEnumNetworkEvents = wsp_no_enum_events,
    .lpWSPEventSelect = wsp_no_event_select,
    .lpWSPGetOverlappedResult = wsp_no_overlapped_result,
    .lpWSPGetPeerName = wsp_model_peername,
    .lpWSPGetSockName = wsp_model_sockname,
    .lpWSPGetSockOpt = wsp_model_get_option,
    .lpWSPGetQOSByName = wsp_no_quality,
    .lpWSPIoctl = wsp_model_control,
    .lpWSPJoinLeaf = wsp_no_join_leaf,
    .lpWSPListen = wsp_model_listen,
    .lpWSPRecv = wsp_model_receive,
    .lpWSPRecvDisconnect = wsp_no_disconnect,
    .lpWSPRecvFrom = wsp_model_receive_from,
    .lpWSPSelect = wsp_model_select,
    .lpWSPSend = wsp_model_send,
    .lpWSPSendDisconnect = wsp_no_disconnect,
    .lpWSPSendTo = wsp_model_send_to,
    .lpWSPSetSockOpt = wsp_model_set_option,
    .lpWSPShutdown = wsp_model_shutdown,
    .lpWSPSocket = wsp_model_socket,
    .lpWSPStringToAddress = wsp_no_string_to_address,
};

__declspec(dllexport) int WSPAPI
    WSPStartup(WORD wanted, LPWSPDATA data, LPWSAPROTOCOL_INFOW information, WSPUPCALLTABLE upcalls, LPWSPPROC_TABLE table)
{
    static BOOL first = TRUE;
    char text[64];
    int status = 0;
    (void)information;
    (void)upcalls;
    if (wanted < MAKEWORD(2, 2))
        return WSAVERNOTSUPPORTED;
    if (!wsp_make_machine())
        return WSASYSNOTREADY;
    wsp_enter();
    if (!first) /* a machine begins started */
        status = machine_startup(wsp_machine, "2.2", text, sizeof text);
    first = FALSE;
    if (status == 0 && wsp_machine->started == 1) /* the last cleanup closed everything */
        (void)machine_make_special(wsp_machine, "file", &wsp_foreign);
    wsp_leave();
    if (status != 0)
        return wsp_error_of(status);
    memset(data, 0, sizeof *data);
    data->wVersion = data->wHighVersion = MAKEWORD(2, 2);
    *table = procedures;
    return 0;
}

/* wsp_model.c: a service provider whose sockets exist only in harness/model, a DLL: it shows that what is said of a service
 * provider can be met by one. LISTENCHECK_MODEL says which model or fault: `model:wsplisten` when it is not set.
 *
 * One lock guards the machine. The machine's time is real time here, and a call that has to wait sleeps until another call
 * changed something or the machine's next timer is due. */
#include "wsp_model.h"
#include "wsp_missing.h"
#include "wsp_model_words.h"

#include "model/choice.h"
#include "model/machine.h"

#include <ws2spi.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Socket handles are numbers of the machine, out of the way of the system's own handles. */
enum { FIRST_HANDLE = 0x100000, LAST_HANDLE = FIRST_HANDLE + 4 * MACHINE_DESCRIPTORS };

struct machine *wsp_machine;
static SRWLOCK lock = SRWLOCK_INIT;
static CONDITION_VARIABLE changed = CONDITION_VARIABLE_INIT;
unsigned long wsp_cancelled;
static descriptor foreign = -1; /* stands for every handle that is no socket of ours */
static DWORD first_thread;

static uint64_t now(void)
{
    static LARGE_INTEGER start;
    LARGE_INTEGER count, frequency;
    (void)QueryPerformanceFrequency(&frequency);
    (void)QueryPerformanceCounter(&count);
    if (start.QuadPart == 0)
        start = count;
    count.QuadPart -= start.QuadPart;
    return (uint64_t)(count.QuadPart / frequency.QuadPart * 1000000 +
                      count.QuadPart % frequency.QuadPart * 1000000 / frequency.QuadPart);
}

void wsp_enter(void)
{
    AcquireSRWLockExclusive(&lock);
    wsp_machine->process = 0;
    wsp_machine->in_thread = GetCurrentThreadId() != first_thread;
    machine_advance(wsp_machine, now());
}

void wsp_leave(void)
{
    ReleaseSRWLockExclusive(&lock);
    WakeAllConditionVariable(&changed);
}

descriptor wsp_number_behind(SOCKET s)
{
    if (s == INVALID_SOCKET)
        return -1;
    if (s < FIRST_HANDLE || s >= LAST_HANDLE || s % 4 != 0)
        return foreign;
    return (descriptor)((s - FIRST_HANDLE) / 4);
}

static SOCKET handle_of(descriptor number)
{
    return (SOCKET)(FIRST_HANDLE + 4 * number);
}

/* A fault may end the process instead of answering. */
static int answer(int status, LPINT error)
{
    if (status == 0)
        return 0;
    if (status == WORD_crash)
        ExitProcess(1);
    *error = wsp_error_of(status);
    return SOCKET_ERROR;
}

/* Sleeps until something may have happened, not beyond the machine's time end. The lock is released meanwhile. */
void wsp_sleep_until(uint64_t end)
{
    uint64_t next = machine_next_event(wsp_machine), time = now();
    DWORD milliseconds = INFINITE;
    if (end < next)
        next = end;
    if (next != MACHINE_NEVER)
        milliseconds = next <= time ? 0 : (DWORD)((next - time + 999) / 1000);
    (void)SleepConditionVariableSRW(&changed, &lock, milliseconds, 0);
    wsp_machine->process = 0;
    wsp_machine->in_thread = GetCurrentThreadId() != first_thread;
    machine_advance(wsp_machine, now());
}

/* Winsock has a name of its own for a wait that came to the end of its time. */
static int timed_out(int status, const struct waiting *waiting)
{
    return status == MODEL_EAGAIN && waiting->started && waiting->deadline != MACHINE_NEVER ? MODEL_ETIMEDOUT : status;
}

/* After one try of a call: TRUE when it is to be made again. Others are told at once of what the try did. */
static BOOL goes_on(int *status, struct waiting *waiting, unsigned long stop)
{
    if (*status == MACHINE_WAIT && wsp_cancelled == stop) {
        WakeAllConditionVariable(&changed);
        wsp_sleep_until(waiting->deadline);
        return TRUE;
    }
    *status = timed_out(*status, waiting);
    machine_finish(wsp_machine, waiting);
    if (*status == MACHINE_WAIT)
        *status = MODEL_EINTR;
    return FALSE;
}

static int put_address(const struct address *address, struct sockaddr *to, LPINT length)
{
    struct native_address native;
    if (!to || !length || winsock_address_to_native(address, &native) != 0)
        return 0;
    if (*length < native.length)
        return WSAEFAULT;
    memcpy(to, &native.at, (size_t)native.length);
    *length = native.length;
    return 0;
}

static int get_address(const struct sockaddr *from, int length, struct address *address)
{
    struct native_address native;
    memset(&native, 0, sizeof native);
    if (!from || length < (int)sizeof from->sa_family || length > (int)sizeof native.at)
        return WSAEFAULT;
    memcpy(&native.at, from, (size_t)length);
    native.length = length;
    winsock_address_from_native(&native, address);
    return 0;
}

int wsp_fail(int code, LPINT error)
{
    *error = code;
    return SOCKET_ERROR;
}

/* ---- life */

static int WSPAPI model_cleanup(LPINT error)
{
    int status;
    wsp_enter();
    status = machine_cleanup(wsp_machine);
    wsp_leave();
    return answer(status, error);
}

static SOCKET WSPAPI model_socket(int family, int type, int protocol, LPWSAPROTOCOL_INFOW information, GROUP group, DWORD flags,
                                  LPINT error)
{
    const char *family_word = wsp_family_word(family), *type_word = wsp_type_word(type);
    descriptor number = -1;
    int status;
    (void)group;
    (void)flags;
    if (information && family == FROM_PROTOCOL_INFO)
        return handle_of((descriptor)information->dwProviderReserved);
    if (!family_word || !type_word) {
        *error = family_word ? WSAESOCKTNOSUPPORT : WSAEAFNOSUPPORT;
        return INVALID_SOCKET;
    }
    wsp_enter();
    status = machine_make(wsp_machine, family_word, type_word, protocol, 0, &number);
    wsp_leave();
    return answer(status == UNSUPPORTED ? MODEL_EPROTONOSUPPORT : status, error) == 0 ? handle_of(number) : INVALID_SOCKET;
}

static int WSPAPI model_duplicate(SOCKET s, DWORD process, LPWSAPROTOCOL_INFOW information, LPINT error)
{
    descriptor copy = -1;
    int status;
    (void)process;
    wsp_enter();
    status = machine_duplicate(wsp_machine, wsp_number_behind(s), wsp_machine->decide.dup_shares, &copy);
    wsp_leave();
    memset(information, 0, sizeof *information);
    information->dwProviderReserved = (DWORD)copy;
    return answer(status, error);
}

static int WSPAPI model_close(SOCKET s, LPINT error)
{
    int status;
    if (wsp_number_behind(s) == foreign)
        return wsp_fail(WSAENOTSOCK, error);
    wsp_enter();
    status = machine_close(wsp_machine, wsp_number_behind(s));
    wsp_leave();
    return answer(status, error);
}

static int WSPAPI model_cancel(LPINT error)
{
    (void)error;
    AcquireSRWLockExclusive(&lock);
    wsp_cancelled++;
    wsp_leave();
    return 0;
}

/* ---- names */

static int WSPAPI model_bind(SOCKET s, const struct sockaddr *name, int length, LPINT error)
{
    struct address address;
    int status = get_address(name, length, &address);
    if (status != 0)
        return wsp_fail(status, error);
    wsp_enter();
    status = machine_bind(wsp_machine, wsp_number_behind(s), &address);
    wsp_leave();
    return answer(status, error);
}

static int name_with(int (*ask)(struct machine *, descriptor, struct address *), SOCKET s, struct sockaddr *name, LPINT length,
                     LPINT error)
{
    struct address address;
    int status, code;
    wsp_enter();
    status = ask(wsp_machine, wsp_number_behind(s), &address);
    wsp_leave();
    if (answer(status, error) != 0)
        return SOCKET_ERROR;
    code = put_address(&address, name, length);
    return code == 0 ? 0 : wsp_fail(code, error);
}

static int WSPAPI model_sockname(SOCKET s, struct sockaddr *name, LPINT length, LPINT error)
{
    return name_with(machine_sockname, s, name, length, error);
}

static int WSPAPI model_peername(SOCKET s, struct sockaddr *name, LPINT length, LPINT error)
{
    return name_with(machine_peername, s, name, length, error);
}

/* ---- connections */

static int WSPAPI model_listen(SOCKET s, int backlog, LPINT error)
{
    int status;
    wsp_enter();
    status = machine_listen(wsp_machine, wsp_number_behind(s), backlog);
    wsp_leave();
    return answer(status, error);
}

static const char *method_of(LPCONDITIONPROC condition, DWORD_PTR data)
{
    GROUP group = 0;
    switch (condition(NULL, NULL, NULL, NULL, NULL, NULL, &group, data)) {
    case CF_ACCEPT:
        return "condition-accept";
    case CF_REJECT:
        return "condition-reject";
    default:
        return "condition-defer";
    }
}

static SOCKET WSPAPI model_accept(SOCKET s, struct sockaddr *name, LPINT length, LPCONDITIONPROC condition, DWORD_PTR data,
                                  LPINT error)
{
    const char *method = condition ? method_of(condition, data) : NULL;
    struct waiting waiting;
    struct address peer;
    descriptor accepted = -1;
    unsigned long stop;
    int status;
    memset(&waiting, 0, sizeof waiting);
    memset(&peer, 0, sizeof peer);
    wsp_enter();
    stop = wsp_cancelled;
    do
        status = method ? machine_accept_by(wsp_machine, &waiting, method, wsp_number_behind(s), &accepted, &peer)
                        : machine_accept(wsp_machine, &waiting, wsp_number_behind(s), 0, &accepted, &peer);
    while (goes_on(&status, &waiting, stop));
    wsp_leave();
    if (answer(status, error) != 0)
        return INVALID_SOCKET;
    (void)put_address(&peer, name, length);
    return handle_of(accepted);
}

static int WSPAPI model_connect(SOCKET s, const struct sockaddr *name, int length, LPWSABUF caller, LPWSABUF callee,
                                LPQOS quality, LPQOS group_quality, LPINT error)
{
    struct waiting waiting;
    struct address to;
    unsigned long stop;
    int status = get_address(name, length, &to);
    (void)caller;
    (void)callee;
    (void)quality;
    (void)group_quality;
    if (status != 0)
        return wsp_fail(status, error);
    memset(&waiting, 0, sizeof waiting);
    wsp_enter();
    stop = wsp_cancelled;
    if (to.kind == ADDRESS_NONE)
        status = machine_disconnect(wsp_machine, wsp_number_behind(s));
    else
        do
            status = machine_connect(wsp_machine, &waiting, wsp_number_behind(s), &to);
        while (goes_on(&status, &waiting, stop));
    wsp_leave();
    return answer(status == MODEL_EINPROGRESS ? MODEL_EAGAIN : status, error);
}

static int WSPAPI model_shutdown(SOCKET s, int how, LPINT error)
{
    int status;
    wsp_enter();
    status = machine_shutdown(wsp_machine, wsp_number_behind(s), how == SD_RECEIVE ? "rd" : how == SD_SEND ? "wr" : "rdwr");
    wsp_leave();
    return answer(status, error);
}

/* ---- bytes */

static int WSPAPI model_send(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD bytes, DWORD flags, LPWSAOVERLAPPED overlapped,
                             LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread, LPINT error)
{
    struct waiting waiting;
    unsigned long stop;
    size_t sent = 0;
    int status;
    (void)routine;
    (void)thread;
    if (count != 1 || overlapped)
        return wsp_fail(WSAEOPNOTSUPP, error);
    memset(&waiting, 0, sizeof waiting);
    wsp_enter();
    stop = wsp_cancelled;
    do
        status = machine_send(wsp_machine, &waiting, wsp_number_behind(s), buffers->buf, buffers->len, "send",
                              MESSAGE_NOSIGNAL | (flags & MSG_OOB ? MESSAGE_OOB : 0U), &sent);
    while (goes_on(&status, &waiting, stop));
    wsp_leave();
    *bytes = (DWORD)sent;
    return answer(status, error);
}

static int WSPAPI model_send_to(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD bytes, DWORD flags, const struct sockaddr *to,
                                int length, LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                                LPWSATHREADID thread, LPINT error)
{
    (void)length;
    if (to)
        return wsp_fail(WSAEOPNOTSUPP, error);
    return model_send(s, buffers, count, bytes, flags, overlapped, routine, thread, error);
}

static int WSPAPI model_receive(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD bytes, LPDWORD flags, LPWSAOVERLAPPED overlapped,
                                LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread, LPINT error)
{
    struct waiting waiting;
    unsigned long stop;
    size_t received = 0;
    int status;
    (void)routine;
    (void)thread;
    if (count != 1 || overlapped)
        return wsp_fail(WSAEOPNOTSUPP, error);
    memset(&waiting, 0, sizeof waiting);
    wsp_enter();
    stop = wsp_cancelled;
    do
        status = machine_receive(wsp_machine, &waiting, wsp_number_behind(s), buffers->buf, buffers->len,
                                 (*flags & MSG_PEEK ? MESSAGE_PEEK : 0U) | (*flags & MSG_OOB ? MESSAGE_OOB : 0U), &received);
    while (goes_on(&status, &waiting, stop));
    wsp_leave();
    *bytes = (DWORD)received;
    return answer(status, error);
}

static int WSPAPI model_receive_from(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD bytes, LPDWORD flags, struct sockaddr *from,
                                     LPINT length, LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                                     LPWSATHREADID thread, LPINT error)
{
    (void)from;
    (void)length;
    return model_receive(s, buffers, count, bytes, flags, overlapped, routine, thread, error);
}

/* ---- options */

static int WSPAPI model_get_option(SOCKET s, int level, int number, char *value, LPINT length, LPINT error)
{
    const char *word = wsp_option_word(level, number);
    long long found = 0;
    int status, plain;
    if (!word)
        return wsp_fail(WSAENOPROTOOPT, error);
    wsp_enter();
    status = machine_get_option(wsp_machine, wsp_number_behind(s), word, &found);
    wsp_leave();
    if (answer(status, error) != 0)
        return SOCKET_ERROR;
    if (number == SO_LINGER && *length >= (int)sizeof(struct linger)) {
        struct linger linger = {found >= 0, found >= 0 ? (u_short)found : 0};
        memcpy(value, &linger, sizeof linger);
        *length = sizeof linger;
        return 0;
    }
    if (*length < (int)sizeof plain)
        return wsp_fail(WSAEFAULT, error);
    plain = number == SO_ERROR && level == SOL_SOCKET && found != 0 ? wsp_error_of((int)found) : (int)found;
    memcpy(value, &plain, sizeof plain);
    *length = sizeof plain;
    return 0;
}

static int WSPAPI model_set_option(SOCKET s, int level, int number, const char *value, int length, LPINT error)
{
    const char *word = wsp_option_word(level, number);
    struct linger linger;
    long long wanted;
    int status, plain = 0;
    if (!word)
        return wsp_fail(WSAENOPROTOOPT, error);
    if (number == SO_LINGER && length >= (int)sizeof linger) {
        memcpy(&linger, value, sizeof linger);
        wanted = linger.l_onoff ? linger.l_linger : -1;
    } else {
        memcpy(&plain, value, length < (int)sizeof plain ? (size_t)length : sizeof plain);
        wanted = plain;
    }
    wsp_enter();
    status = machine_set_option(wsp_machine, wsp_number_behind(s), word, wanted);
    wsp_leave();
    return answer(status, error);
}

static int WSPAPI model_control(SOCKET s, DWORD code, LPVOID in, DWORD in_size, LPVOID out, DWORD out_size, LPDWORD bytes,
                                LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread,
                                LPINT error)
{
    long long found = 0;
    u_long value = 0;
    int status;
    (void)overlapped;
    (void)routine;
    (void)thread;
    if (in_size < sizeof value || out_size < sizeof value ||
        (code != (DWORD)FIONBIO && code != (DWORD)FIONREAD && code != (DWORD)SIOCATMARK))
        return wsp_fail(WSAEOPNOTSUPP, error);
    memcpy(&value, in, sizeof value);
    wsp_enter();
    if (code == (DWORD)FIONBIO)
        status = machine_set_nonblocking(wsp_machine, wsp_number_behind(s), value != 0);
    else
        status = machine_control(wsp_machine, wsp_number_behind(s), code == (DWORD)FIONREAD ? "inq" : "atmark", &found);
    wsp_leave();
    value = code == (DWORD)FIONBIO ? value : (u_long)found;
    memcpy(out, &value, sizeof value);
    *bytes = sizeof value;
    return answer(status, error);
}

/* ---- the table */

static const WSPPROC_TABLE procedures = {
    .lpWSPAccept = model_accept,
    .lpWSPAddressToString = wsp_no_address_to_string,
    .lpWSPAsyncSelect = wsp_no_async_select,
    .lpWSPBind = model_bind,
    .lpWSPCancelBlockingCall = model_cancel,
    .lpWSPCleanup = model_cleanup,
    .lpWSPCloseSocket = model_close,
    .lpWSPConnect = model_connect,
    .lpWSPDuplicateSocket = model_duplicate,
    .lpWSPEnumNetworkEvents = wsp_no_enum_events,
    .lpWSPEventSelect = wsp_no_event_select,
    .lpWSPGetOverlappedResult = wsp_no_overlapped_result,
    .lpWSPGetPeerName = model_peername,
    .lpWSPGetSockName = model_sockname,
    .lpWSPGetSockOpt = model_get_option,
    .lpWSPGetQOSByName = wsp_no_quality,
    .lpWSPIoctl = model_control,
    .lpWSPJoinLeaf = wsp_no_join_leaf,
    .lpWSPListen = model_listen,
    .lpWSPRecv = model_receive,
    .lpWSPRecvDisconnect = wsp_no_disconnect,
    .lpWSPRecvFrom = model_receive_from,
    .lpWSPSelect = wsp_model_select,
    .lpWSPSend = model_send,
    .lpWSPSendDisconnect = wsp_no_disconnect,
    .lpWSPSendTo = model_send_to,
    .lpWSPSetSockOpt = model_set_option,
    .lpWSPShutdown = model_shutdown,
    .lpWSPSocket = model_socket,
    .lpWSPStringToAddress = wsp_no_string_to_address,
};

static BOOL make_machine(void)
{
    const char *choice = getenv("LISTENCHECK_MODEL");
    char message[160];
    struct decisions decisions;
    if (wsp_machine)
        return TRUE;
    if (!choice_decide(choice ? choice : "model:wsplisten", &decisions, message, sizeof message)) {
        (void)fprintf(stderr, "wsp-model: %s\n", message);
        return FALSE;
    }
    wsp_machine = calloc(1, sizeof *wsp_machine);
    if (!wsp_machine)
        return FALSE;
    first_thread = GetCurrentThreadId();
    machine_start(wsp_machine, &decisions);
    return TRUE;
}

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
    if (!make_machine())
        return WSASYSNOTREADY;
    wsp_enter();
    if (!first) /* a machine begins started */
        status = machine_startup(wsp_machine, "2.2", text, sizeof text);
    first = FALSE;
    if (status == 0 && wsp_machine->started == 1) /* the last cleanup closed everything */
        (void)machine_make_special(wsp_machine, "file", &foreign);
    wsp_leave();
    if (status != 0)
        return wsp_error_of(status);
    memset(data, 0, sizeof *data);
    data->wVersion = data->wHighVersion = MAKEWORD(2, 2);
    *table = procedures;
    return 0;
}

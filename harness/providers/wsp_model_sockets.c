/* wsp_model_sockets.c: making, naming, connecting and closing sockets of the model as a service provider. */
#include "wsp_model.h"
#include "wsp_model_words.h"

#include <string.h>

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

SOCKET WSPAPI wsp_model_socket(int family, int type, int protocol, LPWSAPROTOCOL_INFOW information, GROUP group, DWORD flags,
                               LPINT error)
{
    const char *family_word = wsp_family_word(family), *type_word = wsp_type_word(type);
    descriptor number = -1;
    int status;
    (void)group;
    (void)flags;
    if (information && family == FROM_PROTOCOL_INFO)
        return wsp_handle_of((descriptor)information->dwProviderReserved);
    if (!family_word || !type_word) {
        *error = family_word ? WSAESOCKTNOSUPPORT : WSAEAFNOSUPPORT;
        return INVALID_SOCKET;
    }
    wsp_enter();
    status = machine_make(wsp_machine, family_word, type_word, protocol, 0, &number);
    wsp_leave();
    return wsp_answer(status == UNSUPPORTED ? MODEL_EPROTONOSUPPORT : status, error) == 0 ? wsp_handle_of(number)
                                                                                          : INVALID_SOCKET;
}

int WSPAPI wsp_model_duplicate(SOCKET s, DWORD process, LPWSAPROTOCOL_INFOW information, LPINT error)
{
    descriptor copy = -1;
    int status;
    (void)process;
    wsp_enter();
    status = machine_duplicate(wsp_machine, wsp_number_behind(s), wsp_machine->decide.dup_shares, &copy);
    wsp_leave();
    memset(information, 0, sizeof *information);
    information->dwProviderReserved = (DWORD)copy;
    return wsp_answer(status, error);
}

int WSPAPI wsp_model_close(SOCKET s, LPINT error)
{
    int status;
    if (wsp_number_behind(s) == wsp_foreign)
        return wsp_fail(WSAENOTSOCK, error);
    wsp_enter();
    status = machine_close(wsp_machine, wsp_number_behind(s));
    wsp_leave();
    return wsp_answer(status, error);
}

int WSPAPI wsp_model_bind(SOCKET s, const struct sockaddr *name, int length, LPINT error)
{
    struct address address;
    int status = get_address(name, length, &address);
    if (status != 0)
        return wsp_fail(status, error);
    wsp_enter();
    status = machine_bind(wsp_machine, wsp_number_behind(s), &address);
    wsp_leave();
    return wsp_answer(status, error);
}

static int name_with(int (*ask)(struct machine *, descriptor, struct address *), SOCKET s, struct sockaddr *name, LPINT length,
                     LPINT error)
{
    struct address address;
    int status, code;
    wsp_enter();
    status = ask(wsp_machine, wsp_number_behind(s), &address);
    wsp_leave();
    if (wsp_answer(status, error) != 0)
        return SOCKET_ERROR;
    code = put_address(&address, name, length);
    return code == 0 ? 0 : wsp_fail(code, error);
}

int WSPAPI wsp_model_sockname(SOCKET s, struct sockaddr *name, LPINT length, LPINT error)
{
    return name_with(machine_sockname, s, name, length, error);
}

int WSPAPI wsp_model_peername(SOCKET s, struct sockaddr *name, LPINT length, LPINT error)
{
    return name_with(machine_peername, s, name, length, error);
}

int WSPAPI wsp_model_listen(SOCKET s, int backlog, LPINT error)
{
    int status;
    wsp_enter();
    status = machine_listen(wsp_machine, wsp_number_behind(s), backlog);
    wsp_leave();
    return wsp_answer(status, error);
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

SOCKET WSPAPI wsp_model_accept(SOCKET s, struct sockaddr *name, LPINT length, LPCONDITIONPROC condition, DWORD_PTR data,
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
    while (wsp_goes_on(&status, &waiting, stop));
    wsp_leave();
    if (wsp_answer(status, error) != 0)
        return INVALID_SOCKET;
    (void)put_address(&peer, name, length);
    return wsp_handle_of(accepted);
}

int WSPAPI wsp_model_connect(SOCKET s, const struct sockaddr *name, int length, LPWSABUF caller, LPWSABUF callee, LPQOS quality,
                             LPQOS group_quality, LPINT error)
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
        while (wsp_goes_on(&status, &waiting, stop));
    wsp_leave();
    return wsp_answer(status == MODEL_EINPROGRESS ? MODEL_EAGAIN : status, error);
}

int WSPAPI wsp_model_shutdown(SOCKET s, int how, LPINT error)
{
    int status;
    wsp_enter();
    status = machine_shutdown(wsp_machine, wsp_number_behind(s), how == SD_RECEIVE ? "rd" : how == SD_SEND ? "wr" : "rdwr");
    wsp_leave();
    return wsp_answer(status, error);
}

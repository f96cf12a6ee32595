/* wsp_model_options.c: options and controls of sockets of the model as a service provider. */
#include "wsp_model.h"
#include "wsp_model_words.h"

#include <string.h>

int WSPAPI wsp_model_get_option(SOCKET s, int level, int number, char *value, LPINT length, LPINT error)
{
    const char *word = wsp_option_word(level, number);
    long long found = 0;
    int status, plain;
    if (!word)
        return wsp_fail(WSAENOPROTOOPT, error);
    wsp_enter();
    status = machine_get_option(wsp_machine, wsp_number_behind(s), word, &found);
    wsp_leave();
    if (wsp_answer(status, error) != 0)
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

int WSPAPI wsp_model_set_option(SOCKET s, int level, int number, const char *value, int length, LPINT error)
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
    return wsp_answer(status, error);
}

int WSPAPI wsp_model_control(SOCKET s, DWORD code, LPVOID in, DWORD in_size, LPVOID out, DWORD out_size, LPDWORD bytes,
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
    return wsp_answer(status, error);
}

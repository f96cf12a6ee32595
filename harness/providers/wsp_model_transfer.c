/* wsp_model_transfer.c: sending and receiving of the model as a service provider. */
#include "wsp_model.h"

typedef int (*attempt)(struct waiting *waiting, descriptor number, LPWSABUF buffer, unsigned flags, size_t *moved);

static int try_to_send(struct waiting *waiting, descriptor number, LPWSABUF buffer, unsigned flags, size_t *moved)
{
    return machine_send(wsp_machine, waiting, number, buffer->buf, buffer->len, "send", flags, moved);
}

static int try_to_receive(struct waiting *waiting, descriptor number, LPWSABUF buffer, unsigned flags, size_t *moved)
{
    return machine_receive(wsp_machine, waiting, number, buffer->buf, buffer->len, flags, moved);
}

static int transfer(attempt attempt_once, SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD bytes, unsigned flags,
                    LPWSAOVERLAPPED overlapped, LPINT error)
{
    struct waiting waiting = {0};
    unsigned long stop;
    size_t moved = 0;
    int status;
    if (count != 1 || overlapped)
        return wsp_fail(WSAEOPNOTSUPP, error);
    wsp_enter();
    stop = wsp_cancelled;
    do
        status = attempt_once(&waiting, wsp_number_behind(s), buffers, flags, &moved);
    while (wsp_goes_on(&status, &waiting, stop));
    wsp_leave();
    *bytes = (DWORD)moved;
    return wsp_answer(status, error);
}

static unsigned message_flags(DWORD flags)
{
    return (flags & MSG_PEEK ? MESSAGE_PEEK : 0U) | (flags & MSG_OOB ? MESSAGE_OOB : 0U);
}

int WSPAPI wsp_model_send(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD bytes, DWORD flags, LPWSAOVERLAPPED overlapped,
                          LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread, LPINT error)
{
    (void)routine;
    (void)thread;
    return transfer(try_to_send, s, buffers, count, bytes, MESSAGE_NOSIGNAL | message_flags(flags & MSG_OOB), overlapped, error);
}

int WSPAPI wsp_model_send_to(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD bytes, DWORD flags, const struct sockaddr *to,
                             int length, LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                             LPWSATHREADID thread, LPINT error)
{
    (void)length;
    if (to)
        return wsp_fail(WSAEOPNOTSUPP, error);
    return wsp_model_send(s, buffers, count, bytes, flags, overlapped, routine, thread, error);
}

int WSPAPI wsp_model_receive(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD bytes, LPDWORD flags, LPWSAOVERLAPPED overlapped,
                             LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread, LPINT error)
{
    (void)routine;
    (void)thread;
    return transfer(try_to_receive, s, buffers, count, bytes, message_flags(*flags), overlapped, error);
}

int WSPAPI wsp_model_receive_from(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD bytes, LPDWORD flags, struct sockaddr *from,
                                  LPINT length, LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                                  LPWSATHREADID thread, LPINT error)
{
    (void)from;
    (void)length;
    return wsp_model_receive(s, buffers, count, bytes, flags, overlapped, routine, thread, error);
}

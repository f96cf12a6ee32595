/* wsp_model_words.c: what the model and Winsock call the same thing. */
#include "wsp_model_words.h"

#include "model/machine.h"

#include <string.h>

#ifndef SO_CONDITIONAL_ACCEPT
#define SO_CONDITIONAL_ACCEPT 0x3002
#endif

enum { FIRST_ERROR = WSABASEERR, LAST_ERROR = WSABASEERR + 1100 };

/* Berkeley's errors that Winsock has no name for. */
static const struct {
    int model, winsock;
} others[] = {
    {MODEL_EPIPE, WSAESHUTDOWN},
    {MODEL_ENOMEM, WSAENOBUFS},
    {MODEL_EPERM, WSAEACCES},
    {MODEL_ENFILE, WSAEMFILE},
    {MODEL_WSANOTINITIALISED, WSANOTINITIALISED},
    {MODEL_WSATRY_AGAIN, WSATRY_AGAIN},
};

int wsp_error_of(int status)
{
    const char *name = status > 0 ? model_error_name(status) : NULL;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (others[i].model == status)
            return others[i].winsock;
    for (int code = FIRST_ERROR; name && code <= LAST_ERROR; code++) {
        const char *native, *known = winsock_error_name(code, &native);
        if (known && strcmp(known, name) == 0)
            return code;
    }
    return status == UNSUPPORTED ? WSAEOPNOTSUPP : WSAEINVAL;
}

const char *wsp_family_word(int family)
{
    return family == AF_INET ? "inet" : family == AF_INET6 ? "inet6" : NULL;
}

const char *wsp_type_word(int type)
{
    return type == SOCK_STREAM ? "stream" : type == SOCK_DGRAM ? "dgram" : type == SOCK_RAW ? "raw" : NULL;
}

const char *wsp_option_word(int level, int number)
{
    static const struct {
        int level, number;
        const char *word;
    } options[] = {
        {SOL_SOCKET, SO_ERROR, "error"},
        {SOL_SOCKET, SO_ACCEPTCONN, "acceptconn"},
        {SOL_SOCKET, SO_TYPE, "type"},
        {SOL_SOCKET, SO_REUSEADDR, "reuseaddr"},
        {SOL_SOCKET, SO_EXCLUSIVEADDRUSE, "exclusive-addr-use"},
        {SOL_SOCKET, SO_CONDITIONAL_ACCEPT, "conditional-accept"},
        {SOL_SOCKET, SO_LINGER, "linger"},
        {SOL_SOCKET, SO_KEEPALIVE, "keepalive"},
        {SOL_SOCKET, SO_RCVBUF, "rcvbuf"},
        {SOL_SOCKET, SO_SNDBUF, "sndbuf"},
        {SOL_SOCKET, SO_RCVTIMEO, "rcvtimeo"},
        {SOL_SOCKET, SO_SNDTIMEO, "sndtimeo"},
        {SOL_SOCKET, SO_OOBINLINE, "oobinline"},
        {SOL_SOCKET, SO_BROADCAST, "broadcast"},
        {SOL_SOCKET, SO_DONTROUTE, "dontroute"},
        {IPPROTO_TCP, TCP_NODELAY, "nodelay"},
        {IPPROTO_IPV6, IPV6_V6ONLY, "v6only"},
    };
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
        if (options[i].level == level && options[i].number == number)
            return options[i].word;
    return NULL;
}

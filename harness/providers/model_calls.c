/* model_calls.c: the calls on sockets of the models' provider: each is made again as long as the machine says that it waits. */
#define _DEFAULT_SOURCE 1

#include "model_provider.h"

#include <string.h>
#include <unistd.h>

/* A fault may end the agent instead of answering. */
static int result_of(int status)
{
    if (status == WORD_crash) {
        agent_last_words();
        _exit(1);
    }
    return status;
}

/* After one try of a call: true when it is to be made again. Else *status is its result. */
static bool goes_on(int *status, struct waiting *waiting)
{
    if (*status == MACHINE_WAIT && wait_more(waiting->changes, waiting->deadline))
        return true;
    machine_finish(machine_here(), waiting);
    *status = *status == MACHINE_WAIT ? MODEL_EINTR : result_of(*status);
    return false;
}

int model_make(const char *family, const char *type, int protocol, unsigned flags, descriptor *out)
{
    return machine_make(machine_here(), family, type, protocol, flags, out);
}

int model_make_special(const char *kind, descriptor *out)
{
    return machine_make_special(machine_here(), kind, out);
}

int model_bind(descriptor s, const struct address *at)
{
    return result_of(machine_bind(machine_here(), s, at));
}

int model_listen(descriptor s, int backlog)
{
    return result_of(machine_listen(machine_here(), s, backlog));
}

int model_connect(descriptor s, const struct address *to)
{
    struct waiting waiting = {0};
    int status;
    do
        status = machine_connect(machine_here(), &waiting, s, to);
    while (goes_on(&status, &waiting));
    return status;
}

int model_disconnect(descriptor s)
{
    return result_of(machine_disconnect(machine_here(), s));
}

int model_accept(descriptor s, unsigned flags, descriptor *out, struct address *peer)
{
    struct waiting waiting = {0};
    int status;
    do
        status = machine_accept(machine_here(), &waiting, s, flags, out, peer);
    while (goes_on(&status, &waiting));
    return status;
}

int model_accept_by(const char *method, descriptor s, descriptor *out, struct address *peer)
{
    struct waiting waiting = {0};
    int status;
    do
        status = machine_accept_by(machine_here(), &waiting, method, s, out, peer);
    while (goes_on(&status, &waiting));
    return status;
}

int model_close(descriptor s)
{
    return machine_close(machine_here(), s);
}

int model_shutdown(descriptor s, const char *how)
{
    return result_of(machine_shutdown(machine_here(), s, how));
}

int model_send(descriptor s, const void *bytes, size_t count, const char *method, unsigned flags, size_t *sent)
{
    struct waiting waiting = {0};
    int status;
    do
        status = machine_send(machine_here(), &waiting, s, bytes, count, method, flags, sent);
    while (goes_on(&status, &waiting));
    return status;
}

int model_receive_from(descriptor s, void *bytes, size_t size, const char *method, unsigned flags, size_t *received)
{
    struct waiting waiting = {0};
    int status;
    (void)method;
    do
        status = machine_receive(machine_here(), &waiting, s, bytes, size, flags, received);
    while (goes_on(&status, &waiting));
    return status;
}

int model_sockname(descriptor s, struct address *out)
{
    return result_of(machine_sockname(machine_here(), s, out));
}

int model_peername(descriptor s, struct address *out)
{
    return result_of(machine_peername(machine_here(), s, out));
}

int model_fill(const char *call, descriptor s, long room, char *text, size_t size)
{
    struct address address;
    bool sockname = strcmp(call, "sockname") == 0, peername = strcmp(call, "peername") == 0,
         accepts = strcmp(call, "accept") == 0;
    bool is_address = sockname || peername || accepts;
    descriptor made;
    long long value;
    int status = sockname   ? model_sockname(s, &address)
                 : peername ? model_peername(s, &address)
                 : accepts  ? model_accept(s, 0, &made, &address)
                            : machine_get_option(machine_here(), s, call, &value);
    if (status == 0 && accepts)
        (void)model_close(made);
    if (status == 0)
        status = machine_fill_error(machine_here(), call, is_address, room);
    return status != 0 ? status : machine_fill_text(machine_here(), is_address ? &address : NULL, room, text, size);
}

int model_get_option(descriptor s, const char *name, long long *value)
{
    return machine_get_option(machine_here(), s, name, value);
}

int model_set_option(descriptor s, const char *name, long long value)
{
    return machine_set_option(machine_here(), s, name, value);
}

int model_set_nonblocking(descriptor s, int on)
{
    return machine_set_nonblocking(machine_here(), s, on);
}

int model_duplicate(descriptor s, descriptor *out)
{
    return machine_duplicate(machine_here(), s, shared->decide.dup_shares, out);
}

/* Numbers are not told apart here. */
int model_duplicate_at(descriptor s, long number, descriptor *out)
{
    (void)number;
    return model_duplicate(s, out);
}

int model_pass(descriptor s, descriptor *out)
{
    return machine_duplicate(machine_here(), s, shared->decide.pass_shares, out);
}

int model_control(descriptor s, const char *request, long long *value)
{
    return machine_control(machine_here(), s, request, value);
}

int model_information(descriptor s, char *text, size_t size)
{
    return machine_information(machine_here(), s, text, size);
}

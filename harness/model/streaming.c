/* streaming.c: data between the two ends of a connection. */
#include "inside.h"

#include <string.h>

/* Put bytes into a stream; how many fitted. */
static size_t stream_put(struct stream *stream, const void *bytes, size_t count, bool whole)
{
    size_t room = sizeof stream->bytes - stream->count;
    if (whole && (count > room || stream->message_count == MACHINE_MESSAGES))
        return 0;
    if (count > room)
        count = room;
    memcpy(stream->bytes + stream->count, bytes, count);
    stream->count += count;
    if (whole)
        stream->messages[stream->message_count++] = count;
    return count;
}

static size_t stream_take(struct stream *stream, void *bytes, size_t size, bool whole, bool peek)
{
    size_t there = whole ? stream->messages[0] : stream->count;
    size_t given = there < size ? there : size;
    memcpy(bytes, stream->bytes, given);
    if (peek)
        return given;
    size_t gone = whole ? there : given;
    memmove(stream->bytes, stream->bytes + gone, stream->count - gone);
    stream->count -= gone;
    if (whole) {
        stream->message_count--;
        memmove(stream->messages, stream->messages + 1, stream->message_count * sizeof stream->messages[0]);
    }
    return given;
}

/* A connection gave way: EPIPE and its signal, unless another error waits to be told. */
static int broken(struct machine *machine, struct socket *socket, unsigned flags)
{
    int error = is_local(socket) ? 0 : socket->error;
    if (error != 0)
        socket->error = 0;
    if (error == 0 || error == MODEL_EPIPE)
        raise_signal(machine, flags);
    return error != 0 ? error : MODEL_EPIPE;
}

static int send_error(struct machine *machine, struct socket *socket, unsigned flags)
{
    const struct decisions *decide = &machine->decide;
    if (socket->stage == STAGE_LISTENING) {
        int rule = is_local(socket) ? decide->send_listener_unix : decide->send_listener;
        if (rule == MODEL_EPIPE)
            raise_signal(machine, flags);
        return rule;
    }
    if (is_local(socket) && socket->association != CONNECTED)
        return MODEL_ENOTCONN;
    if (socket->stage == STAGE_SYN_SENT)
        return MACHINE_WAIT;
    if (socket->stage != STAGE_ESTABLISHED || (socket->shut & WRITING) != 0)
        return broken(machine, socket, flags);
    return 0;
}

/* Hand bytes to the peer. */
static size_t pass_on(struct machine *machine, struct socket *socket, const void *bytes, size_t count, unsigned flags)
{
    if (socket->peer == NOBODY)
        return count;
    struct socket *other = &machine->sockets[socket->peer];
    if (other->references == 0 && other->listener == NOBODY && !is_local(other)) {
        int gone = socket->peer;
        socket->peer = NOBODY;
        send_reset(machine, (int)(socket - machine->sockets));
        if (machine->sockets[gone].used)
            socket_free(machine, gone);
        return count;
    }
    bool lost = (other->listener != NOBODY && machine->decide.data_before_accept == WORD_lost) ||
                (socket->attempts > 0 && machine->decide.full_data == WORD_lost);
    other->deferred = false;
    changed(machine);
    if (lost)
        return count;
    if ((flags & MESSAGE_OOB) != 0 && count > 0 && other->options[OPTION_OOBINLINE] == 0) {
        other->received.urgent = true;
        other->received.urgent_byte = ((const unsigned char *)bytes)[count - 1];
        return stream_put(&other->received, bytes, count - 1, false) + 1;
    }
    return stream_put(&other->received, bytes, count, other->type == TYPE_SEQPACKET);
}

/* To the bound datagram socket a connected one means; lost where there is none. */
static int send_datagram(struct machine *machine, const struct socket *socket, const void *bytes, size_t count, size_t *sent)
{
    *sent = count;
    if (socket->association != CONNECTED)
        return is_local(socket) ? MODEL_ENOTCONN : MODEL_EDESTADDRREQ;
    for (int i = 0; i < machine->sockets_used; i++) {
        struct socket *other = &machine->sockets[i];
        if (!other->used || !other->bound || other->type != socket->type || is_local(other) != is_local(socket))
            continue;
        bool meant = is_local(socket) ? strcmp(other->local.path, socket->remote.path) == 0
                                      : other->local.port == socket->remote.port && other->family == socket->family;
        if (meant)
            (void)stream_put(&other->received, bytes, count, true);
    }
    changed(machine);
    return 0;
}

static int send_wait(struct machine *machine, struct waiting *waiting, unsigned flags, long long limit)
{
    if (machine->descriptions[waiting->description].nonblocking || (flags & MESSAGE_DONTWAIT) != 0)
        return MODEL_EAGAIN;
    if (limit > 0 && waiting->deadline == MACHINE_NEVER)
        waiting->deadline = machine->now + (uint64_t)limit * 1000;
    return machine->now >= waiting->deadline ? MODEL_EAGAIN : MACHINE_WAIT;
}

int machine_send(struct machine *machine, struct waiting *waiting, descriptor number, const void *bytes, size_t count,
                 const char *method, unsigned flags, size_t *sent)
{
    (void)method;
    int status = waiting_start(machine, waiting, number);
    *sent = 0;
    if (status != 0 || answered(machine, "send", waiting->socket, &status))
        return status;
    struct socket *socket = &machine->sockets[waiting->socket];
    if (socket->type == TYPE_DGRAM || socket->type == TYPE_RAW)
        return send_datagram(machine, socket, bytes, count, sent);
    if (is_local(socket) && (flags & MESSAGE_OOB) != 0 && socket->type == TYPE_SEQPACKET)
        return MODEL_EOPNOTSUPP;
    status = send_error(machine, socket, flags);
    if (status == WORD_ok) {
        *sent = count;
        return 0;
    }
    if (status != 0 && status != MACHINE_WAIT)
        return status;
    if (status == 0) {
        *sent = pass_on(machine, socket, bytes, count, flags);
        if (*sent > 0 || count == 0)
            return 0;
    }
    return send_wait(machine, waiting, flags, socket->options[OPTION_SNDTIMEO]);
}

static int receive_error(struct machine *machine, const struct socket *socket)
{
    const struct decisions *decide = &machine->decide;
    if (socket->stage == STAGE_LISTENING) {
        if (!is_local(socket))
            return decide->receive_listener;
        return socket->type == TYPE_SEQPACKET ? MODEL_ENOTCONN : decide->receive_listener_unix;
    }
    if (is_local(socket) && socket->stage != STAGE_ESTABLISHED)
        return socket->type == TYPE_SEQPACKET ? MODEL_ENOTCONN : MODEL_EINVAL;
    return 0;
}

/* Nothing is there to read: the end (0 and no bytes), an error, or a wait. */
static int receive_nothing(struct socket *socket)
{
    if (socket->ended && !is_local(socket))
        return 0;
    if (socket->error != 0) {
        int error = socket->error;
        socket->error = 0;
        return error;
    }
    if ((socket->shut & READING) != 0)
        return 0;
    bool pending = socket->stage == STAGE_ESTABLISHED || socket->stage == STAGE_SYN_SENT;
    return pending ? MACHINE_WAIT : MODEL_ENOTCONN;
}

static int receive_urgent(struct socket *socket, void *bytes, unsigned flags, size_t *received)
{
    if (is_local(socket) && socket->type == TYPE_SEQPACKET)
        return MODEL_EOPNOTSUPP;
    if (!socket->received.urgent)
        return !is_local(socket) && socket->stage == STAGE_CLOSED && socket->association != CONNECTED ? MODEL_ENOTCONN
                                                                                                      : MODEL_EINVAL;
    memcpy(bytes, &socket->received.urgent_byte, 1);
    socket->received.urgent = (flags & MESSAGE_PEEK) != 0;
    *received = 1;
    return 0;
}

int machine_receive(struct machine *machine, struct waiting *waiting, descriptor number, void *bytes, size_t size, unsigned flags,
                    size_t *received)
{
    int status = waiting_start(machine, waiting, number);
    *received = 0;
    if (status != 0 || answered(machine, "recv", waiting->socket, &status))
        return status;
    struct socket *socket = &machine->sockets[waiting->socket];
    bool datagram = socket->type == TYPE_DGRAM || socket->type == TYPE_RAW;
    status = datagram ? 0 : receive_error(machine, socket);
    if (status != 0)
        return status == WORD_ok ? 0 : status;
    if ((flags & MESSAGE_OOB) != 0 && !datagram)
        return receive_urgent(socket, bytes, flags, received);
    if (socket->received.count > 0 || socket->received.message_count > 0) {
        *received =
            stream_take(&socket->received, bytes, size, socket->type == TYPE_SEQPACKET || datagram, (flags & MESSAGE_PEEK) != 0);
        changed(machine);
        return 0;
    }
    status = datagram ? MACHINE_WAIT : receive_nothing(socket);
    if (status != MACHINE_WAIT)
        return status;
    return send_wait(machine, waiting, flags, socket->options[OPTION_RCVTIMEO]);
}

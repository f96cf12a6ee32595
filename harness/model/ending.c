/* ending.c: how connections and listeners end: end of stream, reset, close and shutdown. */
#include "inside.h"

#include <string.h>

enum { TIME_WAIT_SECONDS = 60, SECOND = 1000000 };

static void release_name(struct machine *machine, int index)
{
    if (!machine->sockets[index].chosen_port)
        machine->sockets[index].bound = false;
    name_changed(machine, index);
}

/* A connection that waited in a queue was reset by its client. */
static void queue_abort(struct machine *machine, int child)
{
    int listener = machine->sockets[child].listener;
    machine->sockets[child].aborted = true;
    machine->sockets[child].deferred = false;
    if (machine->decide.error_listener == WORD_holds)
        machine->sockets[listener].error = MODEL_ECONNRESET;
    if (machine->decide.accept_reset_others != WORD_yes)
        return;
    for (int i = machine->sockets[listener].first; i != NOBODY;) {
        int next = machine->sockets[i].next;
        if (i != child) {
            queue_remove(machine, i);
            socket_free(machine, i);
        }
        i = next;
    }
}

void send_reset(struct machine *machine, int to)
{
    if (to == NOBODY || machine->sockets[to].stage != STAGE_ESTABLISHED)
        return;
    struct socket *socket = &machine->sockets[to];
    socket->peer = NOBODY;
    changed(machine);
    if (machine->decide.dead_connection == WORD_eof) {
        socket->ended = true;
        socket->shut |= READING;
        return;
    }
    socket->shut = READING | WRITING;
    socket->error = socket->ended && !is_local(socket) ? MODEL_EPIPE : MODEL_ECONNRESET;
    if (!is_local(socket)) {
        set_stage(machine, to, STAGE_CLOSED);
        release_name(machine, to);
    }
    if (socket->listener != NOBODY)
        queue_abort(machine, to);
    else if (socket->references == 0)
        socket_free(machine, to);
}

/* Both directions have ended: the transport forgets the connection. */
static void complete(struct machine *machine, int index)
{
    struct socket *socket = &machine->sockets[index];
    if (!socket->ended || (socket->shut & WRITING) == 0 || socket->stage != STAGE_ESTABLISHED)
        return;
    set_stage(machine, index, STAGE_CLOSED);
    socket->shut = READING | WRITING;
    socket->peer = NOBODY;
    changed(machine);
    if (socket->ended_first) {
        int wait = socket_make(machine);
        if (wait != NOBODY) {
            struct socket *trace = &machine->sockets[wait];
            memcpy(trace->options, socket->options, sizeof trace->options);
            trace->family = socket->family;
            trace->protocol = socket->protocol;
            trace->local = socket->local;
            trace->bound = true;
            trace->stage = STAGE_TIME_WAIT;
            trace->expires_at = machine->now + (uint64_t)TIME_WAIT_SECONDS * SECOND;
            name_changed(machine, wait);
        }
    }
    release_name(machine, index);
    if (socket->references == 0 && socket->listener == NOBODY)
        socket_free(machine, index);
}

void send_end(struct machine *machine, int from)
{
    int to = machine->sockets[from].peer;
    if (to == NOBODY || machine->sockets[to].ended)
        return;
    struct socket *socket = &machine->sockets[to];
    changed(machine);
    if (socket->listener != NOBODY && machine->decide.end_before_accept == WORD_lost) {
        queue_remove(machine, to);
        socket_free(machine, to);
        return;
    }
    socket->ended = true;
    socket->shut |= READING;
    socket->deferred = false;
    complete(machine, to);
}

/* This side has nothing more to say. */
static void end_writing(struct machine *machine, int index)
{
    struct socket *socket = &machine->sockets[index];
    if ((socket->shut & WRITING) != 0)
        return;
    socket->ended_first = !socket->ended;
    socket->shut |= WRITING;
    send_end(machine, index);
    complete(machine, index);
}

void drop_queue(struct machine *machine, int listener, int manner)
{
    while (machine->sockets[listener].first != NOBODY) {
        int child = machine->sockets[listener].first;
        int client = machine->sockets[child].peer;
        queue_remove(machine, child);
        if (manner == WORD_reset)
            send_reset(machine, client);
        else if (manner == WORD_eof && client != NOBODY && is_local(&machine->sockets[client]))
            machine->sockets[client].shut = READING | WRITING;
        else if (manner == WORD_eof)
            send_end(machine, child);
        socket_free(machine, child);
    }
    changed(machine);
}

void disconnect_now(struct machine *machine, int index)
{
    struct socket *socket = &machine->sockets[index];
    bool alive = socket->stage == STAGE_ESTABLISHED || socket->stage == STAGE_SYN_SENT;
    if (socket->stage == STAGE_ESTABLISHED)
        send_reset(machine, socket->peer);
    set_stage(machine, index, STAGE_CLOSED);
    socket->association = UNCONNECTED;
    socket->error = alive ? MODEL_ECONNRESET : 0;
    socket->shut = 0;
    socket->ended = false;
    socket->ended_first = false;
    socket->passive = false;
    socket->peer = NOBODY;
    memset(&socket->received, 0, sizeof socket->received);
    socket->remote.kind = ADDRESS_NONE;
    release_name(machine, index);
    if (!socket->chosen_address && socket->local.kind != ADDRESS_UNNAMED) {
        uint16_t port = socket->local.port;
        any_address(socket->family, &socket->local);
        socket->local.port = port;
    }
    changed(machine);
}

/* The other sockets with a listener's port: its accepted connections. */
static void reset_children(struct machine *machine, const struct socket *listener)
{
    for (int i = 0; i < machine->sockets_used; i++) {
        struct socket *socket = &machine->sockets[i];
        if (!socket->used || !socket->passive || socket->stage != STAGE_ESTABLISHED || socket->listener != NOBODY ||
            socket->family != listener->family || socket->local.port != listener->local.port)
            continue;
        send_reset(machine, socket->peer);
        send_reset(machine, i);
    }
}

void refuse_waiting(struct machine *machine, const struct address *at, enum family family)
{
    for (int i = 0; i < machine->sockets_used; i++) {
        struct socket *socket = &machine->sockets[i];
        if (socket->used && socket->stage == STAGE_SYN_SENT && socket->family == family && socket->remote.port == at->port)
            connect_finish(machine, i, machine->decide.connect_failed);
    }
}

static void close_listener(struct machine *machine, int index)
{
    const struct decisions *decide = &machine->decide;
    struct socket *socket = &machine->sockets[index];
    bool local = is_local(socket);
    drop_queue(machine, index,
               local && decide->close_pending_unix != WORD_same ? decide->close_pending_unix : decide->close_pending);
    if (decide->close_children == WORD_reset)
        reset_children(machine, socket);
    if (!local && socket->options[OPTION_REUSEPORT] != 0 && decide->reuseport_close == WORD_holds) {
        socket->most = 0; /* nobody is let in, and nobody else gets them */
        return;
    }
    set_stage(machine, index, STAGE_CLOSED);
    if (!local && decide->close_waiting == WORD_refuse)
        refuse_waiting(machine, &socket->local, socket->family);
    if (!local && decide->close_port == WORD_holds) {
        set_stage(machine, index, STAGE_TIME_WAIT);
        socket->expires_at = machine->now + (uint64_t)TIME_WAIT_SECONDS * SECOND;
    }
}

static void close_local(struct machine *machine, int index)
{
    struct socket *socket = &machine->sockets[index];
    if (socket->peer == NOBODY)
        return;
    struct socket *other = &machine->sockets[socket->peer];
    other->shut = READING | WRITING;
    other->peer = NOBODY;
    other->ended = true;
    if (socket->received.count > 0)
        other->error = MODEL_ECONNRESET;
    if (other->references == 0 && other->listener == NOBODY)
        socket_free(machine, (int)(other - machine->sockets));
}

/* The last descriptor of a connection is gone: reset, or an orphan that finishes politely. True when it lives on. */
static bool close_connection(struct machine *machine, int index)
{
    struct socket *socket = &machine->sockets[index];
    bool rude = socket->received.count > 0 || socket->options[OPTION_LINGER] == 0;
    if (rude) {
        send_reset(machine, socket->peer);
        return false;
    }
    if (socket->peer == NOBODY)
        return false;
    end_writing(machine, index);
    return socket->used && socket->stage == STAGE_ESTABLISHED;
}

void socket_close(struct machine *machine, int index)
{
    struct socket *socket = &machine->sockets[index];
    changed(machine);
    if (socket->stage == STAGE_LISTENING)
        close_listener(machine, index);
    if (is_local(socket)) {
        close_local(machine, index);
        path_leave(machine, index);
    } else if (socket->stage == STAGE_ESTABLISHED && close_connection(machine, index)) {
        return;
    }
    if (socket->used && socket->stage != STAGE_TIME_WAIT && socket->stage != STAGE_LISTENING)
        socket_free(machine, index);
}

static int shutdown_local(struct machine *machine, int index, unsigned how)
{
    struct socket *socket = &machine->sockets[index];
    const struct decisions *decide = &machine->decide;
    if (socket->stage == STAGE_LISTENING && decide->shutdown_unix != WORD_nothing) {
        if (is_error(decide->shutdown_unix))
            return decide->shutdown_unix;
        if ((how & READING) != 0)
            stop_listening(machine, index);
        return 0;
    }
    socket->shut |= how;
    changed(machine);
    if (socket->peer != NOBODY) {
        struct socket *other = &machine->sockets[socket->peer];
        other->shut |= ((how & READING) != 0 ? WRITING : 0u) | ((how & WRITING) != 0 ? READING : 0u);
        other->ended |= (how & WRITING) != 0;
    }
    return 0;
}

static int shutdown_listener(struct machine *machine, int index, unsigned how)
{
    const struct decisions *decide = &machine->decide;
    int rule = (how & READING) != 0 ? decide->shutdown_listener : decide->shutdown_listener_write;
    if (how == (READING | WRITING) && decide->shutdown_listener_both != WORD_same)
        rule = decide->shutdown_listener_both;
    if (is_error(rule))
        return rule;
    if (rule == WORD_unlisten)
        stop_listening(machine, index);
    return 0;
}

int machine_shutdown(struct machine *machine, descriptor number, const char *how)
{
    static const char *const names[] = {"rd", "wr", "rdwr"};
    int description = NOBODY;
    int index = NOBODY;
    unsigned direction = 0;
    for (unsigned i = 0; i < 3; i++)
        if (strcmp(names[i], how) == 0)
            direction = i + 1;
    int status = find_socket(machine, number, &description, &index);
    if (status != 0 || answered(machine, "shutdown", index, &status))
        return status;
    struct socket *socket = &machine->sockets[index];
    if (direction == 0)
        return MODEL_EINVAL;
    if (is_local(socket))
        return shutdown_local(machine, index, direction);
    if (socket->stage == STAGE_LISTENING)
        return shutdown_listener(machine, index, direction);
    if (socket->stage == STAGE_SYN_SENT) {
        disconnect_now(machine, index);
        return 0;
    }
    if (socket->stage == STAGE_ESTABLISHED) {
        socket->association = CONNECTED;
        socket->shut |= direction & READING;
        if ((direction & WRITING) != 0)
            end_writing(machine, index);
        changed(machine);
        return 0;
    }
    bool connected = socket->protocol == PROTOCOL_OTHER && socket->association == CONNECTED;
    socket->shut |= direction;
    changed(machine);
    return connected || machine->decide.shutdown_unconnected == WORD_ok ? 0 : machine->decide.shutdown_unconnected;
}

/* accepting.c: the queue of a listener, and accept(). */
#include "inside.h"

#include <limits.h>
#include <string.h>

void queue_append(struct machine *machine, int listener, int child)
{
    struct socket *socket = &machine->sockets[listener];
    machine->sockets[child].listener = listener;
    machine->sockets[child].next = NOBODY;
    if (socket->first == NOBODY)
        socket->first = child;
    else
        machine->sockets[socket->last].next = child;
    socket->last = child;
    socket->count++;
    changed(machine);
}

void queue_remove(struct machine *machine, int child)
{
    int listener = machine->sockets[child].listener;
    if (listener == NOBODY)
        return;
    struct socket *socket = &machine->sockets[listener];
    int before = NOBODY;
    for (int i = socket->first; i != child && i != NOBODY; i = machine->sockets[i].next)
        before = i;
    int after = machine->sockets[child].next;
    if (before == NOBODY)
        socket->first = after;
    else
        machine->sockets[before].next = after;
    if (socket->last == child)
        socket->last = before;
    socket->count--;
    machine->sockets[child].listener = NOBODY;
    machine->sockets[child].next = NOBODY;
    changed(machine);
}

int queue_length(const struct machine *machine, int listener)
{
    const struct socket *socket = &machine->sockets[listener];
    if (machine->decide.slot_after_abort == WORD_holds && socket->options[OPTION_DEFER_ACCEPT] == 0)
        return socket->count;
    int counted = 0;
    for (int i = machine->sockets[listener].first; i != NOBODY; i = machine->sockets[i].next) {
        bool gone = machine->sockets[i].aborted && machine->decide.slot_after_abort == WORD_release;
        counted += !gone && !machine->sockets[i].deferred;
    }
    return counted;
}

int queue_room(struct machine *machine, int listener)
{
    const struct socket *socket = &machine->sockets[listener];
    long long most = socket->most;
    if (machine->decide.backlog_limit_read == WORD_always && most > machine->somaxconn + 1)
        most = machine->somaxconn + 1;
    most -= queue_length(machine, listener) + socket->held;
    return most > INT_MAX ? INT_MAX : (int)most;
}

int queue_visible(const struct machine *machine, int listener)
{
    int shown = 0;
    for (int i = machine->sockets[listener].first; i != NOBODY; i = machine->sockets[i].next)
        shown += !machine->sockets[i].deferred;
    return shown;
}

/* The connection accept() takes next, or NOBODY. */
static int queue_next(const struct machine *machine, const struct socket *socket)
{
    int order = machine->decide.accept_order;
    int found = NOBODY;
    int seen = 0;
    for (int i = socket->first; i != NOBODY; i = machine->sockets[i].next) {
        if (machine->sockets[i].deferred)
            continue;
        found = i;
        seen++;
        if (order == WORD_fifo || (order == WORD_swaps && seen == 2))
            break;
    }
    return found;
}

/* An aborted connection at the head: whether it is passed over, and the error accept() gives for it. */
static int aborted_rule(const struct machine *machine, int child)
{
    const struct socket *found = &machine->sockets[child];
    if (found->aborted)
        return machine->decide.accept_aborted;
    return found->ended && machine->decide.end_before_accept == WORD_skipped ? WORD_skipped : WORD_delivered;
}

/* Take the next connection off the queue: its index in *child, or a status. */
static int take(struct machine *machine, int listener, int *child)
{
    struct socket *socket = &machine->sockets[listener];
    for (;;) {
        int found = queue_next(machine, socket);
        if (found == NOBODY)
            return MACHINE_WAIT;
        int rule = aborted_rule(machine, found);
        bool holds = machine->sockets[found].aborted ? machine->decide.slot_after_abort_accept == WORD_holds
                                                     : machine->decide.slot_after_accept == WORD_holds;
        queue_remove(machine, found);
        socket->held += holds;
        *child = found;
        if (rule == WORD_delivered)
            return 0;
        socket_free(machine, found);
        if (is_error(rule))
            return rule;
    }
}

static int listening_error(struct machine *machine, const struct waiting *waiting, bool nonblocking)
{
    const struct decisions *decide = &machine->decide;
    const struct socket *socket = &machine->sockets[waiting->socket];
    if (socket->type == TYPE_DGRAM || socket->type == TYPE_RAW)
        return decide->accept_datagram;
    if (socket->type == TYPE_SEQPACKET && socket->protocol == PROTOCOL_SCTP)
        return MODEL_EOPNOTSUPP; /* one-to-many */
    bool deaf = is_local(socket) && (socket->shut & READING) != 0 && socket->first == NOBODY && !nonblocking;
    if (socket->stage != STAGE_LISTENING || deaf) {
        if (!waiting->was_listening || (deaf && !is_error(decide->shutdown_wakes)))
            return deaf ? MACHINE_WAIT : decide->accept_not_listening;
        return is_error(decide->shutdown_wakes) ? decide->shutdown_wakes : MACHINE_WAIT;
    }
    if (socket->type == TYPE_SEQPACKET && is_error(decide->accept_seqpacket))
        return decide->accept_seqpacket;
    if (waiting->listens != socket->listens && is_error(decide->relisten_accept))
        return decide->relisten_accept;
    return socket->accepted >= 99 && is_error(decide->accept_many) ? decide->accept_many : 0;
}

/* accept() fails for another reason than the queue: what becomes of the connection that waits first. */
static void spoil(struct machine *machine, int listener, int manner)
{
    int child = machine->sockets[listener].first;
    if (child == NOBODY || manner == WORD_kept)
        return;
    queue_remove(machine, child);
    if (manner == WORD_reset)
        send_reset(machine, machine->sockets[child].peer);
    socket_free(machine, child);
}

static int early_error(struct machine *machine, int listener, unsigned flags)
{
    if ((flags & SOCKET_INVALID_FLAG) != 0 && is_error(machine->decide.accept_flags)) {
        spoil(machine, listener, machine->decide.accept_flags_queue);
        return machine->decide.accept_flags;
    }
    if (!descriptor_left(machine)) {
        spoil(machine, listener, machine->decide.accept_exhausted_queue);
        return machine->decide.accept_exhausted;
    }
    return 0;
}

static int nothing_pending(struct machine *machine, struct waiting *waiting, bool nonblocking)
{
    const struct socket *socket = &machine->sockets[waiting->socket];
    if (nonblocking) {
        leak(machine, WORD_always);
        return machine->decide.accept_empty;
    }
    if (machine->decide.accept_blocks == WORD_no)
        return MODEL_EAGAIN;
    long long limit = socket->options[OPTION_RCVTIMEO];
    if (limit > 0 && waiting->deadline == MACHINE_NEVER && machine->decide.accept_timeout == WORD_yes)
        waiting->deadline = machine->now + (uint64_t)limit * 1000;
    return machine->now >= waiting->deadline ? MODEL_EAGAIN : MACHINE_WAIT;
}

static void name_peer(const struct machine *machine, const struct socket *child, struct address *peer)
{
    *peer = machine->decide.accept_peer == WORD_swaps ? child->local : child->remote;
    if (machine->decide.accept_peer == WORD_none)
        any_address(child->family, peer);
    if (machine->decide.mapped_peer == WORD_plain)
        *peer = as_plain(peer);
    if (is_local(child) && peer->kind != ADDRESS_PATH && peer->kind != ADDRESS_ABSTRACT)
        peer->kind = ADDRESS_UNNAMED;
}

/* Gives the next free number instead of the lowest. */
static int move_up(struct machine *machine, int description, bool cloexec, descriptor *out)
{
    descriptor lowest = *out;
    machine->descriptions[description].references++;
    int status = descriptor_make(machine, description, cloexec, out);
    (void)machine_close(machine, lowest);
    return status;
}

static int deliver(struct machine *machine, struct waiting *waiting, int child, unsigned flags, descriptor *out)
{
    const struct decisions *decide = &machine->decide;
    const struct description *from = &machine->descriptions[waiting->description];
    struct socket *socket = &machine->sockets[waiting->socket];
    int description = description_make(machine, DESCRIPTION_SOCKET, child);
    if (description == NOBODY)
        return MODEL_ENFILE;
    bool effect = decide->accept_flag_effect == WORD_yes;
    machine->descriptions[description].nonblocking =
        (effect && (flags & SOCKET_NONBLOCK) != 0) || (decide->accept_nonblock == WORD_yes && from->nonblocking);
    machine->descriptions[description].async = decide->accept_nonblock == WORD_yes && from->async;
    bool cloexec = effect && (flags & SOCKET_CLOEXEC) != 0;
    int source;
    if (decide->accept_cloexec == WORD_yes && find_description(machine, waiting->number, &source) == 0)
        cloexec |= machine->processes[machine->process].descriptors[waiting->number].cloexec;
    socket->accepted++;
    if (decide->accept_listener == WORD_unlistens)
        stop_listening(machine, waiting->socket);
    int status = descriptor_make(machine, description, cloexec, out);
    return status == 0 && decide->accept_number == WORD_random ? move_up(machine, description, cloexec, out) : status;
}

int machine_accept(struct machine *machine, struct waiting *waiting, descriptor number, unsigned flags, descriptor *out,
                   struct address *peer)
{
    bool first = !waiting->started;
    int status = waiting_start(machine, waiting, number);
    if (status != 0 || answered(machine, "accept", waiting->socket, &status))
        return status;
    bool nonblocking = machine->descriptions[waiting->description].nonblocking && !waiting->patient;
    struct socket *socket = &machine->sockets[waiting->socket];
    status = early_error(machine, waiting->socket, flags);
    if (status == 0)
        status = listening_error(machine, waiting, nonblocking);
    if (status != 0)
        return status;
    if (!socket->accept_called)
        changed(machine);
    socket->accept_called = true;
    if (!first && machine->decide.accept_wakes == WORD_no)
        return nothing_pending(machine, waiting, nonblocking);
    if (socket->options[OPTION_CONDITIONAL] != 0 && socket->count == 0)
        invite(machine, waiting->socket);
    int child = NOBODY;
    status = take(machine, waiting->socket, &child);
    if (status == MACHINE_WAIT)
        return nothing_pending(machine, waiting, nonblocking);
    if (status != 0)
        return status;
    name_peer(machine, &machine->sockets[child], peer);
    return deliver(machine, waiting, child, flags, out);
}

/* The condition function is asked about the connection that waits first. */
static int accept_on_condition(struct machine *machine, struct waiting *waiting, const char *answer, descriptor number,
                               descriptor *out, struct address *peer)
{
    const struct decisions *decide = &machine->decide;
    int status = waiting_start(machine, waiting, number);
    if (status != 0)
        return status;
    struct socket *socket = &machine->sockets[waiting->socket];
    if (socket->stage == STAGE_LISTENING && socket->first != NOBODY) {
        if (strcmp(answer, "defer") == 0 && is_error(decide->condition_defer))
            return decide->condition_defer;
        if (strcmp(answer, "reject") == 0 && is_error(decide->condition_reject)) {
            spoil(machine, waiting->socket, WORD_reset);
            return decide->condition_reject;
        }
        if (is_error(decide->condition_accept))
            return decide->condition_accept;
    }
    return machine_accept(machine, waiting, number, 0, out, peer);
}

int machine_accept_by(struct machine *machine, struct waiting *waiting, const char *method, descriptor number, descriptor *out,
                      struct address *peer)
{
    if (machine->decide.errors != WORD_winsock)
        return UNSUPPORTED;
    if (strcmp(method, "overlapped") == 0) {
        waiting->patient = true;
        int status = machine_accept(machine, waiting, number, 0, out, peer);
        return status == MACHINE_WAIT && is_error(machine->decide.overlapped) ? machine->decide.overlapped : status;
    }
    if (strncmp(method, "condition-", 10) == 0)
        return accept_on_condition(machine, waiting, method + 10, number, out, peer);
    return UNSUPPORTED;
}

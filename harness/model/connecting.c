/* connecting.c: connect(), and what a listener does with a client that arrives. */
#include "inside.h"

#include <string.h>

enum { SECOND = 1000000, LAST_ATTEMPT = 131 };

/* How well a listener fits a destination; 0: not at all. */
static int fitness(const struct machine *machine, const struct socket *listener, const struct socket *client)
{
    const struct decisions *decide = &machine->decide;
    struct address to = as_plain(&client->remote);
    struct address own = as_plain(&listener->local);
    if (to.kind == own.kind && same_ip(&to, &own))
        return 4;
    if (own.kind == to.kind && is_any(&own))
        return 3;
    bool dual = listener->local.kind == ADDRESS_INET6 && is_any(&own) && to.kind == ADDRESS_INET;
    bool only = listener->options[OPTION_V6ONLY] != 0 && decide->v6only_effect == WORD_yes;
    if (dual)
        return only || decide->dual == WORD_no ? 0 : 2;
    return own.kind == to.kind && decide->specific_address == WORD_no ? 1 : 0;
}

/* Can the one be a client of the other? */
static bool same_network(const struct socket *one, const struct socket *other)
{
    bool vsock = one->family == FAMILY_VSOCK;
    return vsock == (other->family == FAMILY_VSOCK) && (vsock || has_handshake(one)) &&
           (one->protocol == PROTOCOL_SCTP) == (other->protocol == PROTOCOL_SCTP);
}

/* The socket on the destination's port that listens (or is only bound), or NOBODY. */
static int find_target(struct machine *machine, int client, enum stage stage)
{
    const struct socket *wanted = &machine->sockets[client];
    int best = 0;
    int found = NOBODY;
    int equals = 0;
    bool listening = stage == STAGE_LISTENING;
    int count = listening ? machine->listener_count : machine->sockets_used;
    for (int at = 0; at < count; at++) {
        int i = listening ? machine->listeners[at] : at;
        const struct socket *socket = &machine->sockets[i];
        if (machine->ports[i] == 0 || machine->ports[i] != wanted->remote.port || socket->stage != stage ||
            !same_network(socket, wanted))
            continue;
        int fit = fitness(machine, socket, wanted);
        if (fit > best)
            equals = 0;
        if (fit > 0 && fit >= best) {
            equals++;
            best = fit;
            if (equals == 1 || (machine->decide.reuseport_share == WORD_random && machine->turn++ % equals == 0))
                found = i;
        }
    }
    return found;
}

/* Make the listener's end of a connection. */
static int child_make(struct machine *machine, int listener, int client)
{
    int index = socket_make(machine);
    if (index == NOBODY)
        return NOBODY;
    struct socket *child = &machine->sockets[index];
    struct socket *parent = &machine->sockets[listener];
    struct socket *from = &machine->sockets[client];
    child->family = parent->family;
    child->type = parent->type;
    child->protocol = parent->protocol;
    set_stage(machine, index, STAGE_ESTABLISHED);
    child->association = CONNECTED;
    child->passive = true;
    child->bound = true;
    child->local = is_local(parent) ? parent->local : from->remote;
    child->remote = from->local;
    if (parent->family == FAMILY_INET6) {
        child->local = as_mapped(&child->local);
        child->remote = as_mapped(&child->remote);
    } else if (!is_local(parent)) {
        child->local = as_plain(&child->local);
        child->remote = as_plain(&child->remote);
    }
    if (machine->decide.accept_name == WORD_any && !is_local(parent))
        child->local = parent->local;
    name_changed(machine, index);
    child->shut = is_local(parent) ? 0 : parent->shut;
    child->user = parent->user;
    child->peer_user = is_local(parent) ? machine->processes[machine->process].user : -1;
    child->peer = client;
    options_inherit(machine, listener, index);
    child->deferred = parent->options[OPTION_DEFER_ACCEPT] > 0 && machine->decide.defer_accept == WORD_yes;
    from->peer = index;
    return index;
}

static void establish(struct machine *machine, int client, int listener)
{
    set_stage(machine, client, STAGE_ESTABLISHED);
    if (listener != NOBODY) {
        int child = child_make(machine, listener, client);
        if (child != NOBODY)
            queue_append(machine, listener, child);
    }
    changed(machine);
}

void connect_finish(struct machine *machine, int client, int error)
{
    struct socket *socket = &machine->sockets[client];
    set_stage(machine, client, STAGE_CLOSED);
    socket->error = error;
    socket->shut = READING | WRITING;
    if (!socket->chosen_port)
        socket->bound = false;
    name_changed(machine, client);
    changed(machine);
}

/* Nobody listens there: refused, unless that is decided otherwise. */
static void arrive_unheard(struct machine *machine, int client)
{
    const struct decisions *decide = &machine->decide;
    int bound = find_target(machine, client, STAGE_CLOSED);
    int rule = bound != NOBODY ? decide->before_listen : decide->closed_listener;
    if (rule == WORD_refuse)
        connect_finish(machine, client, is_error(decide->connect_unheard) ? decide->connect_unheard : decide->connect_failed);
    else if (rule == WORD_establish)
        establish(machine, client, NOBODY);
}

static void arrive_full(struct machine *machine, int client, int listener)
{
    const struct decisions *decide = &machine->decide;
    int rule = machine->abort_on_overflow != 0 && decide->full_abort == WORD_reset ? WORD_reset : decide->full;
    if (rule == WORD_ignore) {
        machine->sockets[client].hopeless |= decide->full_retry == WORD_no;
        return;
    }
    if (rule == WORD_refuse || rule == WORD_refuse_all)
        connect_finish(machine, client, decide->connect_failed);
    if (rule == WORD_refuse_all)
        drop_queue(machine, listener, WORD_reset);
    if (rule == WORD_reset) {
        establish(machine, client, NOBODY);
        send_reset(machine, client);
    }
    if (rule == WORD_establish)
        establish(machine, client, NOBODY);
    if (rule == WORD_lost)
        machine->sockets[client].hopeless = true;
}

/* What a listener does with a client before the queue is looked at: WORD_establish to go on. */
static int early_rule(const struct machine *machine, const struct socket *listener)
{
    if (!listener->accept_called && machine->decide.before_accept != WORD_establish)
        return machine->decide.before_accept;
    return listener->arrived == 0 ? machine->decide.first_client : WORD_establish;
}

void arrive(struct machine *machine, int client)
{
    struct socket *socket = &machine->sockets[client];
    if (socket->hopeless || !machine->interface_up)
        return;
    int listener = find_target(machine, client, STAGE_LISTENING);
    if (listener == NOBODY && socket->remote.port == socket->local.port && same_ip(&socket->remote, &socket->local)) {
        socket->peer = client;
        establish(machine, client, NOBODY);
        return;
    }
    if (listener == NOBODY) {
        arrive_unheard(machine, client);
        return;
    }
    int early = early_rule(machine, &machine->sockets[listener]);
    machine->sockets[listener].arrived++;
    if (early == WORD_refuse)
        connect_finish(machine, client, machine->decide.connect_failed);
    if (early != WORD_establish)
        return;
    if (queue_room(machine, listener) <= 0) {
        arrive_full(machine, client, listener);
        return;
    }
    if (machine->sockets[listener].options[OPTION_CONDITIONAL] != 0 && machine->decide.conditional_accept == WORD_yes)
        return; /* until the application has decided, see invite() */
    if (machine->decide.delivery == WORD_any)
        for (int i = 0; i < machine->listener_count; i++)
            if (machine->sockets[machine->listeners[i]].family == machine->sockets[listener].family) {
                listener = machine->listeners[i];
                break;
            }
    establish(machine, client, listener);
}

int waiting_client(struct machine *machine, int listener)
{
    for (int i = 0; i < machine->sockets_used; i++)
        if (machine->sockets[i].used && machine->sockets[i].stage == STAGE_SYN_SENT &&
            find_target(machine, i, STAGE_LISTENING) == listener)
            return i;
    return NOBODY;
}

void invite(struct machine *machine, int listener)
{
    int client = waiting_client(machine, listener);
    if (client != NOBODY && queue_room(machine, listener) > 0)
        establish(machine, client, listener);
}

/* Where a client's own address comes from. */
static int settle_client(struct machine *machine, int index, const struct address *to)
{
    struct socket *socket = &machine->sockets[index];
    struct address target = *to;
    if (socket->family == FAMILY_VSOCK) {
        socket->remote = *to;
        if (socket->bound)
            return 0;
        any_address(FAMILY_VSOCK, &socket->local);
        socket->bound = true;
        return choose_port(machine, index, MODEL_EADDRNOTAVAIL);
    }
    if (socket->family == FAMILY_INET6)
        target = as_mapped(to);
    if (is_any(&target)) {
        uint16_t port = target.port;
        bool plain = target.kind == ADDRESS_INET || is_mapped(&target);
        loopback_address(plain ? FAMILY_INET : FAMILY_INET6, &target);
        target.port = port;
        if (socket->family == FAMILY_INET6)
            target = as_mapped(&target);
    }
    if (!is_here(machine, &target))
        return MODEL_ENETUNREACH;
    socket->remote = target;
    bool automatic = !socket->bound;
    if (automatic || is_any(&socket->local)) {
        uint16_t port = automatic ? 0 : socket->local.port;
        bool plain = target.kind == ADDRESS_INET || is_mapped(&target);
        loopback_address(plain ? FAMILY_INET : FAMILY_INET6, &socket->local);
        socket->local.port = port;
        if (socket->family == FAMILY_INET6)
            socket->local = as_mapped(&socket->local);
    }
    int status = socket->local.port == 0 ? choose_port(machine, index, MODEL_EADDRNOTAVAIL) : 0;
    socket->bound |= status == 0;
    name_changed(machine, index);
    return status;
}

static int check_target(const struct machine *machine, const struct socket *socket, const struct address *to)
{
    if (socket->family == FAMILY_VSOCK)
        return to->kind == ADDRESS_OTHER ? 0 : MODEL_EAFNOSUPPORT;
    if (socket->family == FAMILY_INET && to->kind != ADDRESS_INET)
        return MODEL_EAFNOSUPPORT;
    if (socket->family == FAMILY_INET6 && to->kind == ADDRESS_INET)
        return MODEL_EAFNOSUPPORT;
    if (to->kind != ADDRESS_INET && to->kind != ADDRESS_INET6)
        return MODEL_EAFNOSUPPORT;
    if (is_mapped(to) && socket->options[OPTION_V6ONLY] != 0)
        return MODEL_ENETUNREACH;
    return machine->interface_up ? 0 : MODEL_ENETUNREACH;
}

/* The first step of a connect with a handshake: 0 when the client is on its way. */
static int connect_start(struct machine *machine, int index, const struct address *to)
{
    struct socket *socket = &machine->sockets[index];
    int status = check_target(machine, socket, to);
    if (status == 0)
        status = settle_client(machine, index, to);
    if (status != 0)
        return status;
    set_stage(machine, index, STAGE_SYN_SENT);
    socket->association = CONNECTING;
    socket->error = 0;
    socket->attempts = 0;
    socket->hopeless = false;
    socket->retry_at = machine->now + SECOND;
    socket->give_up_at = machine->now + (uint64_t)LAST_ATTEMPT * SECOND;
    socket->was_listening = false;
    arrive(machine, index);
    return 0;
}

/* A failed connect is collected: its error is given once and the socket is fresh again. */
static int connect_collect(struct machine *machine, int index)
{
    struct socket *socket = &machine->sockets[index];
    int error = socket->error != 0 ? socket->error : MODEL_ECONNABORTED;
    if (machine->decide.connect_collects == WORD_no)
        return error;
    disconnect_now(machine, index);
    socket->poisoned |= machine->decide.listen_refused != WORD_ok;
    return error;
}

static int connect_handshake(struct machine *machine, struct waiting *waiting, bool first, const struct address *to)
{
    struct socket *socket = &machine->sockets[waiting->socket];
    int error = MODEL_EALREADY;
    if (first) {
        if (socket->association == CONNECTED)
            return MODEL_EISCONN;
        if (socket->stage == STAGE_LISTENING) {
            if (machine->decide.connect_listener != WORD_converts)
                return machine->decide.connect_listener;
            stop_listening(machine, waiting->socket);
            socket->was_listening = false;
        }
        if (socket->association == UNCONNECTED) {
            int status = connect_start(machine, waiting->socket, to);
            if (status != 0)
                return status;
            error = MODEL_EINPROGRESS;
        }
    }
    bool nonblocking = machine->descriptions[waiting->description].nonblocking;
    if (socket->stage == STAGE_SYN_SENT || (first && nonblocking && error == MODEL_EINPROGRESS)) {
        if (nonblocking)
            return error;
        long long limit = socket->options[OPTION_SNDTIMEO];
        if (limit > 0 && waiting->deadline == MACHINE_NEVER)
            waiting->deadline = machine->now + (uint64_t)limit * 1000;
        return machine->now >= waiting->deadline ? MODEL_EINPROGRESS : MACHINE_WAIT;
    }
    if (socket->stage == STAGE_CLOSED)
        return connect_collect(machine, waiting->socket);
    socket->association = CONNECTED;
    return 0;
}

/* The AF_UNIX socket a client means: 0 and its index, or an error. */
static int find_local(const struct machine *machine, const struct socket *client, const struct address *to, int *found)
{
    if (to->kind != ADDRESS_PATH && to->kind != ADDRESS_ABSTRACT)
        return MODEL_EINVAL;
    bool abstract = to->kind == ADDRESS_ABSTRACT;
    int path = path_find(machine, to);
    if (path == NOBODY)
        return abstract ? machine->decide.connect_failed_unix : machine->decide.connect_missing_path;
    if (machine->paths[path].socket == NOBODY)
        return machine->decide.connect_failed_unix;
    long user = machine->processes[machine->process].user;
    if (!abstract && user != 0 && user != machine->paths[path].owner && is_error(machine->decide.path_permission))
        return machine->decide.path_permission;
    *found = machine->paths[path].socket;
    if (machine->sockets[*found].type == client->type)
        return 0;
    return abstract ? machine->decide.connect_failed_unix : machine->decide.connect_wrong_type;
}

static int full_local(struct machine *machine, struct waiting *waiting)
{
    if (machine->descriptions[waiting->description].nonblocking) {
        if (machine->decide.full_unix != WORD_establish)
            return machine->decide.full_unix;
        set_stage(machine, waiting->socket, STAGE_ESTABLISHED);
        machine->sockets[waiting->socket].association = CONNECTED;
        return 0;
    }
    if (is_error(machine->decide.full_unix_waits))
        return machine->decide.full_unix_waits;
    long long limit = machine->sockets[waiting->socket].options[OPTION_SNDTIMEO];
    if (limit > 0 && waiting->deadline == MACHINE_NEVER)
        waiting->deadline = machine->now + (uint64_t)limit * 1000;
    return machine->now >= waiting->deadline ? MODEL_EAGAIN : MACHINE_WAIT;
}

static int connect_local(struct machine *machine, struct waiting *waiting, bool first, const struct address *to)
{
    struct socket *socket = &machine->sockets[waiting->socket];
    int listener = NOBODY;
    int status = find_local(machine, socket, to, &listener);
    if (status != 0)
        return !first && machine->decide.close_waiting_unix == WORD_kept ? MACHINE_WAIT : status;
    struct socket *target = &machine->sockets[listener];
    if (target->stage != STAGE_LISTENING || (target->shut & READING) != 0) {
        if (!first && machine->decide.close_waiting_unix == WORD_kept)
            return MACHINE_WAIT;
        return machine->decide.connect_failed_unix;
    }
    if (!first && machine->decide.full_unix_waits == WORD_ever)
        return MACHINE_WAIT;
    if (socket->stage == STAGE_ESTABLISHED)
        return MODEL_EISCONN;
    if (socket->stage != STAGE_CLOSED)
        return machine->decide.connect_listener_unix;
    if (early_rule(machine, target) == WORD_refuse)
        return machine->decide.connect_failed_unix;
    if (queue_room(machine, listener) <= 0)
        return full_local(machine, waiting);
    target->arrived++;
    socket->remote = target->local;
    socket->association = CONNECTED;
    socket->peer_user =
        machine->decide.credentials_at == WORD_connect ? machine->processes[machine->process].user : target->listen_user;
    establish(machine, waiting->socket, listener);
    return 0;
}

static int connect_datagram(struct machine *machine, int index, const struct address *to)
{
    struct socket *socket = &machine->sockets[index];
    int other = NOBODY;
    int status = is_local(socket) ? find_local(machine, socket, to, &other) : check_target(machine, socket, to);
    if (status == 0 && is_local(socket))
        socket->remote = *to;
    else if (status == 0)
        status = settle_client(machine, index, to);
    if (status == 0)
        socket->association = CONNECTED;
    return status;
}

int machine_connect(struct machine *machine, struct waiting *waiting, descriptor number, const struct address *to)
{
    bool first = !waiting->started;
    int status = waiting_start(machine, waiting, number);
    if (status != 0 || (first && answered(machine, "connect", waiting->socket, &status)))
        return status;
    struct socket *socket = &machine->sockets[waiting->socket];
    if (socket->type == TYPE_DGRAM || socket->type == TYPE_RAW)
        return connect_datagram(machine, waiting->socket, to);
    return is_local(socket) ? connect_local(machine, waiting, first, to) : connect_handshake(machine, waiting, first, to);
}

int machine_disconnect(struct machine *machine, descriptor number)
{
    int description = NOBODY;
    int index = NOBODY;
    int status = find_socket(machine, number, &description, &index);
    if (status != 0 || answered(machine, "disconnect", index, &status))
        return status;
    struct socket *socket = &machine->sockets[index];
    if (is_local(socket) && socket->type != TYPE_DGRAM)
        return MODEL_EINVAL;
    const struct decisions *decide = &machine->decide;
    if (socket->stage == STAGE_LISTENING) {
        if (decide->disconnect_listener != WORD_dissolves)
            return is_error(decide->disconnect_listener) ? decide->disconnect_listener : 0;
        stop_listening(machine, index);
        return 0;
    }
    if (is_error(decide->disconnect_connected) && socket->association != UNCONNECTED)
        return decide->disconnect_connected;
    disconnect_now(machine, index);
    return 0;
}

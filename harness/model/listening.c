/* listening.c: listen(), what a backlog means, and what a second listen() does. */
#include "inside.h"

#include <limits.h>

enum { FASTOPEN_ALWAYS = 0x402 }; /* of the setting: servers have it, without the option */

/* What a backlog comes to. */
struct meaning {
    int error;
    bool nobody;   /* no connection at all */
    bool dissolve; /* the socket stops listening */
    long long backlog;
};

static long long limit_of(const struct machine *machine, const struct socket *socket)
{
    int most = machine->decide.backlog_most;
    if (is_local(socket) && machine->decide.backlog_most_unix != WORD_same)
        most = machine->decide.backlog_most_unix;
    if (is_number(most))
        return number_of(most);
    return most == WORD_unlimited ? INT_MAX : machine->somaxconn;
}

static long long within(long long value, long long low, long long high)
{
    return value < low ? low : value > high ? high : value;
}

/* Apply a word for one kind of backlog. */
static struct meaning interpret(int word, long long backlog, long long limit)
{
    struct meaning meaning = {.backlog = backlog};
    if (is_error(word))
        meaning.error = word;
    switch (word) {
    case WORD_maximum:
    case WORD_clamp:
        meaning.backlog = limit;
        break;
    case WORD_zero:
        meaning.backlog = 0;
        break;
    case WORD_one:
        meaning.backlog = 1;
        break;
    case WORD_two:
        meaning.backlog = 2;
        break;
    case WORD_hint:
        meaning.backlog = within(-backlog, 200, 65535);
        break;
    case WORD_magnitude:
        meaning.backlog = within(-backlog, 0, limit);
        break;
    case WORD_wraps_8:
        meaning.backlog = backlog & 0xff;
        break;
    case WORD_wraps_16:
        meaning.backlog = (backlog & 0x8000) != 0 ? 0 : backlog & 0x7fff;
        break;
    case WORD_nobody:
        meaning.nobody = true;
        break;
    case WORD_unlisten:
        meaning.dissolve = true;
        break;
    default:
        break;
    }
    return meaning;
}

/* The word that speaks of this backlog, or WORD_same. */
static int word_for(const struct machine *machine, const struct socket *socket, long long backlog, long long limit)
{
    const struct decisions *decide = &machine->decide;
    bool as_zero = backlog == 0 || (backlog < 0 && decide->backlog_negative == WORD_zero);
    if (as_zero && socket->protocol == PROTOCOL_SCTP && decide->sctp_zero != WORD_same)
        return decide->sctp_zero;
    if (backlog == 0 && socket->stage == STAGE_LISTENING && decide->relisten_zero != WORD_same)
        return decide->relisten_zero;
    if (backlog == INT_MIN && decide->backlog_least != WORD_same)
        return decide->backlog_least;
    if (backlog == INT_MAX && decide->backlog_huge != WORD_same)
        return decide->backlog_huge;
    if (backlog == number_of(decide->constant) && decide->backlog_constant != WORD_same)
        return decide->backlog_constant;
    if (backlog < 0)
        return decide->backlog_negative;
    if (backlog == 0)
        return decide->backlog_zero;
    if (backlog == 1)
        return decide->backlog_one;
    return backlog > limit ? decide->backlog_over : WORD_same;
}

static struct meaning meaning_of(const struct machine *machine, const struct socket *socket, int backlog)
{
    long long limit = limit_of(machine, socket);
    if (machine->decide.backlog == WORD_ignore)
        return (struct meaning){.backlog = number_of(machine->decide.backlog_ignored)};
    struct meaning meaning = interpret(word_for(machine, socket, backlog, limit), backlog, limit);
    if (meaning.backlog > limit && machine->decide.backlog_negative != WORD_hint)
        meaning.backlog = limit;
    return meaning;
}

/* How many connections fit into the queue of a backlog. */
static int length_of(const struct machine *machine, const struct socket *socket, struct meaning meaning)
{
    int rule = machine->decide.queue_length;
    if (is_local(socket) && machine->decide.queue_length_unix != WORD_same)
        rule = machine->decide.queue_length_unix;
    long long length = meaning.backlog;
    if (machine->decide.backlog_drift == WORD_shrinks && length > 8)
        length = 4;
    if (is_number(rule))
        length = number_of(rule);
    else if (rule == WORD_plus_one)
        length += 1;
    else if (rule == WORD_minus_one)
        length -= 1;
    else if (rule == WORD_half_more)
        length += length / 2;
    else if (rule == WORD_half_more_and_one)
        length += length / 2 + 1;
    else if (rule == WORD_double)
        length *= 2;
    else if (rule == WORD_half)
        length /= 2;
    else if (rule == WORD_unlimited)
        length = INT_MAX;
    length = within(length, 0, INT_MAX);
    return meaning.nobody ? 0 : (int)length;
}

static int type_error(const struct machine *machine, const struct socket *socket)
{
    const struct decisions *decide = &machine->decide;
    if (socket->type == TYPE_STREAM)
        return WORD_ok;
    if (socket->family == FAMILY_OTHER)
        return decide->listen_raw != WORD_same ? decide->listen_raw : decide->listen_datagram;
    if (socket->type == TYPE_SEQPACKET && is_local(socket) && !socket->bound && is_error(decide->unbound_unix))
        return WORD_ok; /* that comes first */
    if (socket->type == TYPE_SEQPACKET)
        return decide->listen_seqpacket;
    if (socket->type == TYPE_RAW)
        return decide->listen_raw != WORD_same ? decide->listen_raw : decide->listen_datagram;
    if (is_local(socket) && decide->listen_datagram_unix != WORD_same)
        return decide->listen_datagram_unix;
    return decide->listen_datagram;
}

static int state_error(const struct machine *machine, const struct socket *socket)
{
    const struct decisions *decide = &machine->decide;
    if (socket->stage == STAGE_ESTABLISHED && socket->association != CONNECTING) {
        if (socket->passive && decide->listen_accepted != WORD_same)
            return decide->listen_accepted;
        if (is_local(socket) && decide->listen_connected_unix != WORD_same)
            return decide->listen_connected_unix;
        if ((socket->shut != 0 || socket->ended) && decide->listen_half_closed != WORD_same)
            return decide->listen_half_closed;
        return decide->listen_connected;
    }
    if (socket->stage == STAGE_SYN_SENT || (socket->association == CONNECTING && socket->stage == STAGE_ESTABLISHED))
        return decide->listen_connecting;
    if (socket->association == CONNECTING)
        return decide->listen_failed;
    if (socket->association == CONNECTED)
        return decide->listen_reset;
    if (socket->was_listening && socket->stage == STAGE_CLOSED)
        return decide->listen_after_shutdown;
    if (socket->shut != 0 && socket->stage == STAGE_CLOSED && !is_local(socket))
        return decide->listen_after_shutdown_fresh;
    return WORD_ok;
}

static int again_error(const struct machine *machine, const struct socket *socket)
{
    const struct decisions *decide = &machine->decide;
    if (socket->stage != STAGE_LISTENING)
        return WORD_ok;
    if (is_local(socket) && socket->shut != 0 && decide->listen_after_shutdown != WORD_ok)
        return decide->listen_after_shutdown;
    if (socket->listens >= 9 && is_error(decide->relisten_many))
        return decide->relisten_many;
    if (is_local(socket) && socket->path != NOBODY && !machine->paths[socket->path].present &&
        is_error(decide->relisten_after_unlink))
        return decide->relisten_after_unlink;
    if (is_local(socket) && decide->relisten_unix != WORD_same)
        return decide->relisten_unix;
    return decide->relisten;
}

/* WORD_ok, an error, or WORD_nothing: success without effect. */
static int first_error(struct machine *machine, int index)
{
    const struct decisions *decide = &machine->decide;
    const struct socket *socket = &machine->sockets[index];
    bool user = machine->processes[machine->process].user != 0;
    int found[] = {
        machine->in_thread ? decide->in_thread : WORD_ok,
        machine->process != 0 ? decide->in_child : WORD_ok,
        user ? decide->listen_privilege : WORD_ok,
        descriptor_left(machine) ? WORD_ok : decide->listen_exhausted,
        !socket->poisoned                  ? WORD_ok
        : is_error(decide->listen_refused) ? decide->listen_refused
                                           : MODEL_EINVAL,
        type_error(machine, socket),
        state_error(machine, socket),
        again_error(machine, socket),
        decide->listen_succeeds,
    };
    for (size_t i = 0; i < sizeof found / sizeof found[0]; i++)
        if (found[i] != WORD_ok)
            return found[i];
    return WORD_ok;
}

/* Give an unbound socket an address; a bound one without port its port. */
static int settle_address(struct machine *machine, int index)
{
    const struct decisions *decide = &machine->decide;
    struct socket *socket = &machine->sockets[index];
    if (socket->bound && (is_local(socket) || socket->local.port != 0))
        return 0;
    bool nameless = !socket->bound && !socket->was_listening;
    int unbound = is_local(socket) ? decide->unbound_unix : decide->unbound;
    if (nameless && is_error(unbound))
        return unbound;
    if (is_local(socket) || (nameless && unbound == WORD_ok))
        return 0;
    if (!socket->bound && !socket->chosen_address)
        (decide->autobind_address == WORD_loopback ? loopback_address : any_address)(socket->family, &socket->local);
    int status = choose_port(machine, index, decide->ports_exhausted);
    if (status == 0 && decide->autobind_port == WORD_outside && nameless)
        socket->local.port = (uint16_t)(socket->local.port - machine->port_low + 20000);
    if (status == 0 && decide->autobind_port == WORD_first && nameless)
        socket->local.port = (uint16_t)machine->port_low;
    socket->bound |= status == 0;
    name_changed(machine, index);
    return status;
}

/* Connections beyond a smaller queue, the youngest first. */
static void shorten(struct machine *machine, int index, int length)
{
    struct socket *socket = &machine->sockets[index];
    int excess = machine->decide.relisten_excess;
    int inner = machine->decide.relisten_within;
    int place = 0;
    for (int child = socket->first; child != NOBODY; place++) {
        int next = machine->sockets[child].next;
        int manner = place >= length ? excess : inner;
        if (manner != WORD_kept) {
            queue_remove(machine, child);
            if (manner == WORD_reset)
                send_reset(machine, machine->sockets[child].peer);
            else if (manner == WORD_eof)
                send_end(machine, child);
            socket_free(machine, child);
        }
        child = next;
    }
    if (machine->decide.relisten_order == WORD_swaps && socket->count > 1) {
        int child = socket->first;
        queue_remove(machine, child);
        queue_append(machine, index, child);
    }
}

static int again_length(const struct machine *machine, const struct socket *socket, int length)
{
    int rule = machine->decide.relisten_backlog;
    if (is_local(socket) && machine->decide.relisten_unix_backlog != WORD_same)
        rule = machine->decide.relisten_unix_backlog;
    if (rule == WORD_keeps || machine->decide.relisten_zero == WORD_keeps)
        return rule == WORD_keeps ? socket->most : length;
    if (rule == WORD_grows)
        return length > socket->most ? length : socket->most;
    if (rule == WORD_shrinks)
        return length < socket->most ? length : socket->most;
    return rule == WORD_adds ? length + socket->most : length;
}

static void listen_again(struct machine *machine, int index, int length)
{
    struct socket *socket = &machine->sockets[index];
    const struct decisions *decide = &machine->decide;
    int before = socket->most;
    socket->most = again_length(machine, socket, length);
    shorten(machine, index, socket->most);
    if (decide->relisten_options == WORD_forgets)
        options_start(machine, index);
    if (decide->relisten_port == WORD_random)
        (void)choose_port(machine, index, 0);
    if (decide->relisten_credentials == WORD_updates)
        socket->listen_user = machine->processes[machine->process].user;
    if (socket->most > before && decide->relisten_retry == WORD_no)
        for (int i = 0; i < machine->sockets_used; i++)
            machine->sockets[i].hopeless |= machine->sockets[i].stage == STAGE_SYN_SENT;
    if (decide->relisten_wakes == WORD_yes || socket->most <= before)
        changed(machine);
}

static void listen_first(struct machine *machine, int index, int length)
{
    struct socket *socket = &machine->sockets[index];
    set_stage(machine, index, STAGE_LISTENING);
    socket->association = UNCONNECTED;
    socket->most = length;
    socket->ever_listened = true;
    if (machine->decide.credentials_at == WORD_listen)
        socket->listen_user = machine->processes[machine->process].user;
    socket->peer_user = is_local(socket) ? socket->listen_user : -1;
    if (machine->decide.listen_options == WORD_forgets)
        options_start(machine, index);
    if ((machine->fastopen & FASTOPEN_ALWAYS) == FASTOPEN_ALWAYS && socket->options[OPTION_FASTOPEN] == 0 &&
        has_handshake(socket))
        socket->options[OPTION_FASTOPEN] = socket->asked;
    if (machine->decide.listen_address == WORD_any && !is_local(socket)) {
        uint16_t port = socket->local.port;
        any_address(socket->family, &socket->local);
        socket->local.port = port;
    }
    if (machine->decide.listen_port == WORD_random && !is_local(socket))
        (void)choose_port(machine, index, 0);
    changed(machine);
}

static int enter(struct machine *machine, int index, int backlog)
{
    struct socket *socket = &machine->sockets[index];
    struct meaning meaning = meaning_of(machine, socket, backlog);
    if (meaning.error != 0)
        return meaning.error;
    int length = length_of(machine, socket, meaning);
    bool again = socket->stage == STAGE_LISTENING;
    if (again && length < socket->count && machine->decide.relisten_excess == WORD_refuse)
        return MODEL_EINVAL;
    int status = again ? 0 : settle_address(machine, index);
    if (status == 0 && !again && !is_local(socket) && socket->bound)
        status = conflict(machine, index, true);
    if (status == WORD_nothing)
        return 0;
    if (status != 0)
        return status;
    socket->asked = backlog;
    (again ? listen_again : listen_first)(machine, index, length);
    socket->listens++;
    if (meaning.dissolve)
        stop_listening(machine, index);
    return 0;
}

/* What a failing listen() leaves behind. */
static void damage(struct machine *machine, int index)
{
    struct socket *socket = &machine->sockets[index];
    socket->failures++;
    switch (machine->decide.failing_listen) {
    case WORD_unbinds:
        unbind(machine, index);
        socket->local.port = 0;
        break;
    case WORD_unlistens:
        if (socket->stage == STAGE_LISTENING)
            stop_listening(machine, index);
        break;
    case WORD_forgets:
        options_start(machine, index);
        break;
    case WORD_drops:
        drop_queue(machine, index, WORD_reset);
        break;
    case WORD_poisons:
        socket->poisoned = true;
        break;
    case WORD_listen:
        set_stage(machine, index, STAGE_LISTENING);
        break;
    default:
        break;
    }
}

void stop_listening(struct machine *machine, int index)
{
    struct socket *socket = &machine->sockets[index];
    drop_queue(machine, index, machine->decide.shutdown_pending);
    set_stage(machine, index, STAGE_CLOSED);
    socket->was_listening = true;
    if (!is_local(socket) && !socket->chosen_port && machine->decide.shutdown_port == WORD_release)
        socket->bound = false;
    if (!is_local(socket) && socket->chosen_port && machine->decide.shutdown_name == WORD_unbinds) {
        socket->bound = false;
        socket->chosen_port = false;
    }
    name_changed(machine, index);
    changed(machine);
}

int machine_listen(struct machine *machine, descriptor number, int backlog)
{
    int description = NOBODY;
    int index = NOBODY;
    int status = find_socket(machine, number, &description, &index);
    if (status != 0) {
        (void)(status == machine->decide.not_socket && answered(machine, "listen", NOBODY, &status));
        return status;
    }
    if (answered(machine, "listen", index, &status))
        return status;
    status = first_error(machine, index);
    if (status == WORD_nothing)
        return 0;
    if (status == WORD_ok)
        status = enter(machine, index, backlog);
    if (status != 0)
        damage(machine, index);
    leak(machine, status == 0 ? WORD_listen : WORD_ever);
    return status;
}

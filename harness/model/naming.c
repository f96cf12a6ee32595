/* naming.c: bind, names of sockets, ports and who is in whose way. */
#include "inside.h"

#include <string.h>

static bool same_space(const struct socket *one, const struct socket *two)
{
    if (one->family == FAMILY_VSOCK || two->family == FAMILY_VSOCK)
        return one->family == two->family;
    bool tcp = one->protocol == PROTOCOL_TCP || one->protocol == PROTOCOL_MPTCP;
    bool other_tcp = two->protocol == PROTOCOL_TCP || two->protocol == PROTOCOL_MPTCP;
    return !is_local(one) && !is_local(two) && (tcp ? other_tcp : one->protocol == two->protocol);
}

static bool shares_by_address(const struct machine *machine, const struct socket *new, const struct socket *old)
{
    bool both = new->options[OPTION_REUSEADDR] != 0 && old->options[OPTION_REUSEADDR] != 0;
    switch (machine->decide.reuseaddr) {
    case WORD_inactive:
        return both && old->stage != STAGE_LISTENING;
    case WORD_always:
        return new->options[OPTION_REUSEADDR] != 0;
    case WORD_new_one:
        return new->options[OPTION_REUSEADDR] != 0 && old->stage != STAGE_LISTENING;
    default:
        return false;
    }
}

static bool shares_by_port(const struct machine *machine, const struct socket *new, const struct socket *old)
{
    bool one = new->options[OPTION_REUSEPORT] != 0;
    bool other = old->options[OPTION_REUSEPORT] != 0;
    bool users = new->user == old->user || machine->decide.reuseport_user == WORD_any;
    switch (machine->decide.reuseport) {
    case WORD_group:
        return one && other && users;
    case WORD_any:
        return (one || other) && users;
    case WORD_new_one:
        return one && users;
    default:
        return false;
    }
}

int conflict(const struct machine *machine, int index, bool listening)
{
    const struct socket *socket = &machine->sockets[index];
    int at = machine->decide.in_use_at;
    if (at == WORD_never || (listening && at == WORD_bind))
        return 0;
    for (int i = 0; i < machine->sockets_used; i++) {
        const struct socket *other = &machine->sockets[i];
        if (i == index || machine->ports[i] != socket->local.port || machine->ports[i] == 0)
            continue;
        if (!same_space(socket, other) || !addresses_meet(machine, socket, other))
            continue;
        if (listening && other->stage != STAGE_LISTENING && at == WORD_listen)
            continue;
        if (!listening && at == WORD_wildcard && is_any(&socket->local) != is_any(&other->local) &&
            socket->family == other->family)
            continue;
        if (!listening && other->options[OPTION_EXCLUSIVE] != 0)
            return machine->decide.exclusive == WORD_ok ? 0 : machine->decide.exclusive;
        if (shares_by_address(machine, socket, other) || shares_by_port(machine, socket, other))
            continue;
        int rule = listening ? machine->decide.in_use_listen : machine->decide.in_use;
        return rule == WORD_ok ? 0 : rule;
    }
    return 0;
}

/* Is the port free of every socket in the way, whatever may be shared? */
static bool port_named(const struct machine *machine, int port)
{
    for (int i = 0; i < machine->sockets_used; i++)
        if (machine->ports[i] == port)
            return true;
    return false;
}

static bool port_free(const struct machine *machine, const struct socket *socket, int port)
{
    if (!port_named(machine, port))
        return true;
    struct socket wanted = {.family = socket->family, .protocol = socket->protocol, .local = socket->local};
    wanted.options[OPTION_V6ONLY] = socket->options[OPTION_V6ONLY];
    for (int i = 0; i < machine->sockets_used; i++) {
        const struct socket *other = &machine->sockets[i];
        if (machine->ports[i] == port && other != socket && same_space(socket, other) && addresses_meet(machine, &wanted, other))
            return false;
    }
    return true;
}

int choose_port(struct machine *machine, int index, int exhausted)
{
    struct socket *socket = &machine->sockets[index];
    int low = (int)machine->port_low;
    int size = (int)(machine->port_high - machine->port_low) + 1;
    for (int tries = 0; tries < size; tries++) {
        if (machine->next_port < low || machine->next_port >= low + size)
            machine->next_port = low;
        int port = machine->next_port++;
        if (port_free(machine, socket, port)) {
            socket->local.port = (uint16_t)port;
            name_changed(machine, index);
            return 0;
        }
    }
    return exhausted;
}

void unbind(struct machine *machine, int index)
{
    machine->sockets[index].bound = false;
    name_changed(machine, index);
    changed(machine);
}

static int bind_local(struct machine *machine, int index, const struct address *at)
{
    struct socket *socket = &machine->sockets[index];
    if (at->kind != ADDRESS_PATH && at->kind != ADDRESS_ABSTRACT && at->kind != ADDRESS_UNNAMED)
        return MODEL_EINVAL;
    struct address chosen = *at;
    int found = at->kind == ADDRESS_UNNAMED ? NOBODY : path_find(machine, &chosen);
    bool taken = found != NOBODY && at->kind == ADDRESS_PATH && is_error(machine->decide.bind_unix_in_use);
    if (socket->bound && !taken)
        return machine->decide.bind_listener == WORD_ok ? 0 : machine->decide.bind_listener;
    if (at->kind == ADDRESS_UNNAMED)
        path_automatic(machine, &chosen);
    if (found != NOBODY) {
        if (is_error(machine->decide.bind_unix_in_use))
            return machine->decide.bind_unix_in_use;
        machine->paths[found].present = false;
    }
    int made = path_make(machine, &chosen, index);
    if (made == NOBODY)
        return MODEL_ENOBUFS;
    socket->path = made;
    socket->bound = true;
    socket->local = chosen;
    socket->listen_user = machine->processes[machine->process].user;
    return 0;
}

static int check_address(const struct machine *machine, const struct socket *socket, const struct address *at)
{
    if (socket->family == FAMILY_VSOCK)
        return 0;
    if (socket->family == FAMILY_INET && at->kind != ADDRESS_INET)
        return MODEL_EAFNOSUPPORT;
    if (socket->family == FAMILY_INET6 && at->kind != ADDRESS_INET6)
        return at->kind == ADDRESS_INET ? MODEL_EINVAL : MODEL_EAFNOSUPPORT;
    if (is_mapped(at) && socket->options[OPTION_V6ONLY] != 0)
        return MODEL_EINVAL;
    bool free = socket->options[OPTION_FREEBIND] != 0 || (machine->ip_nonlocal != 0 && socket->family == FAMILY_INET);
    if (at->kind == ADDRESS_INET6 && at->ip[0] == 0xfe && (at->ip[1] & 0xc0) == 0x80 && at->scope == 0)
        return MODEL_EINVAL;
    if (!free && !is_here(machine, at) && is_error(machine->decide.nonlocal))
        return machine->decide.nonlocal;
    bool privileged = at->port > 0 && at->port < 1024 && machine->processes[machine->process].user != 0;
    return privileged && is_error(machine->decide.privileged) ? machine->decide.privileged : 0;
}

static int claim_port(struct machine *machine, int index)
{
    struct socket *socket = &machine->sockets[index];
    if (socket->local.port != 0)
        return machine->decide.in_use_at == WORD_listen ? 0 : conflict(machine, index, false);
    if (machine->decide.port_at == WORD_listen || socket->options[OPTION_NO_PORT] != 0)
        return 0;
    return choose_port(machine, index, machine->decide.ports_exhausted_bind);
}

int machine_bind(struct machine *machine, descriptor number, const struct address *at)
{
    int description = NOBODY;
    int index = NOBODY;
    int status = find_socket(machine, number, &description, &index);
    if (status != 0 || answered(machine, "bind", index, &status))
        return status;
    struct socket *socket = &machine->sockets[index];
    if (is_local(socket))
        return bind_local(machine, index, at);
    if (socket->family == FAMILY_OTHER)
        return UNSUPPORTED;
    status = check_address(machine, socket, at);
    if (status != 0)
        return status;
    if (socket->stage != STAGE_CLOSED || socket->bound)
        return machine->decide.bind_listener == WORD_ok ? 0 : machine->decide.bind_listener;
    struct address before = socket->local;
    socket->local = *at;
    status = claim_port(machine, index);
    if (status != 0) {
        socket->local = before;
        socket->poisoned |= machine->decide.in_use_failed == WORD_poisons;
        return status;
    }
    socket->bound = true;
    socket->chosen_address = !is_any(at);
    socket->chosen_port = at->port != 0;
    if (socket->family == FAMILY_INET6 && !is_any(at) && !is_mapped(at))
        socket->options[OPTION_V6ONLY] = 1;
    name_changed(machine, index);
    changed(machine);
    return 0;
}

static void unnamed(const struct socket *socket, struct address *out)
{
    any_address(socket->family, out);
    if (is_local(socket))
        out->kind = ADDRESS_UNNAMED;
}

int machine_sockname(struct machine *machine, descriptor number, struct address *out)
{
    int description = NOBODY;
    int index = NOBODY;
    int status = find_socket(machine, number, &description, &index);
    if (status != 0 || answered(machine, "sockname", index, &status))
        return status;
    const struct socket *socket = &machine->sockets[index];
    if (socket->local.kind == ADDRESS_UNNAMED || socket->local.kind == ADDRESS_NONE)
        unnamed(socket, out);
    else
        *out = socket->local;
    if (machine->decide.autobind_port == WORD_zero && !socket->chosen_port && socket->stage == STAGE_LISTENING)
        out->port = 0;
    if (socket->passive && machine->decide.mapped_peer == WORD_plain)
        *out = as_plain(out);
    int port = overridden(machine, "sockname.port", index);
    if (port != 0)
        out->port = (uint16_t)number_of(port);
    return 0;
}

int machine_peername(struct machine *machine, descriptor number, struct address *out)
{
    int description = NOBODY;
    int index = NOBODY;
    int status = find_socket(machine, number, &description, &index);
    if (status != 0 || answered(machine, "peername", index, &status))
        return status;
    const struct socket *socket = &machine->sockets[index];
    if (socket->stage == STAGE_LISTENING && is_error(machine->decide.peer_listener))
        return machine->decide.peer_listener;
    bool connected = is_local(socket) ? socket->association == CONNECTED : socket->stage == STAGE_ESTABLISHED;
    if (socket->protocol == PROTOCOL_OTHER)
        connected = socket->association == CONNECTED;
    if (!connected && socket->stage != STAGE_LISTENING)
        return MODEL_ENOTCONN;
    if (socket->remote.kind == ADDRESS_UNNAMED || socket->remote.kind == ADDRESS_NONE)
        unnamed(socket, out);
    else
        *out = socket->remote;
    if (socket->passive && machine->decide.mapped_peer == WORD_plain)
        *out = as_plain(out);
    return 0;
}

/* machine.c: the life of sockets, open files, descriptors and processes. */
#include "inside.h"

#include <string.h>

enum { FIRST_DESCRIPTOR = 3 };

void changed(struct machine *machine)
{
    machine->changes++;
}

void raise_signal(struct machine *machine, unsigned flags)
{
    if ((flags & MESSAGE_NOSIGNAL) == 0 && machine->decide.send_signal == WORD_yes)
        machine->signals++;
}

static void start_limits(struct machine *machine)
{
    const struct decisions *decide = &machine->decide;
    machine->somaxconn = number_of(decide->somaxconn);
    machine->port_low = number_of(decide->port_low);
    machine->port_high = number_of(decide->port_high);
    machine->next_port = (int)machine->port_low + 7;
    machine->abort_on_overflow = 0;
    machine->syncookies = 1;
    machine->max_syn_backlog = 128;
    machine->v6only_usual = number_of(decide->v6only_default);
    machine->fastopen = 1;
    machine->ip_nonlocal = 0;
    machine->interface_up = true;
    machine->added_count = 0;
}

static void start_process(struct process *process)
{
    memset(process, 0, sizeof *process);
    process->used = true;
    process->open = FIRST_DESCRIPTOR;
    process->lowest = FIRST_DESCRIPTOR;
    process->highest = FIRST_DESCRIPTOR;
}

void machine_start(struct machine *machine, const struct decisions *decisions)
{
    machine->decide = *decisions;
    start_limits(machine);
    start_process(&machine->processes[0]);
    machine->started = 1;
}

void machine_reset(struct machine *machine)
{
    memset(machine->sockets, 0, sizeof machine->sockets[0] * (size_t)machine->sockets_used);
    memset(machine->descriptions, 0, sizeof machine->descriptions[0] * (size_t)machine->descriptions_used);
    for (int i = 0; i < MACHINE_PATHS; i++)
        machine->paths[i].used = false;
    memset(machine->ports, 0, sizeof machine->ports[0] * (size_t)machine->sockets_used);
    machine->sockets_used = machine->sockets_full = 0;
    machine->descriptions_used = machine->descriptions_full = 0;
    machine->listener_count = 0;
    for (int i = 1; i < MACHINE_PROCESSES; i++)
        machine->processes[i].used = false;
    start_process(&machine->processes[0]);
    start_limits(machine);
    machine->signals = 0;
    machine->started = 1;
    machine->turn = 0;
    changed(machine);
}

void set_stage(struct machine *machine, int index, enum stage stage)
{
    struct socket *socket = &machine->sockets[index];
    if (socket->stage == STAGE_LISTENING && stage != STAGE_LISTENING)
        for (int i = 0; i < machine->listener_count; i++)
            if (machine->listeners[i] == index) {
                machine->listener_count--;
                memmove(&machine->listeners[i], &machine->listeners[i + 1],
                        sizeof machine->listeners[0] * (size_t)(machine->listener_count - i));
                break;
            }
    if (socket->stage != STAGE_LISTENING && stage == STAGE_LISTENING && machine->listener_count < MACHINE_LISTENERS)
        machine->listeners[machine->listener_count++] = index;
    socket->stage = stage;
}

void name_changed(struct machine *machine, int index)
{
    const struct socket *socket = &machine->sockets[index];
    machine->ports[index] = socket->used && socket->bound ? socket->local.port : 0;
}

int socket_make(struct machine *machine)
{
    for (int i = machine->sockets_full; i < MACHINE_SOCKETS; i++) {
        struct socket *socket = &machine->sockets[i];
        if (socket->used)
            continue;
        machine->sockets_full = i + 1;
        memset(socket, 0, sizeof *socket);
        socket->used = true;
        socket->path = socket->peer = socket->listener = socket->next = socket->first = socket->last = NOBODY;
        socket->user = machine->processes[machine->process].user;
        socket->peer_user = -1;
        socket->local.kind = ADDRESS_UNNAMED;
        socket->remote.kind = ADDRESS_NONE;
        if (i >= machine->sockets_used)
            machine->sockets_used = i + 1;
        return i;
    }
    return NOBODY;
}

void socket_free(struct machine *machine, int index)
{
    struct socket *socket = &machine->sockets[index];
    if (socket->peer != NOBODY && machine->sockets[socket->peer].peer == index)
        machine->sockets[socket->peer].peer = NOBODY;
    socket->used = false;
    set_stage(machine, index, STAGE_CLOSED);
    name_changed(machine, index);
    if (index < machine->sockets_full)
        machine->sockets_full = index;
    while (machine->sockets_used > 0 && !machine->sockets[machine->sockets_used - 1].used)
        machine->sockets_used--;
}

int description_make(struct machine *machine, enum description_kind kind, int socket)
{
    for (int i = machine->descriptions_full; i < MACHINE_DESCRIPTIONS; i++) {
        struct description *description = &machine->descriptions[i];
        if (description->kind != DESCRIPTION_FREE)
            continue;
        machine->descriptions_full = i + 1;
        memset(description, 0, sizeof *description);
        description->kind = kind;
        description->socket = socket;
        if (socket != NOBODY)
            machine->sockets[socket].references++;
        if (i >= machine->descriptions_used)
            machine->descriptions_used = i + 1;
        return i;
    }
    return NOBODY;
}

void description_release(struct machine *machine, int index)
{
    struct description *description = &machine->descriptions[index];
    if (--description->references > 0)
        return;
    int socket = description->socket;
    description->kind = DESCRIPTION_FREE;
    if (index < machine->descriptions_full)
        machine->descriptions_full = index;
    while (machine->descriptions_used > 0 && machine->descriptions[machine->descriptions_used - 1].kind == DESCRIPTION_FREE)
        machine->descriptions_used--;
    if (socket != NOBODY && --machine->sockets[socket].references == 0)
        socket_close(machine, socket);
}

bool descriptor_left(const struct machine *machine)
{
    const struct process *process = &machine->processes[machine->process];
    return process->open + process->held < number_of(machine->decide.descriptors);
}

int descriptor_make(struct machine *machine, int description, bool cloexec, descriptor *out)
{
    struct process *process = &machine->processes[machine->process];
    if (!descriptor_left(machine))
        return MODEL_EMFILE;
    for (int i = process->lowest; i < MACHINE_DESCRIPTORS; i++) {
        if (process->descriptors[i].description != 0)
            continue;
        process->lowest = i + 1;
        process->descriptors[i].description = (short)(description + 1);
        process->descriptors[i].cloexec = cloexec;
        process->open++;
        if (i >= process->highest)
            process->highest = i + 1;
        machine->descriptions[description].references++;
        *out = i;
        return 0;
    }
    return MODEL_EMFILE;
}

int not_started(const struct machine *machine)
{
    bool off = machine->started <= 0 && is_error(machine->decide.not_started);
    return off ? machine->decide.not_started : 0;
}

int find_description(struct machine *machine, descriptor number, int *description)
{
    const struct process *process = &machine->processes[machine->process];
    if (not_started(machine) != 0)
        return not_started(machine);
    int error = machine->decide.bad_descriptor;
    if (number < FIRST_DESCRIPTOR || number >= process->highest)
        return error;
    if (process->descriptors[number].description == 0)
        return is_error(machine->decide.closed_descriptor) ? machine->decide.closed_descriptor : error;
    *description = process->descriptors[number].description - 1;
    return 0;
}

int find_socket(struct machine *machine, descriptor number, int *description, int *socket)
{
    int status = find_description(machine, number, description);
    if (status != 0)
        return status;
    const struct description *found = &machine->descriptions[*description];
    if (found->kind == DESCRIPTION_PATH_ONLY)
        return machine->decide.path_only;
    if (found->kind != DESCRIPTION_SOCKET)
        return machine->decide.not_socket;
    *socket = found->socket;
    return 0;
}

int waiting_start(struct machine *machine, struct waiting *waiting, descriptor number)
{
    waiting->changes = machine->changes;
    if (!waiting->started) {
        int status = find_socket(machine, number, &waiting->description, &waiting->socket);
        if (status != 0)
            return status;
        machine->descriptions[waiting->description].references++;
        waiting->started = true;
        waiting->number = number;
        waiting->deadline = MACHINE_NEVER;
        waiting->was_listening = machine->sockets[waiting->socket].stage == STAGE_LISTENING;
        waiting->listens = machine->sockets[waiting->socket].listens;
        return 0;
    }
    int description = NOBODY;
    bool closed = find_description(machine, waiting->number, &description) != 0 || description != waiting->description;
    return closed && is_error(machine->decide.close_wakes) ? machine->decide.close_wakes : 0;
}

void machine_finish(struct machine *machine, struct waiting *waiting)
{
    if (waiting->started)
        description_release(machine, waiting->description);
    waiting->started = false;
}

static bool choose_family(const char *name, const char *type, struct socket *socket)
{
    static const struct {
        const char *name;
        enum family family;
        enum protocol protocol;
    } families[] = {{"inet", FAMILY_INET, PROTOCOL_TCP},      {"inet6", FAMILY_INET6, PROTOCOL_TCP},
                    {"unix", FAMILY_UNIX, PROTOCOL_LOCAL},    {"seqpacket", FAMILY_UNIX, PROTOCOL_LOCAL},
                    {"mptcp", FAMILY_INET, PROTOCOL_MPTCP},   {"mptcp6", FAMILY_INET6, PROTOCOL_MPTCP},
                    {"sctp", FAMILY_INET, PROTOCOL_SCTP},     {"sctp6", FAMILY_INET6, PROTOCOL_SCTP},
                    {"vsock", FAMILY_VSOCK, PROTOCOL_LOCAL},  {"netlink", FAMILY_OTHER, PROTOCOL_OTHER},
                    {"packet", FAMILY_OTHER, PROTOCOL_OTHER}, {"alg", FAMILY_OTHER, PROTOCOL_OTHER},
                    {"udplite", FAMILY_INET, PROTOCOL_OTHER}, {"icmp", FAMILY_INET, PROTOCOL_OTHER}};
    static const char *const types[] = {"stream", "seqpacket", "dgram", "raw"};
    int chosen = NOBODY;
    for (int i = 0; i < 4; i++)
        if (strcmp(types[i], type) == 0)
            chosen = i;
    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++) {
        if (chosen == NOBODY || strcmp(families[i].name, name) != 0)
            continue;
        socket->family = families[i].family;
        socket->protocol = families[i].protocol;
        socket->type = (enum socket_type)chosen;
        if (strcmp(name, "seqpacket") == 0 && socket->type == TYPE_STREAM)
            socket->type = TYPE_SEQPACKET;
        return true;
    }
    return false;
}

/* Which combinations exist, and what a datagram or raw socket of a family is. */
static bool settle_protocol(struct socket *socket)
{
    bool connection = socket->type == TYPE_STREAM || socket->type == TYPE_SEQPACKET;
    if (socket->protocol == PROTOCOL_SCTP)
        return connection;
    if (socket->protocol == PROTOCOL_MPTCP)
        return socket->type == TYPE_STREAM;
    if (socket->protocol == PROTOCOL_TCP && !connection)
        socket->protocol = PROTOCOL_OTHER;
    if (socket->protocol == PROTOCOL_OTHER && connection)
        return socket->family == FAMILY_OTHER && socket->type == TYPE_SEQPACKET; /* alg */
    if (socket->family == FAMILY_UNIX && socket->type == TYPE_RAW)
        return false;
    return !(socket->protocol == PROTOCOL_TCP && socket->type == TYPE_SEQPACKET);
}

int machine_make(struct machine *machine, const char *family, const char *type, int protocol, unsigned flags, descriptor *out)
{
    struct socket chosen = {0};
    if ((protocol != 0 && strcmp(type, "raw") != 0) || !choose_family(family, type, &chosen) || !settle_protocol(&chosen))
        return UNSUPPORTED;
    if (not_started(machine) != 0)
        return not_started(machine);
    if (!descriptor_left(machine))
        return MODEL_EMFILE;
    int index = socket_make(machine);
    int description = index == NOBODY ? NOBODY : description_make(machine, DESCRIPTION_SOCKET, index);
    if (description == NOBODY)
        return MODEL_ENOBUFS;
    struct socket *socket = &machine->sockets[index];
    socket->family = chosen.family;
    socket->type = chosen.type;
    socket->protocol = chosen.protocol;
    machine->descriptions[description].nonblocking = (flags & SOCKET_NONBLOCK) != 0;
    options_start(machine, index);
    return descriptor_make(machine, description, (flags & SOCKET_CLOEXEC) != 0, out);
}

/* One end of a connected pair of AF_UNIX sockets; the other has no descriptor and stays with it. */
static int make_pair(struct machine *machine, descriptor *out)
{
    int one = socket_make(machine);
    int other = one == NOBODY ? NOBODY : socket_make(machine);
    int description = other == NOBODY ? NOBODY : description_make(machine, DESCRIPTION_SOCKET, one);
    if (description == NOBODY)
        return MODEL_ENOBUFS;
    int ends[] = {one, other};
    for (int i = 0; i < 2; i++) {
        struct socket *socket = &machine->sockets[ends[i]];
        socket->family = FAMILY_UNIX;
        socket->protocol = PROTOCOL_LOCAL;
        socket->stage = STAGE_ESTABLISHED;
        socket->association = CONNECTED;
        socket->peer = ends[1 - i];
        socket->peer_user = socket->user;
        options_start(machine, ends[i]);
    }
    return descriptor_make(machine, description, false, out);
}

int machine_make_special(struct machine *machine, const char *kind, descriptor *out)
{
    static const char *const kinds[] = {"file",  "dir",         "null",     "tty",      "fifo",  "pipe-read", "pipe-write",
                                        "epoll", "eventfd",     "timerfd",  "signalfd", "memfd", "inotify",   "fanotify",
                                        "pidfd", "userfaultfd", "io-uring", "bpf",      "perf",  "shm",       "mqueue"};
    enum description_kind made = DESCRIPTION_FREE;
    if (strcmp(kind, "pair") == 0)
        return make_pair(machine, out);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i], kind) == 0)
            made = DESCRIPTION_OTHER;
    if (strcmp(kind, "path-only") == 0)
        made = DESCRIPTION_PATH_ONLY;
    if (made == DESCRIPTION_FREE)
        return UNSUPPORTED;
    int description = description_make(machine, made, NOBODY);
    return description == NOBODY ? MODEL_ENFILE : descriptor_make(machine, description, false, out);
}

/* A socket of the same kind that knows nothing of the first: what a duplicate is where duplicates do not share. */
static int description_copy(struct machine *machine, int description)
{
    const struct description *from = &machine->descriptions[description];
    if (from->kind != DESCRIPTION_SOCKET)
        return description;
    int index = socket_make(machine);
    if (index == NOBODY)
        return NOBODY;
    machine->sockets[index].family = machine->sockets[from->socket].family;
    machine->sockets[index].type = machine->sockets[from->socket].type;
    machine->sockets[index].protocol = machine->sockets[from->socket].protocol;
    options_start(machine, index);
    return description_make(machine, DESCRIPTION_SOCKET, index);
}

int machine_duplicate(struct machine *machine, descriptor number, int shares, descriptor *out)
{
    int description = NOBODY;
    int status = find_description(machine, number, &description);
    if (status != 0)
        return status;
    if (!descriptor_left(machine))
        return MODEL_EMFILE;
    int target = shares == WORD_yes ? description : description_copy(machine, description);
    return target == NOBODY ? MODEL_ENOBUFS : descriptor_make(machine, target, false, out);
}

int machine_close(struct machine *machine, descriptor number)
{
    int description = NOBODY;
    int status = find_description(machine, number, &description);
    if (status != 0)
        return status;
    struct process *process = &machine->processes[machine->process];
    int socket = machine->descriptions[description].socket;
    process->descriptors[number].description = 0;
    process->open--;
    if (number < process->lowest)
        process->lowest = (int)number;
    changed(machine);
    if (machine->descriptions[description].kind == DESCRIPTION_SOCKET && machine->decide.close_one_ends == WORD_yes &&
        machine->sockets[socket].stage == STAGE_LISTENING)
        stop_listening(machine, socket);
    description_release(machine, description);
    return 0;
}

int machine_exhaust(struct machine *machine, size_t *held)
{
    struct process *process = &machine->processes[machine->process];
    int most = number_of(machine->decide.descriptors);
    if (process->open + process->held < most)
        process->held = most - process->open;
    *held = (size_t)process->held;
    return 0;
}

int machine_release(struct machine *machine, size_t count, size_t *held)
{
    struct process *process = &machine->processes[machine->process];
    process->held = count == 0 || count > (size_t)process->held ? 0 : process->held - (int)count;
    *held = (size_t)process->held;
    changed(machine);
    return 0;
}

int machine_fork(struct machine *machine)
{
    int made = NOBODY;
    for (int i = 1; i < MACHINE_PROCESSES && made == NOBODY; i++)
        if (!machine->processes[i].used)
            made = i;
    if (made == NOBODY)
        return NOBODY;
    struct process *child = &machine->processes[made];
    *child = machine->processes[machine->process];
    for (int i = 0; i < child->highest; i++) {
        if (child->descriptors[i].description == 0)
            continue;
        int description = child->descriptors[i].description - 1;
        if (machine->decide.fork_shares != WORD_yes)
            description = description_copy(machine, description);
        if (description == NOBODY)
            return NOBODY;
        child->descriptors[i].description = (short)(description + 1);
        machine->descriptions[description].references++;
    }
    return made;
}

void machine_exec(struct machine *machine)
{
    struct process *process = &machine->processes[machine->process];
    for (int i = FIRST_DESCRIPTOR; i < process->highest; i++)
        if (process->descriptors[i].description != 0 && process->descriptors[i].cloexec)
            (void)machine_close(machine, i);
}

void machine_end_process(struct machine *machine, int process)
{
    int before = machine->process;
    machine->process = process;
    for (int i = FIRST_DESCRIPTOR; i < machine->processes[process].highest; i++)
        if (machine->processes[process].descriptors[i].description != 0 && machine->decide.exit_listener == WORD_release)
            (void)machine_close(machine, i);
    machine->processes[process].used = false;
    machine->process = before;
}

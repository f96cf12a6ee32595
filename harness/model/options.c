/* options.c: socket options: what they are worth, who has them, who inherits them. */
#include "inside.h"

#include <stdio.h>
#include <string.h>

enum { ON_INET = 1, ON_INET6 = 2, ON_LOCAL = 4, ON_IP = ON_INET | ON_INET6, ON_ALL = 7, ON_TCP = 8, ON_WINSOCK = 16 };
enum treatment { SWITCH, NUMBER, BUFFER, FIXED, SPECIAL };

static const struct {
    const char *name;
    unsigned families;
    enum treatment treatment;
    bool inherited;
    long long usual;
} table[OPTION_COUNT] = {
    [OPTION_ACCEPTCONN] = {"acceptconn", ON_ALL, FIXED, false, 0},
    [OPTION_ERROR] = {"error", ON_ALL, FIXED, false, 0},
    [OPTION_TYPE] = {"type", ON_ALL, FIXED, false, 0},
    [OPTION_PROTOCOL] = {"protocol", ON_ALL, FIXED, false, 0},
    [OPTION_DOMAIN] = {"domain", ON_ALL, FIXED, false, 0},
    [OPTION_REUSEADDR] = {"reuseaddr", ON_ALL, SWITCH, true, 0},
    [OPTION_REUSEPORT] = {"reuseport", ON_ALL, SWITCH, true, 0},
    [OPTION_V6ONLY] = {"v6only", ON_INET6, SPECIAL, true, 0},
    [OPTION_KEEPALIVE] = {"keepalive", ON_ALL, SWITCH, true, 0},
    [OPTION_NODELAY] = {"nodelay", ON_TCP, SWITCH, true, 0},
    [OPTION_RCVBUF] = {"rcvbuf", ON_ALL, BUFFER, true, 131072},
    [OPTION_SNDBUF] = {"sndbuf", ON_ALL, BUFFER, true, 16384},
    [OPTION_RCVLOWAT] = {"rcvlowat", ON_ALL, NUMBER, true, 1},
    [OPTION_LINGER] = {"linger", ON_ALL, NUMBER, true, -1},
    [OPTION_RCVTIMEO] = {"rcvtimeo", ON_ALL, NUMBER, true, 0},
    [OPTION_SNDTIMEO] = {"sndtimeo", ON_ALL, NUMBER, true, 0},
    [OPTION_OOBINLINE] = {"oobinline", ON_ALL, SWITCH, true, 0},
    [OPTION_PRIORITY] = {"priority", ON_ALL, NUMBER, true, 0},
    [OPTION_MARK] = {"mark", ON_ALL, NUMBER, true, 0},
    [OPTION_TOS] = {"tos", ON_IP, NUMBER, true, 0},
    [OPTION_TTL] = {"ttl", ON_IP, NUMBER, true, 64},
    [OPTION_MAXSEG] = {"maxseg", ON_TCP, NUMBER, true, 536},
    [OPTION_USER_TIMEOUT] = {"user-timeout", ON_TCP, NUMBER, true, 0},
    [OPTION_DEFER_ACCEPT] = {"defer-accept", ON_TCP, SPECIAL, false, 0},
    [OPTION_FASTOPEN] = {"fastopen", ON_TCP, SPECIAL, false, 0},
    [OPTION_QUICKACK] = {"quickack", ON_TCP, SWITCH, true, 1},
    [OPTION_CONGESTION] = {"congestion", ON_TCP, NUMBER, true, 1},
    [OPTION_PASSCRED] = {"passcred", ON_LOCAL, SWITCH, true, 0},
    [OPTION_PEERCRED] = {"peercred", ON_LOCAL, FIXED, false, 0},
    [OPTION_PEER_GROUP] = {"peercred-group", ON_LOCAL, FIXED, false, 0},
    [OPTION_PEER_PROCESS] = {"peercred-process", ON_LOCAL, FIXED, false, 0},
    [OPTION_TIMESTAMP] = {"timestamp", ON_ALL, SWITCH, true, 0},
    [OPTION_KEEPIDLE] = {"keepidle", ON_TCP, NUMBER, true, 7200},
    [OPTION_KEEPINTVL] = {"keepintvl", ON_TCP, NUMBER, true, 75},
    [OPTION_KEEPCNT] = {"keepcnt", ON_TCP, NUMBER, true, 9},
    [OPTION_SYNCNT] = {"syncnt", ON_TCP, NUMBER, true, 6},
    [OPTION_LINGER2] = {"linger2", ON_TCP, NUMBER, true, 60},
    [OPTION_INCOMING_CPU] = {"incoming-cpu", ON_ALL, NUMBER, true, -1},
    [OPTION_BROADCAST] = {"broadcast", ON_ALL, SWITCH, true, 0},
    [OPTION_DONTROUTE] = {"dontroute", ON_ALL, SWITCH, true, 0},
    [OPTION_FREEBIND] = {"freebind", ON_IP, SWITCH, true, 0},
    [OPTION_NO_PORT] = {"no-port", ON_IP, SWITCH, true, 0},
    [OPTION_MTU] = {"mtu", ON_IP, FIXED, false, 0},
    [OPTION_NONBLOCK] = {"nonblock", ON_ALL, SPECIAL, false, 0},
    [OPTION_CLOEXEC] = {"cloexec", ON_ALL, SPECIAL, false, 0},
    [OPTION_ASYNC] = {"async", ON_ALL, SPECIAL, false, 0},
    [OPTION_EXCLUSIVE] = {"exclusive-addr-use", ON_WINSOCK, SWITCH, false, 0},
    [OPTION_CONDITIONAL] = {"conditional-accept", ON_WINSOCK, SWITCH, false, 0},
};

int option_number(const char *name)
{
    for (int i = 0; i < OPTION_COUNT; i++)
        if (table[i].name[0] == name[0] && strcmp(table[i].name, name) == 0)
            return i;
    return NOBODY;
}

static bool has_option(const struct machine *machine, const struct socket *socket, int option)
{
    unsigned families = table[option].families;
    if (families == ON_WINSOCK)
        return machine->decide.errors == WORD_winsock && has_handshake(socket);
    if ((families & ON_TCP) != 0)
        return has_handshake(socket);
    unsigned own = socket->family == FAMILY_INET ? ON_INET : socket->family == FAMILY_INET6 ? ON_INET6 : ON_LOCAL;
    return (families & own) != 0;
}

void options_start(struct machine *machine, int index)
{
    struct socket *socket = &machine->sockets[index];
    for (int i = 0; i < OPTION_COUNT; i++)
        socket->options[i] = table[i].usual;
    if (is_local(socket))
        socket->options[OPTION_RCVBUF] = socket->options[OPTION_SNDBUF] = 212992;
    if (socket->family == FAMILY_INET6)
        socket->options[OPTION_V6ONLY] =
            machine->decide.v6only_setting == WORD_yes ? machine->v6only_usual : number_of(machine->decide.v6only_default);
}

void options_inherit(struct machine *machine, int listener, int child)
{
    const struct socket *from = &machine->sockets[listener];
    struct socket *to = &machine->sockets[child];
    options_start(machine, child);
    for (int i = 0; i < OPTION_COUNT; i++) {
        bool inherits = is_local(from) ? i == OPTION_PASSCRED : table[i].inherited;
        if (machine->decide.override_count > 0) {
            char call[24];
            (void)snprintf(call, sizeof call, "inherit.%.14s", table[i].name);
            int result = overridden(machine, call, listener);
            if (result != 0)
                inherits = result == WORD_yes;
        }
        if (inherits)
            to->options[i] = from->options[i];
    }
}

static long long acceptconn(const struct machine *machine, const struct socket *socket)
{
    const struct decisions *decide = &machine->decide;
    bool listening = socket->stage == STAGE_LISTENING;
    if (is_local(socket) && decide->acceptconn_unix == WORD_none)
        return 0;
    if (socket->passive && decide->acceptconn_child == WORD_inherited)
        return 1;
    switch (decide->acceptconn) {
    case WORD_none:
        return 0;
    case WORD_any:
        return 1;
    case WORD_ever:
        return socket->ever_listened;
    case WORD_bound:
        return listening || (socket->bound && socket->stage == STAGE_CLOSED);
    default:
        return listening;
    }
}

static long long fixed_value(struct machine *machine, int index, int option)
{
    static const int types[] = {1, 5, 2, 3};
    static const int domains[] = {2, 10, 1, 40, 0};
    static const int protocols[] = {6, 262, 132, 0, 17};
    struct socket *socket = &machine->sockets[index];
    long long error = socket->error;
    switch (option) {
    case OPTION_ACCEPTCONN:
        return acceptconn(machine, socket);
    case OPTION_ERROR:
        if (socket->stage != STAGE_LISTENING || machine->decide.error_listener != WORD_holds)
            socket->error = 0;
        return error;
    case OPTION_TYPE:
        return types[socket->type];
    case OPTION_DOMAIN:
        return domains[socket->family];
    case OPTION_PROTOCOL:
        return protocols[socket->protocol];
    case OPTION_PEER_PROCESS:
        return socket->peer_user != -1;
    default:
        return socket->peer_user == -1 ? 4294967295 : socket->peer_user;
    }
}

static long long flag_value(const struct machine *machine, descriptor number, int description, int option)
{
    if (option == OPTION_NONBLOCK)
        return machine->descriptions[description].nonblocking;
    if (option == OPTION_ASYNC)
        return machine->descriptions[description].async;
    return machine->processes[machine->process].descriptors[number].cloexec;
}

static int option_error(const struct machine *machine, const struct socket *socket, int option)
{
    if (option == NOBODY)
        return machine->decide.unknown_option;
    if (option == OPTION_REUSEPORT && machine->decide.reuseport == WORD_absent)
        return MODEL_ENOPROTOOPT;
    if (has_option(machine, socket, option))
        return 0;
    bool socket_level = option == OPTION_REUSEPORT || option == OPTION_PASSCRED || option == OPTION_PEERCRED;
    return is_local(socket) || socket_level ? MODEL_EOPNOTSUPP : MODEL_ENOPROTOOPT;
}

static int call_name(char *call, size_t size, const char *kind, const char *name)
{
    int length = snprintf(call, size, "%s.%s", kind, name);
    return length > 0 && (size_t)length < size;
}

static long long sum_of_options(const struct socket *socket)
{
    uint64_t sum = 0;
    for (int i = 0; i < OPTION_COUNT; i++)
        sum = sum * 31 + (uint64_t)socket->options[i];
    return (long long)(sum & 0x7fffffff);
}

int machine_get_option(struct machine *machine, descriptor number, const char *name, long long *value)
{
    int description = NOBODY;
    int index = NOBODY;
    int status = find_socket(machine, number, &description, &index);
    if (status != 0)
        return status;
    char call[48];
    int result = 0;
    if (machine->decide.override_count > 0 && call_name(call, sizeof call, "getopt", name))
        result = overridden(machine, call, index);
    struct socket *socket = &machine->sockets[index];
    if (strcmp(name, "everything") == 0 && result == 0) {
        *value = sum_of_options(socket);
        return 0;
    }
    int option = option_number(name);
    status = option_error(machine, socket, option);
    if (is_error(result) || (status != 0 && result == 0))
        return is_error(result) ? result : status;
    if (result != 0) {
        *value = number_of(result);
        return 0;
    }
    if (option == OPTION_MTU && socket->stage != STAGE_ESTABLISHED)
        return MODEL_ENOTCONN;
    if (option == OPTION_MTU)
        *value = 65536;
    else if (table[option].treatment == FIXED)
        *value = fixed_value(machine, index, option);
    else if (option >= OPTION_NONBLOCK && option <= OPTION_ASYNC)
        *value = flag_value(machine, number, description, option);
    else
        *value = socket->options[option];
    return 0;
}

static int set_special(struct machine *machine, descriptor number, int description, int option, long long value)
{
    struct socket *socket = &machine->sockets[machine->descriptions[description].socket];
    if (option == OPTION_NONBLOCK)
        return machine_set_nonblocking(machine, number, value != 0);
    if (option == OPTION_ASYNC)
        machine->descriptions[description].async = value != 0;
    if (option == OPTION_CLOEXEC)
        machine->processes[machine->process].descriptors[number].cloexec = value != 0;
    if (option >= OPTION_NONBLOCK)
        return 0;
    if (option == OPTION_V6ONLY) {
        if (socket->bound && is_error(machine->decide.v6only_after_bind))
            return machine->decide.v6only_after_bind;
        socket->options[option] = value != 0;
        return 0;
    }
    if (option == OPTION_FASTOPEN && (value < 0 || (socket->stage != STAGE_CLOSED && socket->stage != STAGE_LISTENING)))
        return MODEL_EINVAL;
    long long stored = value;
    if (option == OPTION_DEFER_ACCEPT) {
        long long reach = 1;
        while (value > 0 && reach < value)
            reach = reach * 2 + 1;
        stored = value > 0 ? reach : 0;
    }
    socket->options[option] = stored;
    return 0;
}

static int set_fixed(struct machine *machine, int index, int option)
{
    if (option != OPTION_ACCEPTCONN || is_error(machine->decide.acceptconn_set))
        return option == OPTION_ACCEPTCONN ? machine->decide.acceptconn_set : MODEL_ENOPROTOOPT;
    if (machine->decide.acceptconn_set == WORD_unlisten && machine->sockets[index].stage == STAGE_LISTENING)
        stop_listening(machine, index);
    return 0;
}

static long long smallest_buffer(int option)
{
    return option == OPTION_RCVBUF ? 2304 : 4608;
}

/* Is this option's opposite set already? */
static bool excludes(const struct socket *socket, int option)
{
    return (option == OPTION_REUSEADDR && socket->options[OPTION_EXCLUSIVE] != 0) ||
           (option == OPTION_EXCLUSIVE && socket->options[OPTION_REUSEADDR] != 0);
}

int machine_set_option(struct machine *machine, descriptor number, const char *name, long long value)
{
    int description = NOBODY;
    int index = NOBODY;
    int status = find_socket(machine, number, &description, &index);
    if (status != 0)
        return status;
    char call[48];
    if (machine->decide.override_count > 0 && call_name(call, sizeof call, "setopt", name) &&
        answered(machine, call, index, &status))
        return status;
    int option = option_number(name);
    struct socket *socket = &machine->sockets[index];
    status = option_error(machine, socket, option);
    if (option == NOBODY && machine->decide.unknown_option_effect == WORD_unlistens && socket->stage == STAGE_LISTENING)
        stop_listening(machine, index);
    if (status == 0 && option == OPTION_REUSEPORT && is_local(socket))
        status = MODEL_EOPNOTSUPP;
    if (status != 0)
        return status == WORD_ok ? 0 : status;
    switch (table[option].treatment) {
    case FIXED:
        return set_fixed(machine, index, option);
    case SPECIAL:
        return set_special(machine, number, description, option, value);
    case SWITCH:
        if (excludes(socket, option) && value != 0 && is_error(machine->decide.exclusive_both))
            return machine->decide.exclusive_both;
        socket->options[option] = value != 0;
        return 0;
    case BUFFER:
        socket->options[option] = value * 2 < smallest_buffer(option) ? smallest_buffer(option) : value * 2;
        return 0;
    case NUMBER:
        break;
    }
    socket->options[option] = option == OPTION_LINGER && value < 0 ? -1 : value;
    return 0;
}

int machine_set_nonblocking(struct machine *machine, descriptor number, int on)
{
    int description = NOBODY;
    int status = find_description(machine, number, &description);
    if (status != 0)
        return status;
    machine->descriptions[description].nonblocking = on != 0;
    return 0;
}

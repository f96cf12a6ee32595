/* system.c: limits of the system and its interfaces, and a toolkit's listen. */
#include "inside.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t machine_limits(struct machine *machine, struct limit *out, size_t most)
{
    const struct limit all[] = {
        {"somaxconn", machine->somaxconn},
        {"constant", number_of(machine->decide.constant)},
        {"nofile", number_of(machine->decide.descriptors)},
        {"portlow", machine->port_low},
        {"porthigh", machine->port_high},
        {"abort-on-overflow", machine->abort_on_overflow},
        {"syncookies", machine->syncookies},
        {"max-syn-backlog", machine->max_syn_backlog},
        {"v6only-default", machine->v6only_usual},
        {"fastopen", machine->fastopen},
        {"ip-nonlocal", machine->ip_nonlocal},
    };
    size_t count = sizeof all / sizeof all[0];
    if (count > most)
        count = most;
    memcpy(out, all, count * sizeof all[0]);
    return count;
}

static int set_port_range(struct machine *machine, const char *value)
{
    char *end;
    long low = strtol(value, &end, 10);
    if (*end != '-')
        return MODEL_EINVAL;
    long high = strtol(end + 1, &end, 10);
    if (*end != '\0' || low < 1 || high > 65535 || low > high)
        return MODEL_EINVAL;
    machine->port_low = low;
    machine->port_high = high;
    machine->next_port = (int)low;
    return 0;
}

int machine_set_limit(struct machine *machine, const char *name, const char *value)
{
    const struct {
        const char *name;
        long long *value;
    } all[] = {
        {"somaxconn", &machine->somaxconn},         {"abort-on-overflow", &machine->abort_on_overflow},
        {"syncookies", &machine->syncookies},       {"max-syn-backlog", &machine->max_syn_backlog},
        {"v6only-default", &machine->v6only_usual}, {"fastopen", &machine->fastopen},
        {"ip-nonlocal", &machine->ip_nonlocal},
    };
    if (strcmp(name, "port-range") == 0)
        return set_port_range(machine, value);
    char *end;
    long long number = strtoll(value, &end, 10);
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (strcmp(all[i].name, name) == 0) {
            if (*end != '\0' || number < 0)
                return MODEL_EINVAL;
            *all[i].value = number;
            changed(machine);
            return 0;
        }
    return UNSUPPORTED;
}

static int change_address(struct machine *machine, const char *how, const struct address *address)
{
    if (strcmp(how, "add") == 0) {
        if (machine->added_count == MACHINE_ADDRESSES)
            return MODEL_ENOBUFS;
        machine->added[machine->added_count++] = *address;
        return 0;
    }
    for (int i = 0; i < machine->added_count; i++)
        if (same_ip(&machine->added[i], address)) {
            machine->added[i] = machine->added[--machine->added_count];
            return 0;
        }
    return MODEL_EADDRNOTAVAIL;
}

int machine_configure(struct machine *machine, const char *what, const char *how, const struct address *address)
{
    changed(machine);
    if (strcmp(what, "interface") == 0) {
        machine->interface_up = strcmp(how, "up") == 0;
        return 0;
    }
    return address == NULL ? MODEL_EINVAL : change_address(machine, how, address);
}

/* Which IP versions a type word stands for: 4, 6 or 46; or an error. */
static int versions_of(const struct decisions *decide, const char *type)
{
    if (type == NULL)
        return decide->serve_default;
    if (strcmp(type, "ipv4") == 0)
        return decide->serve_4;
    if (strcmp(type, "ipv6") == 0)
        return decide->serve_6;
    return strcmp(type, "both") == 0 ? decide->serve_both : decide->serve_none;
}

/* The address to listen on: 0, an error, or INT_MIN where the host is none. */
static int serve_address(const struct machine *machine, const char *host, const struct address *literal, int versions,
                         struct address *address)
{
    const struct decisions *decide = &machine->decide;
    enum family family = versions == 4 ? FAMILY_INET : FAMILY_INET6;
    if (literal != NULL) {
        *address = *literal;
        if (literal->kind == ADDRESS_INET6 && versions == 4)
            return MODEL_EAFNOSUPPORT;
        if (literal->kind == ADDRESS_INET && versions == 6)
            return MODEL_EINVAL;
        bool scoped = literal->kind != ADDRESS_INET6 || literal->ip[0] != 0xfe;
        if (scoped && !is_here(machine, literal) && is_error(decide->serve_nonlocal))
            return decide->serve_nonlocal;
        return 0;
    }
    bool star = strcmp(host, "*") == 0;
    if (!star && strcmp(host, "-") != 0)
        return INT_MIN;
    int rule = star ? decide->serve_star : decide->serve_empty;
    if (is_error(rule))
        return rule;
    bool all = rule == WORD_any || (versions == 46 && !star);
    (all ? any_address : loopback_address)(family, address);
    return 0;
}

static int serve_made(struct machine *machine, descriptor made, const struct address *address, int versions, int peers)
{
    const struct decisions *decide = &machine->decide;
    int status = 0;
    if (address->kind == ADDRESS_INET6)
        status = machine_set_option(machine, made, "v6only", versions != 46);
    if (status == 0)
        status = machine_bind(machine, made, address);
    if (status != 0 || decide->serve_listens == WORD_no)
        return status;
    if (peers == PEERS_ANY || decide->serve_peers == WORD_ignore)
        peers = PEERS_USUAL;
    if (decide->serve_peers == WORD_one)
        peers = 1;
    return machine_listen(machine, made, peers);
}

static int serve(struct machine *machine, const char *host, const struct address *literal, int port, int peers, const char *type,
                 descriptor *out)
{
    const struct decisions *decide = &machine->decide;
    int word = versions_of(decide, type);
    if (is_error(word))
        return word;
    int versions = number_of(word);
    struct address address;
    int status = serve_address(machine, host, literal, versions, &address);
    if (status != 0)
        return status;
    bool six = address.kind == ADDRESS_INET6;
    address.port = decide->serve_port == WORD_same ? (uint16_t)port : 0;
    status = machine_make(machine, six ? "inet6" : "inet", "stream", 0, 0, out);
    if (status != 0)
        return status;
    status = serve_made(machine, *out, &address, versions, peers);
    if (status != 0)
        (void)machine_close(machine, *out);
    return status;
}

int machine_serve(struct machine *machine, const char *host, const struct address *literal, int port, int peers, const char *type,
                  descriptor *out, int *result)
{
    const struct decisions *decide = &machine->decide;
    int status = serve(machine, host, literal, port, peers, type, out);
    *result = status == INT_MIN ? 1 : status;
    if (status == 0 && decide->serve_success == WORD_one)
        *result = 1;
    if (status != 0 && decide->serve_failure == WORD_never)
        *result = -*result;
    if (status != 0 && decide->serve_failure == WORD_zero)
        *result = 0;
    return status;
}

int machine_startup(struct machine *machine, const char *version, char *text, size_t size)
{
    if (machine->decide.errors != WORD_winsock)
        return UNSUPPORTED;
    double asked = version != NULL ? strtod(version, NULL) : 2.2;
    double given = asked < 1.0 ? 0 : asked < 2.2 ? asked : 2.2;
    if (given == 0)
        return MODEL_EINVAL;
    machine->started++;
    int length = snprintf(text, size, "version=%.1f", given);
    return length > 0 && (size_t)length < size ? 0 : MODEL_EINVAL;
}

int machine_cleanup(struct machine *machine)
{
    if (machine->decide.errors != WORD_winsock)
        return UNSUPPORTED;
    if (machine->started <= 0)
        return machine->decide.not_started == WORD_ok ? 0 : machine->decide.not_started;
    bool last = machine->started == 1 || machine->decide.started_twice == WORD_no;
    if (last) {
        struct process *process = &machine->processes[machine->process];
        for (int i = 0; i < process->highest; i++)
            if (process->descriptors[i].description != 0)
                (void)machine_close(machine, i);
    }
    machine->started = last ? 0 : machine->started - 1;
    return 0;
}

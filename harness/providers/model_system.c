/* model_system.c: what the models' provider asks of the system around the sockets: limits, users, paths, a toolkit, what a process holds. */
#define _DEFAULT_SOURCE 1

#include "model_provider.h"

#include <arpa/inet.h>
#include <string.h>

static bool parse_address(const char *text, struct address *out)
{
    memset(out, 0, sizeof *out);
    out->kind = strchr(text, ':') != NULL ? ADDRESS_INET6 : ADDRESS_INET;
    return inet_pton(out->kind == ADDRESS_INET ? AF_INET : AF_INET6, text, out->ip) == 1;
}

int model_serve(const char *host, int port, int peers, const char *type, descriptor *out, int *result)
{
    struct address literal;
    bool known = parse_address(host, &literal);
    return machine_serve(machine_here(), host, known ? &literal : NULL, port, peers == PEERS_ANY ? PEERS_USUAL : peers, type, out,
                         result);
}

int model_surroundings(char *text, size_t size)
{
    return machine_surroundings(machine_here(), text, size);
}

size_t model_limits(struct limit *out, size_t most)
{
    return machine_limits(machine_here(), out, most);
}

int model_set_limit(const char *name, const char *value)
{
    return machine_set_limit(machine_here(), name, value);
}

int model_configure(const char *what, const char *how, const char *value)
{
    struct address address;
    bool known = parse_address(value, &address);
    return machine_configure(machine_here(), what, how, known ? &address : NULL);
}

int model_startup(const char *version, char *text, size_t size)
{
    return machine_startup(machine_here(), version, text, size);
}

int model_cleanup(void)
{
    return machine_cleanup(machine_here());
}

long model_signals(void)
{
    return shared->signals;
}

int model_user(long id)
{
    shared->processes[own_process].user = id;
    return 0;
}

int model_exhaust(size_t *held)
{
    return machine_exhaust(machine_here(), held);
}

int model_release(size_t count, size_t *held)
{
    return machine_release(machine_here(), count, held);
}

int model_fresh_path(char *path, size_t size)
{
    return machine_fresh_path(machine_here(), path, size);
}

int model_unlink_path(const char *path)
{
    return machine_unlink(machine_here(), path);
}

int model_rename_path(const char *path, char *renamed, size_t size)
{
    return machine_rename(machine_here(), path, renamed, size);
}

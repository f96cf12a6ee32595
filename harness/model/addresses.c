/* addresses.c: pure questions about addresses. IPv4 is compared as ::ffff:a.b.c.d where the families meet. */
#include "inside.h"

#include <string.h>

static const unsigned char mapped_prefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

static size_t ip_size(const struct address *address)
{
    return address->kind == ADDRESS_INET ? 4 : 16;
}

bool is_mapped(const struct address *address)
{
    return address->kind == ADDRESS_INET6 && memcmp(address->ip, mapped_prefix, sizeof mapped_prefix) == 0;
}

bool is_any(const struct address *address)
{
    struct address plain = as_plain(address);
    for (size_t i = 0; i < ip_size(&plain); i++)
        if (plain.ip[i] != 0)
            return false;
    return true;
}

bool is_loopback(const struct address *address)
{
    struct address plain = as_plain(address);
    if (plain.kind == ADDRESS_INET)
        return plain.ip[0] == 127;
    for (size_t i = 0; i < 15; i++)
        if (plain.ip[i] != 0)
            return false;
    return plain.ip[15] == 1;
}

struct address as_mapped(const struct address *address)
{
    struct address out = *address;
    if (address->kind == ADDRESS_INET) {
        out.kind = ADDRESS_INET6;
        memcpy(out.ip, mapped_prefix, sizeof mapped_prefix);
        memcpy(out.ip + 12, address->ip, 4);
    }
    return out;
}

struct address as_plain(const struct address *address)
{
    struct address out = *address;
    if (is_mapped(address)) {
        out.kind = ADDRESS_INET;
        memset(out.ip, 0, sizeof out.ip);
        memcpy(out.ip, address->ip + 12, 4);
    }
    return out;
}

bool same_ip(const struct address *one, const struct address *two)
{
    struct address a = as_mapped(one);
    struct address b = as_mapped(two);
    return memcmp(a.ip, b.ip, 16) == 0;
}

void any_address(enum family family, struct address *out)
{
    memset(out, 0, sizeof *out);
    out->kind = family == FAMILY_INET ? ADDRESS_INET : family == FAMILY_INET6 ? ADDRESS_INET6 : ADDRESS_OTHER;
}

void loopback_address(enum family family, struct address *out)
{
    any_address(family, out);
    if (family == FAMILY_INET) {
        out->ip[0] = 127;
        out->ip[3] = 1;
    } else if (family == FAMILY_INET6) {
        out->ip[15] = 1;
    }
}

bool is_here(const struct machine *machine, const struct address *address)
{
    if (address->kind == ADDRESS_OTHER || is_any(address))
        return true;
    for (int i = 0; i < machine->added_count; i++)
        if (same_ip(&machine->added[i], address))
            return true;
    return machine->interface_up && is_loopback(address);
}

/* What a bound socket takes of IPv4 and IPv6: nothing, one address, or all. */
struct extent {
    enum { EXTENT_NONE, EXTENT_ONE, EXTENT_ALL } plain, six;
};

static struct extent extent_of(const struct machine *machine, const struct socket *socket)
{
    struct extent extent = {EXTENT_NONE, EXTENT_NONE};
    bool any = is_any(&socket->local);
    if (socket->local.kind == ADDRESS_INET || is_mapped(&socket->local)) {
        extent.plain = any ? EXTENT_ALL : EXTENT_ONE;
        return extent;
    }
    extent.six = any ? EXTENT_ALL : EXTENT_ONE;
    bool only = socket->options[OPTION_V6ONLY] != 0;
    bool shares = only ? machine->decide.v6only_shares == WORD_yes : machine->decide.families_share == WORD_yes;
    if (any && shares)
        extent.plain = EXTENT_ALL;
    return extent;
}

bool addresses_meet(const struct machine *machine, const struct socket *one, const struct socket *two)
{
    struct extent a = extent_of(machine, one);
    struct extent b = extent_of(machine, two);
    bool plain = a.plain != EXTENT_NONE && b.plain != EXTENT_NONE;
    bool six = a.six != EXTENT_NONE && b.six != EXTENT_NONE;
    if (!plain && !six)
        return false;
    bool all = plain ? a.plain == EXTENT_ALL || b.plain == EXTENT_ALL : a.six == EXTENT_ALL || b.six == EXTENT_ALL;
    bool equal = same_ip(&one->local, &two->local) || (is_any(&one->local) && is_any(&two->local));
    if (equal)
        return true;
    return all ? machine->decide.in_use_specific == WORD_yes : machine->decide.in_use_other == WORD_yes;
}

/* winsock_address.c: addresses of the protocol to those of Winsock and back. */
#include "winsock.h"

#include <stddef.h>
#include <string.h>

/* <afunix.h> is not everywhere. */
struct unix_address {
    ADDRESS_FAMILY family;
    char path[108];
};

enum { UNIX_START = offsetof(struct unix_address, path) };

static int unix_to_native(const struct address *address, struct native_address *native)
{
    struct unix_address local = {AF_UNIX, {0}};
    size_t length = 0;
    if (address->kind == ADDRESS_PATH)
        length = strlen(address->path) + 1;
    else if (address->kind == ADDRESS_ABSTRACT)
        length = strlen(address->path) + 1; /* the NUL in front */
    if (length > sizeof local.path)
        return UNSUPPORTED;
    memcpy(local.path + (address->kind == ADDRESS_ABSTRACT), address->path, length > 0 ? length - 1 : 0);
    memcpy(&native->at, &local, sizeof local);
    native->length = UNIX_START + (int)length;
    return 0;
}

int winsock_address_to_native(const struct address *address, struct native_address *native)
{
    memset(native, 0, sizeof *native);
    switch (address->kind) {
    case ADDRESS_INET:
        native->at.inet.sin_family = AF_INET;
        native->at.inet.sin_port = htons(address->port);
        memcpy(&native->at.inet.sin_addr, address->ip, 4);
        native->length = sizeof native->at.inet;
        return 0;
    case ADDRESS_INET6:
        native->at.inet6.sin6_family = AF_INET6;
        native->at.inet6.sin6_port = htons(address->port);
        native->at.inet6.sin6_scope_id = address->scope;
        memcpy(&native->at.inet6.sin6_addr, address->ip, 16);
        native->length = sizeof native->at.inet6;
        return 0;
    case ADDRESS_PATH:
    case ADDRESS_ABSTRACT:
    case ADDRESS_UNNAMED:
        return unix_to_native(address, native);
    case ADDRESS_OTHER:
    case ADDRESS_NONE:
        break;
    }
    return UNSUPPORTED;
}

static void unix_from_native(const struct native_address *native, struct address *address)
{
    struct unix_address local;
    int length = native->length > UNIX_START ? native->length - UNIX_START : 0;
    memcpy(&local, &native->at, sizeof local);
    address->kind = ADDRESS_UNNAMED;
    if (length > (int)sizeof local.path)
        length = sizeof local.path;
    if (length == 0 || local.path[0] == '\0')
        return;
    address->kind = ADDRESS_PATH;
    memcpy(address->path, local.path, (size_t)length);
    address->path[sizeof address->path - 1] = '\0';
}

void winsock_address_from_native(const struct native_address *native, struct address *address)
{
    memset(address, 0, sizeof *address);
    switch (native->length == 0 ? AF_UNSPEC : native->at.any.sa_family) {
    case AF_INET:
        address->kind = ADDRESS_INET;
        address->port = ntohs(native->at.inet.sin_port);
        memcpy(address->ip, &native->at.inet.sin_addr, 4);
        break;
    case AF_INET6:
        address->kind = ADDRESS_INET6;
        address->port = ntohs(native->at.inet6.sin6_port);
        address->scope = native->at.inet6.sin6_scope_id;
        memcpy(address->ip, &native->at.inet6.sin6_addr, 16);
        break;
    case AF_UNIX:
        unix_from_native(native, address);
        break;
    case AF_UNSPEC:
        address->kind = ADDRESS_NONE;
        break;
    default:
        address->kind = ADDRESS_OTHER;
        break;
    }
}

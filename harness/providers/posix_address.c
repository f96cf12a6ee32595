/* posix_address.c: addresses of the protocol to and from struct sockaddr. */
#define _GNU_SOURCE 1
#include "posix.h"

#include <netinet/in.h>
#include <stddef.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#ifdef __linux__
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <linux/vm_sockets.h>
#endif

static int inet_to_native(const struct address *address, struct native_address *native) {
    struct sockaddr_in *inet = (struct sockaddr_in *)&native->storage;
    inet->sin_family = AF_INET;
    inet->sin_port = htons(address->port);
    memcpy(&inet->sin_addr, address->ip, 4);
    native->length = sizeof *inet;
    return 0;
}

static int inet6_to_native(const struct address *address, struct native_address *native) {
    struct sockaddr_in6 *inet6 = (struct sockaddr_in6 *)&native->storage;
    inet6->sin6_family = AF_INET6;
    inet6->sin6_port = htons(address->port);
    inet6->sin6_scope_id = address->scope;
    memcpy(&inet6->sin6_addr, address->ip, 16);
    native->length = sizeof *inet6;
    return 0;
}

static int unix_to_native(const struct address *address, struct native_address *native) {
    struct sockaddr_un *local = (struct sockaddr_un *)&native->storage;
    size_t length = strlen(address->path), lead = address->kind == ADDRESS_ABSTRACT ? 1 : 0;
    local->sun_family = AF_UNIX;
    native->length = (socklen_t)offsetof(struct sockaddr_un, sun_path);
    if (address->kind == ADDRESS_UNNAMED)
        return 0;
#ifndef __linux__
    if (lead > 0)
        return UNSUPPORTED;
#endif
    if (lead + length + (1 - lead) > sizeof local->sun_path)
        return UNSUPPORTED;
    memcpy(local->sun_path + lead, address->path, length);
    native->length += (socklen_t)(length + 1); /* the NUL before an abstract name, or after a path */
    return 0;
}

#ifdef __linux__

/* Whether this machine can reach itself: without the transport for it the address is not there, and a client of it would
 * knock at the machine's host. */
static bool reaches_itself(void) {
    static int known = -1;
    if (known < 0) {
        struct sockaddr_vm local = {.svm_family = AF_VSOCK, .svm_port = VMADDR_PORT_ANY, .svm_cid = VMADDR_CID_LOCAL};
        int s = socket(AF_VSOCK, SOCK_STREAM, 0);
        known = s >= 0 && bind(s, (struct sockaddr *)&local, sizeof local) == 0;
        if (s >= 0)
            (void)close(s);
    }
    return known == 1;
}

/* The words an address without IP goes by, as each of the other domains reads them. ip holds port and cid once they are known. */
static int other_to_native(int domain, const struct address *address, struct native_address *native) {
    struct sockaddr_vm *vsock = (struct sockaddr_vm *)&native->storage;
    struct sockaddr_nl *netlink = (struct sockaddr_nl *)&native->storage;
    struct sockaddr_ll *packet = (struct sockaddr_ll *)&native->storage;
    uint32_t port = VMADDR_PORT_ANY, cid = VMADDR_CID_ANY;
    switch (domain) {
    case AF_VSOCK:
        memcpy(&port, address->ip, sizeof port);
        memcpy(&cid, address->ip + 4, sizeof cid);
        if (port == 0)
            port = address->port != 0 ? address->port : VMADDR_PORT_ANY;
        if (strcmp(address->path, "any") == 0)
            cid = VMADDR_CID_ANY;
        else if (strcmp(address->path, "loopback") == 0) {
            if (!reaches_itself())
                return UNSUPPORTED;
            cid = VMADDR_CID_LOCAL;
        }
        else if (address->path[0] != '\0' && strncmp(address->path, "cid:", 4) != 0)
            cid = 0x7fffffff;
        vsock->svm_family = AF_VSOCK;
        vsock->svm_port = port;
        vsock->svm_cid = cid;
        native->length = sizeof *vsock;
        return 0;
    case AF_NETLINK:
        netlink->nl_family = AF_NETLINK;
        native->length = sizeof *netlink;
        return 0;
    case AF_PACKET:
        packet->sll_family = AF_PACKET;
        native->length = sizeof *packet;
        return 0;
    default:
        return UNSUPPORTED;
    }
}

static void other_from_native(const struct native_address *native, struct address *address) {
    const struct sockaddr_vm *vsock = (const struct sockaddr_vm *)&native->storage;
    if (vsock->svm_family != AF_VSOCK)
        return;
    memcpy(address->ip, &vsock->svm_port, sizeof vsock->svm_port);
    memcpy(address->ip + 4, &vsock->svm_cid, sizeof vsock->svm_cid);
    address->port = vsock->svm_port == VMADDR_PORT_ANY ? 0 : (uint16_t)vsock->svm_port;
    strcpy(address->path, vsock->svm_cid == VMADDR_CID_ANY ? "any" : vsock->svm_cid == VMADDR_CID_LOCAL ? "loopback" : "cid:other");
}

#else

static int other_to_native(int domain, const struct address *address, struct native_address *native) {
    (void)domain;
    (void)address;
    (void)native;
    return UNSUPPORTED;
}

static void other_from_native(const struct native_address *native, struct address *address) {
    (void)native;
    (void)address;
}

#endif

int posix_address_to_native(int domain, const struct address *address, struct native_address *native) {
    memset(&native->storage, 0, sizeof native->storage);
    switch (address->kind) {
    case ADDRESS_INET:
        return inet_to_native(address, native);
    case ADDRESS_INET6:
        return inet6_to_native(address, native);
    case ADDRESS_PATH:
    case ADDRESS_ABSTRACT:
    case ADDRESS_UNNAMED:
        return unix_to_native(address, native);
    case ADDRESS_OTHER:
        return other_to_native(domain, address, native);
    case ADDRESS_NONE:
        break;
    }
    return UNSUPPORTED;
}

static void unix_from_native(const struct native_address *native, struct address *address) {
    const struct sockaddr_un *local = (const struct sockaddr_un *)&native->storage;
    size_t start = offsetof(struct sockaddr_un, sun_path), length = native->length > start ? native->length - start : 0;
    const char *path = local->sun_path;
    if (length > sizeof local->sun_path)
        length = sizeof local->sun_path;
    if (length == 0) {
        address->kind = ADDRESS_UNNAMED;
        return;
    }
    address->kind = path[0] == '\0' ? ADDRESS_ABSTRACT : ADDRESS_PATH;
    if (address->kind == ADDRESS_ABSTRACT) {
        path++;
        length--;
#ifndef __linux__
        address->kind = ADDRESS_UNNAMED;
#endif
    }
    if (length >= sizeof address->path)
        length = sizeof address->path - 1;
    memcpy(address->path, path, length);
    address->path[length] = '\0';
}

void posix_address_from_native(const struct native_address *native, struct address *address) {
    const struct sockaddr_in *inet = (const struct sockaddr_in *)&native->storage;
    const struct sockaddr_in6 *inet6 = (const struct sockaddr_in6 *)&native->storage;
    memset(address, 0, sizeof *address);
    switch (native->length == 0 ? AF_UNSPEC : native->storage.ss_family) {
    case AF_INET:
        address->kind = ADDRESS_INET;
        address->port = ntohs(inet->sin_port);
        memcpy(address->ip, &inet->sin_addr, 4);
        break;
    case AF_INET6:
        address->kind = ADDRESS_INET6;
        address->port = ntohs(inet6->sin6_port);
        address->scope = inet6->sin6_scope_id;
        memcpy(address->ip, &inet6->sin6_addr, 16);
        break;
    case AF_UNIX:
        unix_from_native(native, address);
        break;
    case AF_UNSPEC:
        address->kind = ADDRESS_NONE;
        break;
    default:
        address->kind = ADDRESS_OTHER;
        other_from_native(native, address);
        break;
    }
}

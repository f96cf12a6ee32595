/* families.c: the families of the protocol. */
#include "families.h"

#include <string.h>

static const struct family families[] = {
    {"inet", ADDRESS_INET},     {"inet6", ADDRESS_INET6}, {"unix", ADDRESS_PATH},    {"seqpacket", ADDRESS_PATH},
    {"mptcp", ADDRESS_INET},    {"mptcp6", ADDRESS_INET6}, {"sctp", ADDRESS_INET},    {"sctp6", ADDRESS_INET6},
    {"vsock", ADDRESS_OTHER},   {"netlink", ADDRESS_OTHER}, {"packet", ADDRESS_OTHER}, {"udplite", ADDRESS_INET},
    {"icmp", ADDRESS_INET},     {"alg", ADDRESS_OTHER},
};

const struct family *family_find(const char *name) {
    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++)
        if (strcmp(families[i].name, name) == 0)
            return &families[i];
    return NULL;
}

const struct family *family_of_kind(enum address_kind kind) {
    switch (kind) {
    case ADDRESS_INET6:
        return &families[1];
    case ADDRESS_PATH:
    case ADDRESS_ABSTRACT:
    case ADDRESS_UNNAMED:
        return &families[2];
    case ADDRESS_INET:
    case ADDRESS_OTHER:
    case ADDRESS_NONE:
        break;
    }
    return &families[0];
}

const char *family_text(enum address_kind kind, const struct family *otherwise) {
    if (kind == ADDRESS_OTHER || kind == ADDRESS_NONE)
        return otherwise ? otherwise->name : "none";
    return family_of_kind(kind)->name;
}

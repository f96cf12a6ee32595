/* families.h: what the agent itself must know of a family: the form of its addresses. */
#ifndef LISTENCHECK_AGENT_FAMILIES_H
#define LISTENCHECK_AGENT_FAMILIES_H

#include "provider.h"

#include <stdbool.h>

struct family {
    const char *name;
    enum address_kind kind; /* of its addresses; ADDRESS_PATH for AF_UNIX */
};

/* NULL where the name is no family of the protocol. */
const struct family *family_find(const char *name);
/* The usual family of an address: inet, inet6 or unix. */
const struct family *family_of_kind(enum address_kind kind);
/* What a reply calls the family of an address. */
const char *family_text(enum address_kind kind, const struct family *otherwise);

#endif

/* address.h: IP literals and the text of addresses, without any system header. */
#ifndef LISTENCHECK_AGENT_ADDRESS_H
#define LISTENCHECK_AGENT_ADDRESS_H

#include "provider.h"

#include <stdbool.h>

enum { ADDRESS_TEXT_MOST = 128 };

/* An IPv4 or IPv6 literal; an IPv6 one may end in %N, its scope. Only kind, ip and scope are set. */
bool address_parse(const char *text, struct address *address);

/* What replies call it: a literal, any, path, abstract, unnamed, or the provider's own word. */
void address_text(const struct address *address, char text[ADDRESS_TEXT_MOST]);

void address_clear(struct address *address, enum address_kind kind);
bool address_is_any(const struct address *address);
bool address_is_loopback(const struct address *address); /* 127.0.0.1, ::1 or ::ffff:127.0.0.1 */
bool address_is_mapped(const struct address *address);
void address_set_loopback(struct address *address);
/* The IPv4 address a mapped one holds, and back; the port stays. */
void address_unmap(struct address *address);
void address_map(struct address *address);

#endif

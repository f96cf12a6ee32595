/* usrsctp_wire.h: what is around usrsctp's calls: the wire its packets travel, what happens on its sockets, and their table. */
#ifndef LISTENCHECK_PROVIDERS_USRSCTP_WIRE_H
#define LISTENCHECK_PROVIDERS_USRSCTP_WIRE_H

#include "provider.h"

#include <stdbool.h>
#include <usrsctp.h>

int sctp_start(void); /* the library, with its packets brought back to it */

/* Sockets are pointers. Their places in a table are the agent's descriptors, so that one that was closed, or never made, never gets into
 * the library, where it would be undefined; but -1 stands for the null pointer, which the library refuses itself. */
int sctp_made(struct socket *s, descriptor *out); /* takes s over */
bool sctp_find(descriptor s, struct socket **found);
void sctp_forget(descriptor s);

/* How often something has happened on any socket; wait until it is more than before, or the end of the time. false: the end. */
unsigned long sctp_events(void);
bool sctp_wait(unsigned long before, long milliseconds, const struct timespec *end);

#endif

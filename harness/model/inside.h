/* inside.h: what the files of the machine share among themselves. */
#ifndef LISTENCHECK_MODEL_INSIDE_H
#define LISTENCHECK_MODEL_INSIDE_H

#include "machine.h"

/* machine.c */
int socket_make(struct machine *machine); /* index of a fresh socket, or NOBODY */
void socket_free(struct machine *machine, int index);
void set_stage(struct machine *machine, int index, enum stage stage);
void name_changed(struct machine *machine, int index); /* after bound or the local port changed */
int descriptor_make(struct machine *machine, int description, bool cloexec, descriptor *out);
bool descriptor_left(const struct machine *machine);
int description_make(struct machine *machine, enum description_kind kind, int socket);
void description_release(struct machine *machine, int description);
int find_description(struct machine *machine, descriptor number, int *description);
int not_started(const struct machine *machine); /* 0, or the error of every call */
int find_socket(struct machine *machine, descriptor number, int *description, int *socket);
void changed(struct machine *machine);
void raise_signal(struct machine *machine, unsigned flags);

/* Begin or go on with a call that may block: finds the socket once and holds it. */
int waiting_start(struct machine *machine, struct waiting *waiting, descriptor number);

/* overrides.c: the result of an override for this call and socket, or 0. */
int overridden(const struct machine *machine, const char *call, int socket);
/* An override that replaces the whole call: true when it was answered, with the status. */
bool answered(const struct machine *machine, const char *call, int socket, int *status);
bool socket_is(const struct machine *machine, int socket, const char *condition);

/* Is this one of the protocols with ports and a handshake? */
static inline bool has_handshake(const struct socket *socket)
{
    return socket->protocol == PROTOCOL_TCP || socket->protocol == PROTOCOL_MPTCP || socket->protocol == PROTOCOL_SCTP;
}

static inline bool is_local(const struct socket *socket)
{
    return socket->family == FAMILY_UNIX;
}

/* naming.c */
bool is_any(const struct address *address);
bool is_loopback(const struct address *address);
bool is_mapped(const struct address *address);
bool same_ip(const struct address *one, const struct address *two);
void any_address(enum family family, struct address *out);
void loopback_address(enum family family, struct address *out);
struct address as_mapped(const struct address *address);
struct address as_plain(const struct address *address);
bool is_here(const struct machine *machine, const struct address *address);
bool addresses_meet(const struct machine *machine, const struct socket *one, const struct socket *two);
int conflict(const struct machine *machine, int socket, bool listening); /* 0 or an error */
int choose_port(struct machine *machine, int socket, int exhausted);     /* 0 or an error */
void unbind(struct machine *machine, int socket);

/* paths.c */
int path_find(const struct machine *machine, const struct address *address);
int path_make(struct machine *machine, const struct address *address, int socket);
void path_leave(struct machine *machine, int socket);
void path_automatic(struct machine *machine, struct address *out);

/* listening.c */
void stop_listening(struct machine *machine, int socket);

/* accepting.c: the queue */
void queue_append(struct machine *machine, int listener, int child);
void queue_remove(struct machine *machine, int child);
int queue_length(const struct machine *machine, int listener);
int queue_room(struct machine *machine, int listener);
int queue_visible(const struct machine *machine, int listener); /* how many accept() would take */

/* filling.c */
void leak(struct machine *machine, int how); /* a word of decisions.leaks */

/* connecting.c */
void arrive(struct machine *machine, int client);   /* let a client that waits try again */
void invite(struct machine *machine, int listener); /* the client that waits longest for the application's word */
int waiting_client(struct machine *machine, int listener);
void connect_finish(struct machine *machine, int client, int error);

/* ending.c */
void send_reset(struct machine *machine, int to);                   /* the socket `to` receives a reset */
void send_end(struct machine *machine, int from);                   /* the peer of `from` receives the end of the stream */
void drop_queue(struct machine *machine, int listener, int manner); /* reset, eof or kept */
void socket_close(struct machine *machine, int socket);             /* the last reference is gone */
void refuse_waiting(struct machine *machine, const struct address *at, enum family family);
void disconnect_now(struct machine *machine, int socket);

/* options.c */
void options_start(struct machine *machine, int socket);
void options_inherit(struct machine *machine, int listener, int child);
int option_number(const char *name); /* or -1 */

#endif

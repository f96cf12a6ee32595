/* stack.h: what the providers of TCP/IP stacks in user space share. Those with a Berkeley interface fill struct stack_calls and take
 * the members of their provider from here. */
#ifndef LISTENCHECK_PROVIDERS_STACK_H
#define LISTENCHECK_PROVIDERS_STACK_H

#include "provider.h"

#include <poll.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <sys/uio.h>

struct stack_calls {
    int (*socket)(int domain, int type, int protocol);
    int (*bind)(int s, const struct sockaddr *name, socklen_t length);
    int (*listen)(int s, int backlog);
    int (*connect)(int s, const struct sockaddr *name, socklen_t length);
    int (*accept)(int s, struct sockaddr *name, socklen_t *length);
    int (*close)(int s);
    int (*shutdown)(int s, int how);
    int (*getsockname)(int s, struct sockaddr *name, socklen_t *length);
    int (*getpeername)(int s, struct sockaddr *name, socklen_t *length);
    int (*getsockopt)(int s, int level, int name, void *value, socklen_t *length);
    int (*setsockopt)(int s, int level, int name, const void *value, socklen_t length);
    int (*fcntl)(int s, int command, int value); /* F_GETFL and F_SETFL */
    int (*ioctl)(int s, int request, int *value);
    int (*poll)(struct pollfd *items, nfds_t count, int milliseconds);
    ssize_t (*send)(int s, const char *method, const struct iovec *part, int flags);
    ssize_t (*receive)(int s, const char *method, struct iovec *part, int flags);
    const char *lacks;  /* options the stack has not got, each between blanks */
    bool accept_waits; /* accept does not heed O_NONBLOCK */
    bool turns;        /* a call and the stack's own thread are more than it can bear at once: calls wait until that sleeps */
};

extern const struct stack_calls stack_calls; /* the provider's */

/* The members that are the same whatever the stack's names for its calls. */
#define STACK_MEMBERS \
    .families = "inet inet6", .make = stack_make, .listen = stack_listen, .disconnect = stack_disconnect, .shutdown = stack_shutdown, \
    .send = stack_send, .receive_from = stack_receive_from, .sockname = stack_sockname, .get_option = stack_get_option, \
    .set_option = stack_set_option, .set_nonblocking = stack_set_nonblocking, .control = stack_control

int stack_make(const char *family, const char *type, int protocol, unsigned flags, descriptor *out);
int stack_bind(descriptor s, const struct address *at);
int stack_listen(descriptor s, int backlog);
int stack_connect(descriptor s, const struct address *to);
int stack_disconnect(descriptor s);
int stack_accept(descriptor s, unsigned flags, descriptor *out, struct address *peer);
int stack_close(descriptor s);
int stack_abandon(descriptor s);
int stack_shutdown(descriptor s, const char *how);
int stack_send(descriptor s, const void *bytes, size_t count, const char *method, unsigned flags, size_t *sent);
int stack_receive_from(descriptor s, void *bytes, size_t size, const char *method, unsigned flags, size_t *received);
int stack_sockname(descriptor s, struct address *out);
int stack_peername(descriptor s, struct address *out);
int stack_get_option(descriptor s, const char *name, long long *value);
int stack_set_option(descriptor s, const char *name, long long value);
int stack_set_nonblocking(descriptor s, int on);
int stack_poll(struct poll_item *items, size_t count, long milliseconds, size_t *ready);
int stack_control(descriptor s, const char *request, long long *value);
void stack_wake(descriptor s); /* connects to it: a signal wakes nobody here, but this wakes who waits in accept */

/* stack_process.c: the agent's own process, whatever the stack */
size_t stack_limits(struct limit *out, size_t most);
/* What every provider of a stack has of its process. */
#define STACK_PROCESS_MEMBERS \
    .caps = "namespace", .receive = posix_receive, .transmit = posix_transmit, .microseconds = posix_microseconds, \
    .error_name = posix_error_name, .limits = stack_limits, .thread_start = posix_thread_start, .thread_wait = posix_thread_wait, \
    .thread_interrupt = stack_thread_interrupt, .reset = stack_reset
void stack_wait_for_quiet(void); /* until every other thread of the process sleeps, but not for ever */
/* A stack whose lists lead in a circle never sleeps again. A thread that has worked for a twentieth of a second, which no case needs, is
 * put to rest: it is the same hang, and leaves the processor to others. Called when the stack's threads are there. */
void stack_rest_in_circles(void);
int stack_process_start(void); /* the protocol's stream and the signals */
/* Sockets some thread is inside a waiting call of. What cannot be woken when a case ends must be left as it is: closing a socket
 * under a waiting thread is more than these stacks can bear. */
void stack_enter(descriptor s);
void stack_leave(descriptor s);
bool stack_left_inside(descriptor s); /* the case has ended, and a thread is still inside */
void stack_thread_interrupt(void *thread); /* stack_wake for each */
void stack_reset(void);

#endif

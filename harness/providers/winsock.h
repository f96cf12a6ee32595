/* winsock.h: what the parts of the Winsock providers ask of each other. */
#ifndef LISTENCHECK_PROVIDERS_WINSOCK_H
#define LISTENCHECK_PROVIDERS_WINSOCK_H

#define WIN32_LEAN_AND_MEAN 1
#define _WIN32_WINNT 0x0A00

#include <winsock2.h>
#include <ws2tcpip.h>

#include <mswsock.h>
#include <windows.h>

#include <stdbool.h>

#include "provider.h"

union socket_address {
    struct sockaddr any;
    struct sockaddr_in inet;
    struct sockaddr_in6 inet6;
    struct sockaddr_storage storage;
};

struct native_address {
    union socket_address at;
    int length;
};

/* The calls themselves, by one of two ways: winsock_calls.c makes them through ws2_32, wsp_calls.c through a service provider's
 * procedure table. Each returns 0, UNSUPPORTED, or the error as provider.h says. */
int calls_start(int argument_count, char **arguments);
void calls_stop(void);
const char *calls_name(void);    /* the last part of the subject's name */
bool calls_reach_the_host(void); /* the sockets are those of the system Wine runs on */
void calls_cancel(SOCKET s);     /* what another thread blocks in */
int calls_startup(unsigned version, unsigned *granted);
int calls_cleanup(void);
int calls_socket(int family, int type, int protocol, DWORD flags, SOCKET *out);
int calls_bind(SOCKET s, const struct native_address *at);
int calls_listen(SOCKET s, int backlog);
int calls_connect(SOCKET s, const struct native_address *to);
int calls_accept(SOCKET s, LPCONDITIONPROC condition, SOCKET *out, struct native_address *peer);
int calls_close(SOCKET s);
int calls_shutdown(SOCKET s, int how);
int calls_send(SOCKET s, const void *bytes, size_t count, const char *method, DWORD flags, size_t *sent);
int calls_receive(SOCKET s, void *bytes, size_t size, const char *method, DWORD flags, size_t *received);
int calls_sockname(SOCKET s, struct native_address *out);
int calls_peername(SOCKET s, struct native_address *out);
int calls_get_option(SOCKET s, int level, int number, void *value, int *size);
int calls_set_option(SOCKET s, int level, int number, const void *value, int size);
int calls_control(SOCKET s, DWORD request, u_long *value);
int calls_extension(SOCKET s, const GUID *which, void **function); /* SIO_GET_EXTENSION_FUNCTION_POINTER */
int calls_overlapped_result(SOCKET s, OVERLAPPED *overlapped, DWORD *bytes);
int calls_duplicate(SOCKET s, SOCKET *out);
int calls_poll(struct poll_item *items, size_t count, long milliseconds, size_t *ready);
int calls_select(struct poll_item *items, size_t count, long milliseconds, size_t *ready);

/* winsock_result.c: what a call returned, as an error number of provider.h. */
int winsock_result(int result, int error);

/* winsock_errors.c */
const char *winsock_error_name(int code, const char **native);

/* winsock_address.c */
int winsock_address_to_native(const struct address *address, struct native_address *native);
void winsock_address_from_native(const struct native_address *native, struct address *address);

/* winsock_files.c: paths for AF_UNIX sockets, and handles that are no sockets */
int winsock_fresh_path(char *path, size_t size);
int winsock_unlink_path(const char *path);
int winsock_rename_path(const char *path, char *renamed, size_t size);
void winsock_files_clear(void);
int winsock_make_special(const char *kind, descriptor *out);
/* Ends a handle made by winsock_make_special; false where s is none. */
bool winsock_close_special(descriptor s);

/* winsock_modes.c: Winsock cannot be asked whether a socket blocks; this remembers what was set. */
enum mode { MODE_UNKNOWN, MODE_BLOCKING, MODE_NONBLOCKING };
enum mode winsock_mode(SOCKET s);
void winsock_set_mode(SOCKET s, enum mode mode);
enum mode winsock_find_mode(SOCKET s); /* winsock_options.c: by a read where it is not known */

/* winsock_options.c */
int winsock_get_option(descriptor s, const char *name, long long *value);
int winsock_set_option(descriptor s, const char *name, long long value);
int winsock_set_nonblocking(descriptor s, int on);
int winsock_control(descriptor s, const char *request, long long *value);

/* winsock_accept.c: accept() and its extensions */
int winsock_accept(descriptor s, unsigned flags, descriptor *out, struct address *peer);
int winsock_accept_by(const char *method, descriptor s, descriptor *out, struct address *peer);

/* winsock_select.c: waiting by fd_sets of any size, made by the select of the calls */
typedef int (*select_call)(fd_set *in, fd_set *out, fd_set *exceptional, struct timeval *wait, int *error);
int winsock_select_with(select_call call, struct poll_item *items, size_t count, long milliseconds, size_t *ready);

/* winsock_poll.c */
int winsock_poll(struct poll_item *items, size_t count, long milliseconds, size_t *ready);

/* winsock_system.c */
int winsock_identify(char *text, size_t size);
size_t winsock_limits(struct limit *out, size_t most);
uint64_t winsock_microseconds(void);

/* winsock_host.c: the system below Wine */
bool winsock_is_isolated(void);  /* the agent has a network of its own */
bool winsock_host_is_ours(void); /* and the subject is in it */
size_t winsock_host_limits(struct limit *out, size_t most);
int winsock_set_limit(const char *name, const char *value);
void winsock_host_restore(void);

/* winsock_scarcity.c: where descriptors can run out */
int winsock_exhaust(size_t *held);
int winsock_release(size_t count, size_t *held);

/* winsock_stream.c */
int winsock_stream_start(void);
long winsock_receive(char *buffer, size_t size);
int winsock_transmit(const char *buffer, size_t size);
void winsock_say(const char *text); /* one line to the standard error output */

/* winsock_threads.c */
int winsock_thread_start(void (*run)(void *), void *argument, void **thread);
int winsock_thread_wait(void *thread, long milliseconds);
void winsock_thread_interrupt(void *thread);
void winsock_threads_prepare(void); /* some at hand, for when none can be started any more */
/* The calling thread is about to block in a call on s; INVALID_SOCKET: no more. */
void winsock_thread_blocks_on(SOCKET s);

#endif

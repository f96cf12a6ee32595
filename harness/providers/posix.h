/* posix.h: what the files of the POSIX provider share. */
#ifndef LISTENCHECK_PROVIDERS_POSIX_H
#define LISTENCHECK_PROVIDERS_POSIX_H

#include "provider.h"

#include <stdbool.h>
#include <sys/socket.h>
#include <sys/types.h>

enum { POSIX_CAPS_MOST = 128 };

/* An address as the system wants it. */
struct native_address {
    struct sockaddr_storage storage;
    socklen_t length;
};

/* posix.c */
int posix_result(long result);                       /* 0, errno, NO_ERROR_NUMBER or BAD_RESULT of a call that returns 0 or -1 */
int posix_count(long result, size_t *count);         /* the same for one that returns a count */
int posix_descriptor(long result, descriptor *out);  /* and for one that returns a descriptor */
int posix_left_error(void);                          /* errno after the last call of this thread that succeeded */
int posix_domain(int s);                             /* AF_ of a socket, or AF_UNSPEC */
int posix_aside(int s);                              /* moves a descriptor of our own out of the way of the case's numbers */

/* posix_clock.c */
void posix_clock_start(void); /* before there are threads */
uint64_t posix_microseconds(void);

/* posix_address.c */
int posix_address_to_native(int domain, const struct address *address, struct native_address *native);
void posix_address_from_native(const struct native_address *native, struct address *address);

/* posix_errors.c */
const char *posix_error_name(int code, const char **native);

/* posix_options.c */
int posix_get_option(descriptor s, const char *name, long long *value);
int posix_set_option(descriptor s, const char *name, long long value);
int posix_set_nonblocking(descriptor s, int on);
int posix_control(descriptor s, const char *request, long long *value);
int posix_information(descriptor s, char *text, size_t size);

/* getsockopt() as it is, for an option that is a number; UNSUPPORTED - 1 where there is none of that name. */
long posix_raw_option(int s, const char *name, void *value, socklen_t *length);

/* posix_option_sum.c */
int posix_option_sum(int s, long long *sum);

/* posix_fill.c */
int posix_fill(const char *call, descriptor s, long room, char *text, size_t size);

/* posix_surroundings.c */
int posix_surroundings(char *text, size_t size);
void posix_surroundings_start(void); /* before the first call of a case */
void posix_surroundings_forget(void);

/* posix_transfer.c */
int posix_send(descriptor s, const void *bytes, size_t count, const char *method, unsigned flags, size_t *sent);
int posix_receive_from(descriptor s, void *bytes, size_t size, const char *method, unsigned flags, size_t *received);
int posix_poll(struct poll_item *items, size_t count, long milliseconds, size_t *ready);
int posix_poll_with(const char *method, struct poll_item *item, long milliseconds);

/* posix_special.c */
int posix_make_special(const char *kind, descriptor *out);

/* posix_threads.c */
int posix_thread_start(void (*run)(void *), void *argument, void **thread);
int posix_thread_wait(void *thread, long milliseconds);
void posix_thread_interrupt(void *thread);
void posix_thread_signal(void *thread, int restarts);
void posix_threads_forget(void); /* in a forked child */
void posix_threads_stop(void);

/* posix_process.c */
int posix_fork(int *is_child, long (**child_receive)(char *, size_t), int (**child_transmit)(const char *, size_t), void **child);
int posix_execute(const char *handles, void **child);
int posix_child_exchange(void *child, const char *line, char *reply, size_t size, long milliseconds);
int posix_child_end(void *child);
int posix_pass(descriptor s, descriptor *out);
void posix_process_start(char **arguments);

/* posix_stream.c: the bytes of the protocol */
int posix_stream_start(void);
long posix_receive(char *buffer, size_t size);
int posix_transmit(const char *buffer, size_t size);
int posix_write_all(int to, const char *bytes, size_t count);

/* posix_system.c */
int posix_identify(char *text, size_t size);
size_t posix_limits(struct limit *out, size_t most);
int posix_set_limit(const char *name, const char *value);
int posix_user(long id);
bool posix_own_namespace(void); /* may the agent change the network of its system? */
void posix_system_start(char caps[POSIX_CAPS_MOST]);
void posix_system_reset(void);

/* posix_network.c */
int posix_configure(const char *what, const char *how, const char *value);
void posix_network_isolate(void);
void posix_network_start(void);
void posix_network_reset(void);

/* posix_descriptors.c */
int posix_exhaust(size_t *held);
int posix_release(size_t count, size_t *held);
void posix_descriptors_start(void);

/* posix_files.c: the private directory and what must not be left behind */
int posix_fresh_path(char *path, size_t size);
int posix_unlink_path(const char *path);
int posix_rename_path(const char *path, char *renamed, size_t size);
int posix_temporary_file(bool fifo);
void posix_files_clear(void);
void posix_files_stop(void);
void posix_files_emergency(void); /* callable from a signal handler */

/* posix_signals.c */
long posix_signals(void);
void posix_signals_start(void);

#endif

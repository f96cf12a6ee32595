/* model_provider.h: what the files of the models' provider share. */
#ifndef LISTENCHECK_MODEL_PROVIDER_H
#define LISTENCHECK_MODEL_PROVIDER_H

#include "model/machine.h"
#include "provider.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* model.c: the machine, shared with child processes, and what this process is in it. */
extern struct machine *shared;
extern int shared_file;
extern int own_process;
extern const char *choice;          /* `model:ID` or `fault:NAME` */
extern const char *program;         /* what this agent was started as */
struct machine *machine_here(void); /* ready for a call of this process and thread */
long read_bytes(int file, char *buffer, size_t size);
int write_bytes(int file, const char *buffer, size_t size);

/* model_calls.c */
int model_make(const char *family, const char *type, int protocol, unsigned flags, descriptor *out);
int model_make_special(const char *kind, descriptor *out);
int model_bind(descriptor s, const struct address *at);
int model_listen(descriptor s, int backlog);
int model_connect(descriptor s, const struct address *to);
int model_disconnect(descriptor s);
int model_accept(descriptor s, unsigned flags, descriptor *out, struct address *peer);
int model_accept_by(const char *method, descriptor s, descriptor *out, struct address *peer);
int model_close(descriptor s);
int model_shutdown(descriptor s, const char *how);
int model_send(descriptor s, const void *bytes, size_t count, const char *method, unsigned flags, size_t *sent);
int model_receive_from(descriptor s, void *bytes, size_t size, const char *method, unsigned flags, size_t *received);
int model_sockname(descriptor s, struct address *out);
int model_peername(descriptor s, struct address *out);
int model_fill(const char *call, descriptor s, long room, char *text, size_t size);
int model_get_option(descriptor s, const char *name, long long *value);
int model_set_option(descriptor s, const char *name, long long value);
int model_set_nonblocking(descriptor s, int on);
int model_duplicate(descriptor s, descriptor *out);
int model_duplicate_at(descriptor s, long number, descriptor *out);
int model_pass(descriptor s, descriptor *out);
int model_control(descriptor s, const char *request, long long *value);
int model_information(descriptor s, char *text, size_t size);

/* model_readiness.c */
int model_poll(struct poll_item *items, size_t count, long milliseconds, size_t *ready);
int model_poll_with(const char *method, struct poll_item *item, long milliseconds);

/* model_system.c */
int model_serve(const char *host, int port, int peers, const char *type, descriptor *out, int *result);
int model_surroundings(char *text, size_t size);
size_t model_limits(struct limit *out, size_t most);
int model_set_limit(const char *name, const char *value);
int model_configure(const char *what, const char *how, const char *value);
int model_startup(const char *version, char *text, size_t size);
int model_cleanup(void);
long model_signals(void);
int model_user(long id);
int model_exhaust(size_t *held);
int model_release(size_t count, size_t *held);
int model_fresh_path(char *path, size_t size);
int model_unlink_path(const char *path);
int model_rename_path(const char *path, char *renamed, size_t size);

/* model_threads.c */
bool is_worker(void);
/* Wait until something changed since `seen`, or the deadline. False: interrupted, or nothing can ever happen. */
bool wait_more(uint64_t seen, uint64_t deadline);
int model_thread_start(void (*run)(void *), void *argument, void **thread);
int model_thread_wait(void *thread, long milliseconds);
void model_thread_interrupt(void *thread);
void model_thread_signal(void *thread, int restarts);
void workers_forget(void); /* after fork(): threads do not survive it */
void workers_end(void);

/* model_process.c */
int model_fork(int *is_child, long (**receive)(char *, size_t), int (**transmit)(const char *, size_t), void **child);
int model_execute(const char *handles, void **child);
int model_child_exchange(void *child, const char *line, char *reply, size_t size, long milliseconds);
int model_child_end(void *child);

#endif

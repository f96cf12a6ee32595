/* model_provider.h: what the files of the models' provider share. */
#ifndef LISTENCHECK_MODEL_PROVIDER_H
#define LISTENCHECK_MODEL_PROVIDER_H

#include "model/machine.h"

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

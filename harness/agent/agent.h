/* agent.h: the state of the agent, and what its parts ask of each other. */
#ifndef LISTENCHECK_AGENT_H
#define LISTENCHECK_AGENT_H

#include "families.h"
#include "handles.h"
#include "lines.h"
#include "provider.h"
#include "reply.h"
#include "request.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LIMITS_MOST = 32, PORTS_SEEN_MOST = 64, SUMS_SEEN_MOST = 16, DEADLINE = 1000, INLINE_BYTES = LINE_MOST };

/* Why a request could not be prepared. */
enum answer {
    ANSWER_READY,
    ANSWER_UNSUPPORTED,
    ANSWER_USAGE,
    ANSWER_NO_HANDLE,
    ANSWER_CODE /* a call made on the way failed: call.code */
};

struct agent;
struct group;
struct task;
struct process;
struct verb;

/* One provider call with everything it needs, so that any thread may perform it. */
struct call {
    const struct verb *verb;
    descriptor socket;
    bool release; /* socket is a special one, closed when the call is over */
    bool blocks;  /* socket was made for the call, and blocks: nothing to ask */
    int code;
    uint64_t microseconds;
    long long number;
    unsigned flags, asked, wanted;
    descriptor made;
    bool holds_made; /* made is open and no handle has it yet */
    const struct family *family;
    const char *type; /* of the protocol's own words */
    struct address address;
    size_t count;
    long signals;
    char name[NAME_MOST + 1]; /* of the handle the call makes, or works on */
    char word[64];            /* an option, a method, a kind */
    unsigned char *bytes;     /* bytes_inline, or allocated */
    unsigned char bytes_inline[INLINE_BYTES + 1];
};

/* Either prepare, perform and finish, or answer, which does everything itself. */
struct verb {
    const char *name;
    size_t least, most;  /* arguments */
    const char *options; /* names, blank-separated */
    enum answer (*prepare)(struct agent *agent, const struct request *request, struct call *call);
    int (*perform)(struct call *call);
    void (*finish)(struct agent *agent, struct call *call, struct reply *reply); /* keys; handles made */
    bool (*instant)(struct agent *agent, const struct call *call); /* cannot block; NULL: never does */
    void (*answer)(struct agent *agent, const struct request *request, struct reply *reply);
};

struct agent {
    long (*receive)(char *buffer, size_t size);
    int (*transmit)(const char *buffer, size_t size);
    bool ended;
    bool renews; /* another process is to take the place of this one */
    bool skips; /* the case is void: nothing is done until reset */
    bool silent; /* no reply to the request at hand: a child has just begun its life */
    bool shares; /* a child process: its sockets and limits are its parent's too */
    bool exhausted;
    bool has_copies;   /* since reset: sockets may be known by other names than the handle that sends */
    bool limits_moved; /* since reset: by a request of the case, maybe */
    size_t tags_unread; /* sent by floods since reset and not met by a drain */
    long scale;  /* of deadlines, in thousandths */
    uint32_t next_tag; /* the last one given since reset; 0: no flood sent any */
    size_t barrier_first, barrier_family; /* which of the families of settle.c to begin with, and to use now */
    uint64_t oldest_held; /* when the first reply not yet sent was finished */
    struct handles handles;
    struct group *groups;
    struct task *tasks;
    struct process *processes;
    size_t limit_count;
    bool limits_known;
    struct limit limits[LIMITS_MOST];
    size_t sums_seen_count;
    long long sums_seen[SUMS_SEEN_MOST]; /* of options: see PROTOCOL.md, everything */
    size_t ports_seen_count;
    uint16_t ports_seen[PORTS_SEEN_MOST];
    struct call direct; /* the call of the request at hand, where no thread is needed */
    struct input input;
    struct output output;
};

/* main.c */
void agent_flush(struct agent *agent); /* before anything that may wait */

/* verbs.c */
const struct verb *verb_find(const char *name);
void verb_answer(struct agent *agent, const struct request *request, struct reply *reply);
enum answer call_prepare(struct agent *agent, const struct verb *verb, const struct request *request, struct call *call);
void call_perform(struct call *call);
/* Writes the whole reply and frees what the call holds. */
void call_finish(struct agent *agent, struct call *call, struct reply *reply);
/* For a call nobody asks for any more: closes what it made. */
void call_discard(struct call *call);
void answer_refusal(enum answer answer, int code, struct reply *reply);

/* ready.c: what can be asked of a socket without waiting */
bool is_nonblocking(descriptor s); /* its mode says so; false where that cannot be told */
/* One of the events is there, and no thread or process of the case could take it before the call does. */
bool is_ready_for(const struct agent *agent, descriptor s, unsigned asked);

/* resolve.c: words of a request to what they stand for */
enum answer resolve_socket(struct agent *agent, const char *word, struct call *call, struct handle **handle);
enum answer resolve_new_name(struct agent *agent, const char *name, char copy[NAME_MOST + 1]);
enum answer resolve_address(struct agent *agent, const char *word, const char *port, const struct family *family, struct address *address);
/* Where a client of TARGET connects to. family: the client's, or NULL to learn it from the target. */
enum answer resolve_target(struct agent *agent, const struct request *request, const char *target, const struct family **family,
                           const char **type, struct address *address);
enum answer resolve_backlog(struct agent *agent, const char *word, int *backlog);
enum answer resolve_count(struct agent *agent, const char *word, const struct handle *listener, size_t *count);
enum answer resolve_milliseconds(const struct agent *agent, const struct request *request, const char *option, long otherwise,
                                 long *milliseconds);
int locate(descriptor s, struct address *address); /* where clients reach a socket */
bool resolve_flags(const char *text, const char *const *names, const unsigned *bits, size_t count, unsigned *flags);
const char *type_word(const char *type); /* the protocol's word itself, or NULL */
bool limit_value(struct agent *agent, const char *name, long long *value);
void limits_read(struct agent *agent); /* again; else what was read once stands until a request changes it */
void limits_forget(struct agent *agent);
long scaled(const struct agent *agent, long milliseconds);
void put_address(struct agent *agent, struct reply *reply, const struct address *address, const struct family *family);
void put_port(struct agent *agent, struct reply *reply, const struct address *address);
void put_events(struct reply *reply, unsigned events);
void events_text(unsigned events, char text[48]);

/* tasks.c: calls in threads */
bool task_run(struct agent *agent, struct call *call, const char *name, long milliseconds, struct reply *reply);
void tasks_settle(struct agent *agent); /* until each has ended or sleeps in its call */
void tasks_end(struct agent *agent);
void tasks_forget(struct agent *agent);

/* processes.c */
void processes_end(struct agent *agent);
void processes_forget(struct agent *agent);

/* settle.c: 0, or an error number where the descriptors or the memory for a barrier are missing */
int barrier(struct agent *agent);

/* The verbs that answer themselves. */
void answer_hello(struct agent *agent, const struct request *request, struct reply *reply);
void answer_bye(struct agent *agent, const struct request *request, struct reply *reply);
void answer_reset(struct agent *agent, const struct request *request, struct reply *reply);
void answer_limits(struct agent *agent, const struct request *request, struct reply *reply);
void answer_limit(struct agent *agent, const struct request *request, struct reply *reply);
void answer_interface(struct agent *agent, const struct request *request, struct reply *reply);
void answer_address(struct agent *agent, const struct request *request, struct reply *reply);
void answer_exhaust(struct agent *agent, const struct request *request, struct reply *reply);
void answer_release(struct agent *agent, const struct request *request, struct reply *reply);
void answer_unlink(struct agent *agent, const struct request *request, struct reply *reply);
void answer_rename(struct agent *agent, const struct request *request, struct reply *reply);
void answer_user(struct agent *agent, const struct request *request, struct reply *reply);
void answer_startup(struct agent *agent, const struct request *request, struct reply *reply);
void answer_cleanup(struct agent *agent, const struct request *request, struct reply *reply);
void answer_thread(struct agent *agent, const struct request *request, struct reply *reply);
void answer_begin(struct agent *agent, const struct request *request, struct reply *reply);
void answer_surroundings(struct agent *agent, const struct request *request, struct reply *reply);
void answer_interrupt(struct agent *agent, const struct request *request, struct reply *reply);
void answer_await(struct agent *agent, const struct request *request, struct reply *reply);
void answer_fork(struct agent *agent, const struct request *request, struct reply *reply);
void answer_exec(struct agent *agent, const struct request *request, struct reply *reply);
void answer_child(struct agent *agent, const struct request *request, struct reply *reply);
void answer_wait(struct agent *agent, const struct request *request, struct reply *reply);
void answer_settle(struct agent *agent, const struct request *request, struct reply *reply);
void answer_flood(struct agent *agent, const struct request *request, struct reply *reply);
void answer_clients(struct agent *agent, const struct request *request, struct reply *reply);
void answer_drain(struct agent *agent, const struct request *request, struct reply *reply);
void answer_snapshot(struct agent *agent, const struct request *request, struct reply *reply);
void answer_storm(struct agent *agent, const struct request *request, struct reply *reply);
void answer_serve(struct agent *agent, const struct request *request, struct reply *reply);
void answer_close_group(struct agent *agent, const struct request *request, struct reply *reply);

/* The primitive verbs in three steps: sockets.c, transfer.c, inspect.c. */
extern const struct verb socket_verbs[], transfer_verbs[], inspect_verbs[], control_verbs[];

#endif

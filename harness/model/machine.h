/* machine.h: sockets, listen queues and time as a specification that runs, without any operating system.
 *
 * The whole state is one struct without pointers, so that two processes can share it in one mapping. Nothing here waits: a
 * call that would block answers MACHINE_WAIT and is made again, with the same struct waiting, when machine.changes moved or
 * the clock reached waiting.deadline. Time advances only by machine_advance. What documents differ on stands in decisions.h;
 * everything else follows Linux. Calls return 0, a model error, UNSUPPORTED or MACHINE_WAIT. */
#ifndef LISTENCHECK_MODEL_MACHINE_H
#define LISTENCHECK_MODEL_MACHINE_H

#include "decisions.h"
#include "errors.h"
#include "provider.h"

#include <stdbool.h>
#include <stdint.h>

#define MACHINE_WAIT (-2)
#define MACHINE_NEVER UINT64_MAX

enum {
    MACHINE_SOCKETS = 12288,
    MACHINE_DESCRIPTIONS = 12288,
    MACHINE_DESCRIPTORS = 10240,
    MACHINE_LISTENERS = 512,
    MACHINE_PROCESSES = 6,
    MACHINE_PATHS = 64,
    MACHINE_ADDRESSES = 4,
    MACHINE_BUFFER = 512,
    MACHINE_MESSAGES = 16,
    NOBODY = -1 /* an index that refers to nothing */
};

enum family { FAMILY_INET, FAMILY_INET6, FAMILY_UNIX, FAMILY_VSOCK, FAMILY_OTHER };
enum socket_type { TYPE_STREAM, TYPE_SEQPACKET, TYPE_DGRAM, TYPE_RAW };
enum protocol { PROTOCOL_TCP, PROTOCOL_MPTCP, PROTOCOL_SCTP, PROTOCOL_LOCAL, PROTOCOL_OTHER };

/* What the transport knows of a socket; what the socket layer knows of it is its association. */
enum stage { STAGE_CLOSED, STAGE_LISTENING, STAGE_SYN_SENT, STAGE_ESTABLISHED, STAGE_TIME_WAIT };
enum association { UNCONNECTED, CONNECTING, CONNECTED };
enum direction { READING = 1, WRITING = 2 };

#define MODEL_OPTIONS(X)                                                                                             \
    X(ACCEPTCONN, "acceptconn") X(ERROR, "error") X(TYPE, "type") X(PROTOCOL, "protocol") X(DOMAIN, "domain")         \
    X(REUSEADDR, "reuseaddr") X(REUSEPORT, "reuseport") X(V6ONLY, "v6only") X(KEEPALIVE, "keepalive")                 \
    X(NODELAY, "nodelay") X(RCVBUF, "rcvbuf") X(SNDBUF, "sndbuf") X(RCVLOWAT, "rcvlowat") X(LINGER, "linger")         \
    X(RCVTIMEO, "rcvtimeo") X(SNDTIMEO, "sndtimeo") X(OOBINLINE, "oobinline") X(PRIORITY, "priority")                 \
    X(MARK, "mark") X(TOS, "tos") X(TTL, "ttl") X(MAXSEG, "maxseg") X(USER_TIMEOUT, "user-timeout")                   \
    X(DEFER_ACCEPT, "defer-accept") X(FASTOPEN, "fastopen") X(QUICKACK, "quickack") X(CONGESTION, "congestion")       \
    X(PASSCRED, "passcred") X(PEERCRED, "peercred") X(INCOMING_CPU, "incoming-cpu") X(BROADCAST, "broadcast")         \
    X(DONTROUTE, "dontroute") X(FREEBIND, "freebind") X(NO_PORT, "no-port") X(MTU, "mtu") X(NONBLOCK, "nonblock")     \
    X(CLOEXEC, "cloexec") X(ASYNC, "async") X(TIMESTAMP, "timestamp") X(KEEPIDLE, "keepidle")                         \
    X(KEEPINTVL, "keepintvl") X(KEEPCNT, "keepcnt") X(SYNCNT, "syncnt") X(LINGER2, "linger2")                         \
    X(PEER_GROUP, "peercred-group") X(PEER_PROCESS, "peercred-process")                                               \
    X(EXCLUSIVE, "exclusive-addr-use") X(CONDITIONAL, "conditional-accept")

enum option {
#define MODEL_OPTION_CONSTANT(name, text) OPTION_##name,
    MODEL_OPTIONS(MODEL_OPTION_CONSTANT)
#undef MODEL_OPTION_CONSTANT
    OPTION_COUNT
};

/* Bytes on their way to one socket. */
struct stream {
    unsigned char bytes[MACHINE_BUFFER];
    size_t count;
    size_t messages[MACHINE_MESSAGES]; /* lengths, where boundaries are kept */
    size_t message_count;
    bool urgent;
    unsigned char urgent_byte;
};

struct socket {
    bool used;
    enum family family;
    enum socket_type type;
    enum protocol protocol;
    enum stage stage;
    enum association association;
    int references; /* of descriptions */

    bool bound;
    bool chosen_address; /* by the caller, not by the system */
    bool chosen_port;
    struct address local;
    struct address remote;
    int path; /* of machine.paths, or NOBODY */

    unsigned shut;      /* enum direction: by this side, or for good */
    bool ended;         /* the peer's end of stream arrived */
    bool ended_first;   /* this side sent its end first */
    bool passive;       /* came out of a listener */
    bool was_listening; /* and stopped without close */
    bool ever_listened;
    bool poisoned; /* a failing call left something behind */
    int error;     /* what SO_ERROR would give */
    int peer;      /* the other socket of a connection, or NOBODY */

    /* A listener: its limit, and its queue as a list linked through `next`. */
    int asked;
    int most; /* the longest queue */
    int held; /* places lost for good */
    int first, last, count;
    int accepted, arrived, listens;
    int failures; /* of listen() */
    bool accept_called;
    long listen_user;

    /* A connection in a queue. */
    int listener; /* whose queue it is in, or NOBODY */
    int next;
    bool deferred; /* waits for data before it is shown */
    bool aborted;  /* its client reset */
    bool unreported; /* poll does not show it */

    /* A client that has not been let in. */
    uint64_t retry_at, give_up_at;
    int attempts;
    bool hopeless; /* will never be let in */
    uint64_t expires_at;

    long user;      /* who made it */
    long peer_user; /* whose credentials a client sees, -1 where none */
    struct stream received;
    long long options[OPTION_COUNT];
};

enum description_kind { DESCRIPTION_FREE, DESCRIPTION_SOCKET, DESCRIPTION_OTHER, DESCRIPTION_PATH_ONLY };

/* An open file: what descriptors refer to. */
struct description {
    enum description_kind kind;
    int references;
    int socket;
    bool nonblocking;
    bool async;
};

struct process {
    bool used;
    long user;
    int held; /* descriptors used up on purpose */
    int open;    /* descriptors in use */
    int lowest;  /* no free descriptor lies below */
    int highest; /* no descriptor was ever made at or above */
    int leaked;     /* in use and nobody's */
    int first_open; /* how many were in use at the first look at the surroundings */
    bool looked;
    struct {
        short description; /* index + 1, or 0 */
        bool cloexec;
    } descriptors[MACHINE_DESCRIPTORS];
};

struct path {
    bool used;
    bool present; /* a name in the file system or the abstract name space */
    bool abstract;
    int socket; /* or NOBODY when that socket is gone */
    long owner;
    char text[108];
};

struct machine {
    struct decisions decide;
    uint64_t now;     /* microseconds */
    uint64_t changes; /* counts everything a blocked call may wait for */
    int process;      /* who makes the call */
    bool in_thread;
    int sockets_used, descriptions_used; /* none in use at or above */
    int sockets_full, descriptions_full; /* none free below */
    int listener_count;
    int listeners[MACHINE_LISTENERS];       /* every listening socket */
    uint16_t ports[MACHINE_SOCKETS];        /* of every bound socket, see name_changed; 0 elsewhere */
    struct socket sockets[MACHINE_SOCKETS];
    struct description descriptions[MACHINE_DESCRIPTIONS];
    struct process processes[MACHINE_PROCESSES];
    struct path paths[MACHINE_PATHS];
    int paths_made;
    struct address added[MACHINE_ADDRESSES];
    int added_count;
    bool interface_up;
    long signals;
    int started; /* WSAStartup() without its WSACleanup() */
    long long somaxconn, port_low, port_high, abort_on_overflow, syncookies, max_syn_backlog, v6only_usual, fastopen, ip_nonlocal;
    int next_port;
    int turn; /* for spreading over a group */
};

/* A call under way, kept over its repetitions; zero before the first. */
struct waiting {
    bool started;
    descriptor number;
    int description; /* held while the call is under way */
    int socket;
    uint64_t deadline; /* when to look again even if nothing changed, MACHINE_NEVER */
    bool was_listening;
    bool patient; /* waits, blocking or not */
    int listens;
    uint64_t changes; /* machine.changes at the last try */
};

/* machine.c: life, descriptors */
void machine_start(struct machine *machine, const struct decisions *decisions);
void machine_reset(struct machine *machine); /* close everything, restore limits */
int machine_make(struct machine *machine, const char *family, const char *type, int protocol, unsigned flags, descriptor *out);
int machine_make_special(struct machine *machine, const char *kind, descriptor *out);
int machine_close(struct machine *machine, descriptor number);
int machine_duplicate(struct machine *machine, descriptor number, int shares, descriptor *out);
int machine_exhaust(struct machine *machine, size_t *held);
int machine_release(struct machine *machine, size_t count, size_t *held);
int machine_fork(struct machine *machine); /* the new process, or NOBODY */
void machine_exec(struct machine *machine);
void machine_end_process(struct machine *machine, int process);
void machine_finish(struct machine *machine, struct waiting *waiting);

/* overrides.c: does every word of a condition exist? */
bool condition_known(const char *condition);

/* naming.c */
int machine_bind(struct machine *machine, descriptor number, const struct address *at);
int machine_sockname(struct machine *machine, descriptor number, struct address *out);
int machine_peername(struct machine *machine, descriptor number, struct address *out);

/* paths.c */
int machine_fresh_path(struct machine *machine, char *path, size_t size);
int machine_unlink(struct machine *machine, const char *path);
int machine_rename(struct machine *machine, const char *path, char *renamed, size_t size);

/* listening.c, accepting.c */
int machine_listen(struct machine *machine, descriptor number, int backlog);
int machine_accept(struct machine *machine, struct waiting *waiting, descriptor number, unsigned flags, descriptor *out,
                   struct address *peer);

/* accept() by one of Winsock's methods, see harness/PROTOCOL.md. */
int machine_accept_by(struct machine *machine, struct waiting *waiting, const char *method, descriptor number,
                      descriptor *out, struct address *peer);

/* connecting.c */
int machine_connect(struct machine *machine, struct waiting *waiting, descriptor number, const struct address *to);
int machine_disconnect(struct machine *machine, descriptor number);

/* clock.c */
uint64_t machine_next_event(const struct machine *machine); /* the time of the next timer, or MACHINE_NEVER */
void machine_advance(struct machine *machine, uint64_t to);

/* streaming.c */
int machine_send(struct machine *machine, struct waiting *waiting, descriptor number, const void *bytes, size_t count,
                 const char *method, unsigned flags, size_t *sent);
int machine_receive(struct machine *machine, struct waiting *waiting, descriptor number, void *bytes, size_t size,
                    unsigned flags, size_t *received);

/* ending.c */
int machine_shutdown(struct machine *machine, descriptor number, const char *how);

/* options.c */
int machine_get_option(struct machine *machine, descriptor number, const char *name, long long *value);
int machine_set_option(struct machine *machine, descriptor number, const char *name, long long value);
int machine_set_nonblocking(struct machine *machine, descriptor number, int on);

/* readiness.c: watched keeps what a number means while a call waits: watch once, look often, unwatch once. */
int machine_watch(struct machine *machine, descriptor number); /* a description, or NOBODY */
unsigned machine_look(struct machine *machine, const char *method, int watched, unsigned asked, int *status);
void machine_unwatch(struct machine *machine, int watched);
unsigned machine_poll(struct machine *machine, const char *method, descriptor number, unsigned asked, int *status);
int machine_control(struct machine *machine, descriptor number, const char *request, long long *value);
int machine_information(struct machine *machine, descriptor number, char *text, size_t size);

/* filling.c: address NULL: an option. The keys of PROTOCOL.md's fill and surroundings. */
int machine_fill_error(const struct machine *machine, const char *call, bool address, long room);
int machine_fill_text(const struct machine *machine, const struct address *address, long room, char *text, size_t size);
int machine_surroundings(struct machine *machine, char *text, size_t size);

/* system.c */
int machine_startup(struct machine *machine, const char *version, char *text, size_t size);
int machine_cleanup(struct machine *machine);
size_t machine_limits(struct machine *machine, struct limit *out, size_t most);
int machine_set_limit(struct machine *machine, const char *name, const char *value);
int machine_configure(struct machine *machine, const char *what, const char *how, const struct address *address);
/* literal: what host says as an address, or NULL. type NULL: the form without it. INT_MIN: host is no address. */
int machine_serve(struct machine *machine, const char *host, const struct address *literal, int port, int peers,
                  const char *type, descriptor *out, int *result);

#endif

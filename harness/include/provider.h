/* provider.h: what one API must offer so that the shared agent can drive it.
 *
 * A provider is one struct of function pointers. Every call returns 0 on success, UNSUPPORTED where it cannot express the
 * request, or the subject's own error number (captured at once, from errno, WSAGetLastError, lpErrno …). A member that is
 * NULL makes its verbs `unsupported`. Strings passed in are borrowed for the call. Verbs and names: harness/PROTOCOL.md. */
#ifndef LISTENCHECK_PROVIDER_H
#define LISTENCHECK_PROVIDER_H

#include <stddef.h>
#include <stdint.h>

#define UNSUPPORTED (-1)

/* For calls that break their own rules: failed without an error number, or returned what they never may. The agent replies
 * error=noerror and error=badresult code=RESULT. */
#define NO_ERROR_NUMBER (-3)
#define BAD_RESULT_LEAST (-3000000)
#define BAD_RESULT_MOST (-1000001)
#define BAD_RESULT(result) (-2000000 - ((result) > 999999 ? 999999 : (result) < -999998 ? -999998 : (int)(result)))

#define PEERS_ANY (-1000000)
#define PEERS_USUAL 5 /* what stands for it where a number must be said */

typedef intptr_t descriptor; /* what the API calls a socket; only the provider looks inside */

enum address_kind { ADDRESS_NONE, ADDRESS_INET, ADDRESS_INET6, ADDRESS_PATH, ADDRESS_ABSTRACT, ADDRESS_UNNAMED, ADDRESS_OTHER };

struct address {
    enum address_kind kind;
    unsigned char ip[16]; /* network order; 4 bytes used for ADDRESS_INET */
    uint16_t port;        /* host order; 0 where the kind has none */
    uint32_t scope;
    char path[108]; /* ADDRESS_PATH and ADDRESS_ABSTRACT (without the leading NUL), NUL-terminated */
};

enum event { EVENT_IN = 1, EVENT_OUT = 2, EVENT_HUP = 4, EVENT_ERR = 8, EVENT_RDHUP = 16, EVENT_PRI = 32, EVENT_NVAL = 64 };

struct poll_item {
    descriptor socket;
    unsigned asked;    /* of enum event */
    unsigned returned; /* of enum event */
};

enum fill_room { FILL_NONE = -1, FILL_WHOLE = -2, FILL_MORE = -3, FILL_NEGATIVE = -4 };

enum socket_flag { SOCKET_NONBLOCK = 1, SOCKET_CLOEXEC = 2, SOCKET_INVALID_FLAG = 4 };
enum message_flag { MESSAGE_PEEK = 1, MESSAGE_OOB = 2, MESSAGE_DONTWAIT = 4, MESSAGE_NOSIGNAL = 8 };

/* One numeric limit of the system, as `limits` reports it. */
struct limit {
    const char *name;
    long long value;
};

struct provider {
    /* Fill `name=… os=… errors=…` (no caps) into text; families: blank-separated names to probe with make(). */
    int (*identify)(char *text, size_t size);
    const char *families;
    const char *caps; /* comma-separated extra caps that are always true, e.g. "pass,dup,info" */
    const char *connecting; /* the name of what connect says while it goes on without blocking; NULL: EINPROGRESS */
    int errors_polled;      /* poll tells a connect that failed by EVENT_ERR or EVENT_HUP: not each client need be asked for its error */

    /* The bytes of the protocol itself: blocking read of at least one byte (0: end of stream, <0: error); whole write. */
    long (*receive)(char *buffer, size_t size);
    int (*transmit)(const char *buffer, size_t size);
    uint64_t (*microseconds)(void); /* a monotonic clock, virtual for a model */

    /* The Berkeley name of an error number, or NULL; *native is set to the API's own name where that differs, else NULL. */
    const char *(*error_name)(int code, const char **native);

    int (*make)(const char *family, const char *type, int protocol, unsigned flags, descriptor *out);
    int (*make_special)(const char *kind, descriptor *out); /* "file", "epoll", … see Handles */
    int (*bind)(descriptor s, const struct address *at);
    int (*listen)(descriptor s, int backlog);
    int (*connect)(descriptor s, const struct address *to);
    int (*disconnect)(descriptor s);
    int (*accept)(descriptor s, unsigned flags, descriptor *out, struct address *peer);
    int (*accept_by)(const char *method, descriptor s, descriptor *out, struct address *peer); /* see PROTOCOL.md, accept */
    int (*close)(descriptor s);
    int (*abandon)(descriptor s); /* ends a socket when the agent tidies up; NULL: the option linger 0, then close */
    int (*shutdown)(descriptor s, const char *how); /* "rd", "wr", "rdwr" */
    int (*send)(descriptor s, const void *bytes, size_t count, const char *method, unsigned flags, size_t *sent);
    int (*receive_from)(descriptor s, void *bytes, size_t size, const char *method, unsigned flags, size_t *received);
    /* Could a socket be bound to the port? NULL: one is made, bound and closed again; for APIs whose sockets outlive their close. */
    int (*try_port)(const char *family, uint16_t port);
    int (*sockname)(descriptor s, struct address *out);
    int (*locate)(descriptor s, struct address *out); /* where clients reach s, where sockname cannot tell; NULL: sockname */
    int (*peername)(descriptor s, struct address *out);
    int (*get_option)(descriptor s, const char *name, long long *value);
    int (*set_option)(descriptor s, const char *name, long long value);
    int (*set_nonblocking)(descriptor s, int on);
    /* sockname, peername, accept or an option's name, with room bytes of memory (FILL_…); fills the keys of PROTOCOL.md's fill. */
    int (*fill)(const char *call, descriptor s, long room, char *text, size_t size);
    /* Wait up to milliseconds (0: look, <0: for ever); *ready counts items with events. */
    int (*poll)(struct poll_item *items, size_t count, long milliseconds, size_t *ready);
    int (*poll_with)(const char *method, struct poll_item *item, long milliseconds); /* "select", "epoll" */
    int (*duplicate)(descriptor s, descriptor *out);
    int (*duplicate_at)(descriptor s, long number, descriptor *out); /* the first free number from there on; 0 itself */
    int (*pass)(descriptor s, descriptor *out);
    int (*control)(descriptor s, const char *request, long long *value);             /* ioctl */
    int (*information)(descriptor s, char *text, size_t size);                         /* fills `state=… queued=… limit=…` */
    /* Toolkits only. peers: PEERS_ANY where the case leaves it to the toolkit. */
    int (*serve)(const char *host, int port, int peers, const char *type, descriptor *out, int *result);

    size_t (*limits)(struct limit *out, size_t most); /* how many were filled */
    int (*set_limit)(const char *name, const char *value);
    int (*configure)(const char *what, const char *how, const char *value); /* "interface" "up" …, "address" "add" LITERAL */
    /* Of APIs that are started and cleaned up. startup: version "2.2" or NULL; fills `version=…`. */
    int (*startup)(const char *version, char *text, size_t size);
    int (*cleanup)(void);
    long (*signals)(void); /* how many SIGPIPE so far, or UNSUPPORTED */
    int (*surroundings)(char *text, size_t size); /* the keys of PROTOCOL.md's surroundings, against the first look since reset */
    int (*user)(long id);

    /* Descriptors of the whole process: use them up to the limit, give back count (0: all), how many are held. */
    int (*exhaust)(size_t *held);
    int (*release)(size_t count, size_t *held);

    /* A fresh path for an AF_UNIX socket in the agent's private directory; remove or rename one. */
    int (*fresh_path)(char *path, size_t size);
    int (*unlink_path)(const char *path);
    int (*rename_path)(const char *path, char *renamed, size_t size);

    /* Threads: start run(argument), wait up to milliseconds for its end (0 ended, UNSUPPORTED still running), interrupt what it
     * blocks in. The handle is freed by the wait that reports the end. With 0 milliseconds wait returns as soon as the thread has
     * ended or sleeps in its call (or cannot be told to). */
    int (*thread_start)(void (*run)(void *), void *argument, void **thread);
    int (*thread_wait)(void *thread, long milliseconds);
    void (*thread_interrupt)(void *thread);
    void (*thread_signal)(void *thread, int restarts); /* a signal it catches, with or without SA_RESTART */

    /* Processes: fork returns twice as usual through *is_child; the two ends of a byte stream join parent and child. */
    int (*fork)(int *is_child, long (**child_receive)(char *, size_t), int (**child_transmit)(const char *, size_t), void **child);
    int (*child_exchange)(void *child, const char *line, char *reply, size_t size, long milliseconds);
    int (*child_end)(void *child);
    int (*execute)(const char *handles, void **child); /* as fork, into a fresh image of the agent; handles: "name=number …" */

    int (*start)(int argument_count, char **arguments); /* called once before hello; 0 or an error number */
    void (*reset)(void);                                 /* called by `reset` after all handles are closed */
    /* Where nothing can be tidied up: `reset` closes nothing, and this process ends in favour of a new one, which finds the scale of the
     * deadlines in renewed(); 0 there: it is the first. Both or neither. */
    void (*renew)(long scale);
    long (*renewed)(void);
    void (*stop)(void);                                  /* called once at the end */
};

/* The one symbol each agent is linked with. */
extern const struct provider provider;

/* The agent's: sends the replies that are finished. A provider may call it from the handler of a deadly signal, so that what
 * happened before the crash is not lost. */
void agent_last_words(void);

#endif

/* model.c: the provider of the models and their faults: sockets that exist only in harness/model, in virtual time. */
#define _GNU_SOURCE 1 /* memfd_create */

#include "model/choice.h"
#include "model_provider.h"
#include "provider.h"

#include <arpa/inet.h>
#include <errno.h>
#ifdef __linux__
#include <sched.h>
#endif
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { OPTION_TEXT = 96 };

struct machine *shared;
int shared_file = -1;
int own_process;
const char *choice = "";
const char *program = "";
static char caps[OPTION_TEXT] = "dup,pass,info,epoll,root,namespace";

struct machine *machine_here(void)
{
    shared->process = own_process;
    shared->in_thread = is_worker();
    return shared;
}

/* A fault may end the agent instead of answering. */
static int result_of(int status)
{
    if (status == WORD_crash) {
        agent_last_words();
        _exit(1);
    }
    return status;
}

/* After one try of a call: true when it is to be made again. Else *status is its result. */
static bool goes_on(int *status, struct waiting *waiting)
{
    if (*status == MACHINE_WAIT && wait_more(waiting->changes, waiting->deadline))
        return true;
    machine_finish(machine_here(), waiting);
    *status = *status == MACHINE_WAIT ? MODEL_EINTR : result_of(*status);
    return false;
}

/* ---- calls ---- */

static int model_make(const char *family, const char *type, int protocol, unsigned flags, descriptor *out)
{
    return machine_make(machine_here(), family, type, protocol, flags, out);
}

static int model_make_special(const char *kind, descriptor *out)
{
    return machine_make_special(machine_here(), kind, out);
}

static int model_bind(descriptor s, const struct address *at)
{
    return result_of(machine_bind(machine_here(), s, at));
}

static int model_listen(descriptor s, int backlog)
{
    return result_of(machine_listen(machine_here(), s, backlog));
}

static int model_connect(descriptor s, const struct address *to)
{
    struct waiting waiting = {0};
    int status;
    do
        status = machine_connect(machine_here(), &waiting, s, to);
    while (goes_on(&status, &waiting));
    return status;
}

static int model_disconnect(descriptor s)
{
    return result_of(machine_disconnect(machine_here(), s));
}

static int model_accept(descriptor s, unsigned flags, descriptor *out, struct address *peer)
{
    struct waiting waiting = {0};
    int status;
    do
        status = machine_accept(machine_here(), &waiting, s, flags, out, peer);
    while (goes_on(&status, &waiting));
    return status;
}

static int model_accept_by(const char *method, descriptor s, descriptor *out, struct address *peer)
{
    struct waiting waiting = {0};
    int status;
    do
        status = machine_accept_by(machine_here(), &waiting, method, s, out, peer);
    while (goes_on(&status, &waiting));
    return status;
}

static int model_close(descriptor s)
{
    return machine_close(machine_here(), s);
}

static int model_shutdown(descriptor s, const char *how)
{
    return result_of(machine_shutdown(machine_here(), s, how));
}

static int model_send(descriptor s, const void *bytes, size_t count, const char *method, unsigned flags, size_t *sent)
{
    struct waiting waiting = {0};
    int status;
    do
        status = machine_send(machine_here(), &waiting, s, bytes, count, method, flags, sent);
    while (goes_on(&status, &waiting));
    return status;
}

static int model_receive_from(descriptor s, void *bytes, size_t size, const char *method, unsigned flags, size_t *received)
{
    struct waiting waiting = {0};
    int status;
    (void)method;
    do
        status = machine_receive(machine_here(), &waiting, s, bytes, size, flags, received);
    while (goes_on(&status, &waiting));
    return status;
}

static int model_sockname(descriptor s, struct address *out)
{
    return result_of(machine_sockname(machine_here(), s, out));
}

static int model_peername(descriptor s, struct address *out)
{
    return result_of(machine_peername(machine_here(), s, out));
}

static int model_fill(const char *call, descriptor s, long room, char *text, size_t size)
{
    struct address address;
    bool sockname = strcmp(call, "sockname") == 0, peername = strcmp(call, "peername") == 0, accepts = strcmp(call, "accept") == 0;
    bool is_address = sockname || peername || accepts;
    descriptor made;
    long long value;
    int status = sockname   ? model_sockname(s, &address)
                 : peername ? model_peername(s, &address)
                 : accepts  ? model_accept(s, 0, &made, &address)
                            : machine_get_option(machine_here(), s, call, &value);
    if (status == 0 && accepts)
        (void)model_close(made);
    if (status == 0)
        status = machine_fill_error(machine_here(), call, is_address, room);
    return status != 0 ? status : machine_fill_text(machine_here(), is_address ? &address : NULL, room, text, size);
}

static int model_surroundings(char *text, size_t size)
{
    return machine_surroundings(machine_here(), text, size);
}

static int model_get_option(descriptor s, const char *name, long long *value)
{
    return machine_get_option(machine_here(), s, name, value);
}

static int model_set_option(descriptor s, const char *name, long long value)
{
    return machine_set_option(machine_here(), s, name, value);
}

static int model_set_nonblocking(descriptor s, int on)
{
    return machine_set_nonblocking(machine_here(), s, on);
}

/* One look at all items; how many have events, or an error through *status. */
static size_t look(const char *method, struct poll_item *items, const int *watched, size_t count, int *status)
{
    size_t ready = 0;
    *status = 0;
    for (size_t i = 0; i < count; i++) {
        int failed = 0;
        items[i].returned = machine_look(machine_here(), method, watched[i], items[i].asked, &failed);
        ready += items[i].returned != 0;
        if (failed != 0)
            *status = failed;
    }
    return ready;
}

static int poll_watched(const char *method, struct poll_item *items, const int *watched, size_t count, long milliseconds,
                        size_t *ready)
{
    uint64_t deadline = milliseconds < 0 ? MACHINE_NEVER : shared->now + (uint64_t)milliseconds * 1000;
    for (;;) {
        int status;
        uint64_t seen = shared->changes;
        *ready = look(method, items, watched, count, &status);
        bool tells = strcmp(method, "poll") == 0 || strcmp(method, "ppoll") == 0 || strcmp(method, "normal") == 0;
        bool bad = status != 0 && !tells;
        if (bad)
            return status;
        if (*ready > 0 || shared->now >= deadline)
            return 0;
        if (!wait_more(seen, deadline))
            return MODEL_EINTR;
        if (shared->decide.readiness == WORD_no && shared->now < deadline) {
            while (shared->now < deadline && wait_more(shared->changes, deadline))
                ;
            return 0;
        }
    }
}

static int poll_items(const char *method, struct poll_item *items, size_t count, long milliseconds, size_t *ready)
{
    int few[8];
    int *watched = count <= sizeof few / sizeof few[0] ? few : malloc(count * sizeof *watched);
    if (watched == NULL)
        return MODEL_ENOMEM;
    for (size_t i = 0; i < count; i++)
        watched[i] = machine_watch(machine_here(), items[i].socket);
    int status = poll_watched(method, items, watched, count, milliseconds, ready);
    for (size_t i = 0; i < count; i++)
        machine_unwatch(machine_here(), watched[i]);
    if (watched != few)
        free(watched);
    return status;
}

static int model_poll(struct poll_item *items, size_t count, long milliseconds, size_t *ready)
{
    return poll_items("poll", items, count, milliseconds, ready);
}

static int model_poll_with(const char *method, struct poll_item *item, long milliseconds)
{
    size_t ready;
    return poll_items(method, item, 1, milliseconds, &ready);
}

static int model_duplicate(descriptor s, descriptor *out)
{
    return machine_duplicate(machine_here(), s, shared->decide.dup_shares, out);
}

/* Numbers are not told apart here. */
static int model_duplicate_at(descriptor s, long number, descriptor *out)
{
    (void)number;
    return model_duplicate(s, out);
}

static int model_pass(descriptor s, descriptor *out)
{
    return machine_duplicate(machine_here(), s, shared->decide.pass_shares, out);
}

static int model_control(descriptor s, const char *request, long long *value)
{
    return machine_control(machine_here(), s, request, value);
}

static int model_information(descriptor s, char *text, size_t size)
{
    return machine_information(machine_here(), s, text, size);
}

/* ---- the system ---- */

static bool parse_address(const char *text, struct address *out)
{
    memset(out, 0, sizeof *out);
    out->kind = strchr(text, ':') != NULL ? ADDRESS_INET6 : ADDRESS_INET;
    return inet_pton(out->kind == ADDRESS_INET ? AF_INET : AF_INET6, text, out->ip) == 1;
}

static int model_serve(const char *host, int port, int peers, const char *type, descriptor *out, int *result)
{
    struct address literal;
    bool known = parse_address(host, &literal);
    return machine_serve(machine_here(), host, known ? &literal : NULL, port, peers == PEERS_ANY ? PEERS_USUAL : peers, type, out,
                         result);
}

static size_t model_limits(struct limit *out, size_t most)
{
    return machine_limits(machine_here(), out, most);
}

static int model_set_limit(const char *name, const char *value)
{
    return machine_set_limit(machine_here(), name, value);
}

static int model_configure(const char *what, const char *how, const char *value)
{
    struct address address;
    bool known = parse_address(value, &address);
    return machine_configure(machine_here(), what, how, known ? &address : NULL);
}

static int model_startup(const char *version, char *text, size_t size)
{
    return machine_startup(machine_here(), version, text, size);
}

static int model_cleanup(void)
{
    return machine_cleanup(machine_here());
}

static long model_signals(void)
{
    return shared->signals;
}

static int model_user(long id)
{
    shared->processes[own_process].user = id;
    return 0;
}

static int model_exhaust(size_t *held)
{
    return machine_exhaust(machine_here(), held);
}

static int model_release(size_t count, size_t *held)
{
    return machine_release(machine_here(), count, held);
}

static int model_fresh_path(char *path, size_t size)
{
    return machine_fresh_path(machine_here(), path, size);
}

static int model_unlink_path(const char *path)
{
    return machine_unlink(machine_here(), path);
}

static int model_rename_path(const char *path, char *renamed, size_t size)
{
    return machine_rename(machine_here(), path, renamed, size);
}

/* ---- the agent's own life ---- */

long read_bytes(int file, char *buffer, size_t size)
{
    ssize_t count;
    do
        count = read(file, buffer, size);
    while (count < 0 && errno == EINTR);
    return (long)count;
}

int write_bytes(int file, const char *buffer, size_t size)
{
    while (size > 0) {
        ssize_t count = write(file, buffer, size);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return 1;
        buffer += count;
        size -= (size_t)count;
    }
    return 0;
}

static int model_identify(char *text, size_t size)
{
    char name[OPTION_TEXT];
    (void)snprintf(name, sizeof name, "%s", choice);
    char *colon = strchr(name, ':');
    if (colon != NULL)
        *colon = '-';
    int length = snprintf(text, size, "name=%s os=model errors=%s claims=%s", name,
                          shared->decide.errors == WORD_winsock ? "winsock" : "posix", choice_document(choice));
    return length > 0 && (size_t)length < size ? 0 : 1;
}

static const char *model_name_of_error(int code, const char **native)
{
    static char prefixed[OPTION_TEXT];
    const char *name = model_error_name(code);
    *native = NULL;
    if (name != NULL && shared->decide.errors == WORD_winsock && strncmp(name, "WSA", 3) != 0) {
        (void)snprintf(prefixed, sizeof prefixed, "WSA%s", name);
        *native = prefixed;
    }
    return name;
}

static long model_receive(char *buffer, size_t size)
{
    return read_bytes(0, buffer, size);
}

static int model_transmit(const char *buffer, size_t size)
{
    return write_bytes(1, buffer, size);
}

static uint64_t model_microseconds(void)
{
    return shared->now;
}

static struct machine *map_machine(int file)
{
    void *at = mmap(NULL, sizeof(struct machine), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    return at == MAP_FAILED ? NULL : at;
}

/* Memory where the system offers it as a file, else a temporary file. */
static int nameless_file(void)
{
#ifdef __linux__
    return memfd_create("machine", 0);
#else
    FILE *file = tmpfile();
    int number = file == NULL ? -1 : dup(fileno(file));
    if (file != NULL)
        (void)fclose(file);
    return number;
#endif
}

/* A machine of one's own, in a file without name so that a fresh image can map it too. */
static int start_machine(void)
{
    char message[160];
    struct decisions decisions;
    if (!choice_decide(choice, &decisions, message, sizeof message)) {
        (void)fprintf(stderr, "agent-model: %s\n", message);
        return 1;
    }
    shared_file = nameless_file();
    if (shared_file < 0 || ftruncate(shared_file, (off_t)sizeof(struct machine)) != 0)
        return 1;
    shared = map_machine(shared_file);
    if (shared == NULL)
        return 1;
    machine_start(shared, &decisions);
    if (decisions.errors == WORD_winsock)
        (void)snprintf(caps + strlen(caps), sizeof caps - strlen(caps), ",winsock");
    return 0;
}

/* Threads that hand on a baton gain from staying on one processor. */
static void stay_on_one_processor(void)
{
#ifdef __linux__
    const char *lane = getenv("LISTENCHECK_LANE"); /* which of several agents at once */
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    if (lane == NULL || count < 1)
        return;
    cpu_set_t processors;
    CPU_ZERO(&processors);
    CPU_SET((size_t)(strtoul(lane, NULL, 10) % (unsigned long)count), &processors);
    (void)sched_setaffinity(0, sizeof processors, &processors);
#endif
}

static int model_start(int argument_count, char **arguments)
{
    program = arguments[0];
    stay_on_one_processor();
    for (int i = 1; i < argument_count; i++) {
        if (strncmp(arguments[i], "model:", 6) == 0 || strncmp(arguments[i], "fault:", 6) == 0)
            choice = arguments[i];
        if (strcmp(arguments[i], "--attach") == 0 && i + 1 < argument_count) {
            char *end;
            shared_file = (int)strtol(arguments[i + 1], &end, 10);
            own_process = *end == ':' ? (int)strtol(end + 1, NULL, 10) : 0;
            shared = map_machine(shared_file);
            return shared == NULL ? 1 : 0;
        }
    }
    return start_machine();
}

static void model_reset(void)
{
    if (own_process == 0)
        machine_reset(machine_here());
}

static void model_stop(void)
{
    workers_end();
    if (shared != NULL)
        (void)munmap(shared, sizeof *shared);
}

const struct provider provider = {
    .identify = model_identify,
    .families = "inet inet6 unix seqpacket mptcp mptcp6 sctp sctp6 vsock netlink packet udplite icmp",
    .caps = caps,
    .receive = model_receive,
    .transmit = model_transmit,
    .microseconds = model_microseconds,
    .error_name = model_name_of_error,
    .make = model_make,
    .make_special = model_make_special,
    .bind = model_bind,
    .listen = model_listen,
    .connect = model_connect,
    .disconnect = model_disconnect,
    .accept = model_accept,
    .accept_by = model_accept_by,
    .close = model_close,
    .shutdown = model_shutdown,
    .send = model_send,
    .receive_from = model_receive_from,
    .sockname = model_sockname,
    .peername = model_peername,
    .fill = model_fill,
    .surroundings = model_surroundings,
    .get_option = model_get_option,
    .set_option = model_set_option,
    .set_nonblocking = model_set_nonblocking,
    .poll = model_poll,
    .poll_with = model_poll_with,
    .duplicate = model_duplicate,
    .duplicate_at = model_duplicate_at,
    .pass = model_pass,
    .control = model_control,
    .information = model_information,
    .serve = model_serve,
    .limits = model_limits,
    .set_limit = model_set_limit,
    .configure = model_configure,
    .startup = model_startup,
    .cleanup = model_cleanup,
    .signals = model_signals,
    .user = model_user,
    .exhaust = model_exhaust,
    .release = model_release,
    .fresh_path = model_fresh_path,
    .unlink_path = model_unlink_path,
    .rename_path = model_rename_path,
    .thread_start = model_thread_start,
    .thread_wait = model_thread_wait,
    .thread_interrupt = model_thread_interrupt,
    .thread_signal = model_thread_signal,
    .fork = model_fork,
    .child_exchange = model_child_exchange,
    .child_end = model_child_end,
    .execute = model_execute,
    .start = model_start,
    .reset = model_reset,
    .stop = model_stop,
};

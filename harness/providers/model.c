/* model.c: the provider of the models and their faults: sockets that exist only in harness/model, in virtual time.
 *
 * Threads are real but run one at a time, handing a baton on when they wait, and time advances only when all of them wait, so
 * every run is the same. Child processes are real and share the machine's state in one mapping; parent and child take turns. */
#define _GNU_SOURCE /* memfd_create */

#include "model/choice.h"
#include "model/machine.h"
#include "provider.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { OPTION_TEXT = 96 };

static struct machine *shared;
static int shared_file = -1;
static int own_process;
static const char *choice = "";
static const char *program = "";

/* ---- threads and waiting ---- */

/* What a thread waits for until another hands the baton to it. */
struct turn {
    pthread_mutex_t lock;
    pthread_cond_t given;
    bool mine;
};

struct worker {
    pthread_t thread;
    struct turn turn;
    void (*run)(void *); /* NULL: the thread is to end */
    void *argument;
    bool waits, ended, interrupted;
    uint64_t deadline, seen;
    struct worker *next;
};

static struct turn first_turn = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false}; /* of the first thread */
static struct worker *workers;
static struct worker *idle; /* threads to be used again */
static _Thread_local struct worker *self;

/* The machine, ready for a call of this process and thread. */
static struct machine *machine_here(void)
{
    shared->process = own_process;
    shared->in_thread = self != NULL;
    return shared;
}

static void give(struct turn *turn)
{
    (void)pthread_mutex_lock(&turn->lock);
    turn->mine = true;
    (void)pthread_mutex_unlock(&turn->lock);
    (void)pthread_cond_signal(&turn->given);
}

static void take(struct turn *turn)
{
    (void)pthread_mutex_lock(&turn->lock);
    while (!turn->mine)
        (void)pthread_cond_wait(&turn->given, &turn->lock);
    turn->mine = false;
    (void)pthread_mutex_unlock(&turn->lock);
}

/* The first thread lets a worker run until it waits or ends. */
static void let_run(struct worker *worker)
{
    give(&worker->turn);
    take(&first_turn);
}

static bool is_runnable(const struct worker *worker)
{
    return worker->waits && (worker->interrupted || worker->seen != shared->changes || shared->now >= worker->deadline);
}

static void run_workers(void)
{
    bool again = true;
    while (again) {
        again = false;
        for (struct worker *worker = workers; worker != NULL; worker = worker->next)
            if (is_runnable(worker)) {
                again = true;
                let_run(worker);
            }
    }
}

/* The first thread: let time pass to the next thing that can happen, not beyond limit. False when there is nothing. */
static bool pass_time(uint64_t limit)
{
    uint64_t next = machine_next_event(shared);
    for (const struct worker *worker = workers; worker != NULL; worker = worker->next)
        if (worker->waits && worker->deadline < next)
            next = worker->deadline;
    if (next > limit)
        next = limit;
    if (next == MACHINE_NEVER || (next <= shared->now && limit <= shared->now))
        return false;
    machine_advance(shared, next);
    return true;
}

/* Wait until something changed since `seen`, or the deadline. False: interrupted, or nothing can ever happen. */
static bool wait_more(uint64_t seen, uint64_t deadline)
{
    if (self != NULL) {
        self->waits = true;
        self->seen = seen;
        self->deadline = deadline;
        give(&first_turn);
        take(&self->turn);
        self->waits = false;
        return !self->interrupted;
    }
    for (;;) {
        run_workers();
        if (shared->changes != seen || shared->now >= deadline)
            return true;
        if (!pass_time(deadline))
            return false;
    }
}

static void *worker_main(void *argument)
{
    self = argument;
    for (;;) {
        take(&self->turn);
        if (self->run == NULL)
            break;
        self->run(self->argument);
        self->ended = true;
        give(&first_turn);
    }
    give(&first_turn);
    return NULL;
}

/* An idle thread, or a new one; NULL when there is none. */
static struct worker *worker_take(void)
{
    struct worker *worker = idle;
    if (worker != NULL) {
        idle = worker->next;
        worker->next = NULL;
        worker->waits = worker->ended = worker->interrupted = false;
        return worker;
    }
    worker = calloc(1, sizeof *worker);
    if (worker == NULL)
        return NULL;
    if (pthread_mutex_init(&worker->turn.lock, NULL) != 0 || pthread_cond_init(&worker->turn.given, NULL) != 0 ||
        pthread_create(&worker->thread, NULL, worker_main, worker) != 0) {
        free(worker);
        return NULL;
    }
    return worker;
}

static int model_thread_start(void (*run)(void *), void *argument, void **thread)
{
    struct worker *worker = worker_take();
    if (worker == NULL)
        return MODEL_EAGAIN;
    worker->run = run;
    worker->argument = argument;
    struct worker **at = &workers;
    while (*at != NULL)
        at = &(*at)->next;
    *at = worker;
    let_run(worker);
    *thread = worker;
    return 0;
}

static void worker_put(struct worker *worker)
{
    struct worker **at = &workers;
    while (*at != worker)
        at = &(*at)->next;
    *at = worker->next;
    worker->next = idle;
    idle = worker;
}

static void workers_end(void)
{
    while (idle != NULL) {
        struct worker *worker = idle;
        idle = worker->next;
        worker->run = NULL;
        let_run(worker);
        (void)pthread_join(worker->thread, NULL);
        (void)pthread_cond_destroy(&worker->turn.given);
        (void)pthread_mutex_destroy(&worker->turn.lock);
        free(worker);
    }
}

static int model_thread_wait(void *thread, long milliseconds)
{
    struct worker *worker = thread;
    uint64_t limit = shared->now + (uint64_t)(milliseconds > 0 ? milliseconds : 0) * 1000;
    for (;;) {
        run_workers();
        if (worker->ended) {
            worker_put(worker);
            return 0;
        }
        if (shared->now >= limit || !pass_time(limit))
            return UNSUPPORTED;
    }
}

static void model_thread_interrupt(void *thread)
{
    ((struct worker *)thread)->interrupted = true;
}

/* A fault may end or stop the agent instead of answering. */
static int result_of(int status)
{
    if (status == WORD_crash)
        _exit(1);
    while (status == WORD_hang)
        (void)pause();
    return status;
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
    struct waiting waiting = {0};
    int status;
    while ((status = machine_listen(machine_here(), &waiting, s, backlog)) == MACHINE_WAIT)
        if (!wait_more(waiting.changes, waiting.deadline)) {
            status = MODEL_EINTR;
            break;
        }
    machine_finish(machine_here(), &waiting);
    return result_of(status);
}

static int model_connect(descriptor s, const struct address *to)
{
    struct waiting waiting = {0};
    int status;
    while ((status = machine_connect(machine_here(), &waiting, s, to)) == MACHINE_WAIT)
        if (!wait_more(waiting.changes, waiting.deadline)) {
            status = MODEL_EINTR;
            break;
        }
    machine_finish(machine_here(), &waiting);
    return result_of(status);
}

static int model_disconnect(descriptor s)
{
    return result_of(machine_disconnect(machine_here(), s));
}

static int model_accept(descriptor s, unsigned flags, descriptor *out, struct address *peer)
{
    struct waiting waiting = {0};
    int status;
    while ((status = machine_accept(machine_here(), &waiting, s, flags, out, peer)) == MACHINE_WAIT)
        if (!wait_more(waiting.changes, waiting.deadline)) {
            status = MODEL_EINTR;
            break;
        }
    machine_finish(machine_here(), &waiting);
    return result_of(status);
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
    while ((status = machine_send(machine_here(), &waiting, s, bytes, count, method, flags, sent)) == MACHINE_WAIT)
        if (!wait_more(waiting.changes, waiting.deadline)) {
            status = MODEL_EINTR;
            break;
        }
    machine_finish(machine_here(), &waiting);
    return result_of(status);
}

static int model_receive_from(descriptor s, void *bytes, size_t size, const char *method, unsigned flags, size_t *received)
{
    struct waiting waiting = {0};
    int status;
    (void)method;
    while ((status = machine_receive(machine_here(), &waiting, s, bytes, size, flags, received)) == MACHINE_WAIT)
        if (!wait_more(waiting.changes, waiting.deadline)) {
            status = MODEL_EINTR;
            break;
        }
    machine_finish(machine_here(), &waiting);
    return result_of(status);
}

static int model_sockname(descriptor s, struct address *out)
{
    return result_of(machine_sockname(machine_here(), s, out));
}

static int model_peername(descriptor s, struct address *out)
{
    return result_of(machine_peername(machine_here(), s, out));
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
        bool bad = status != 0 && strcmp(method, "poll") != 0;
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
    return machine_serve(machine_here(), host, known ? &literal : NULL, port, peers, type, out, result);
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

/* ---- processes ---- */

struct child {
    pid_t pid;
    int process;
    int to, from;
};

static int child_input = -1;
static int child_output = -1;

static long read_bytes(int file, char *buffer, size_t size)
{
    ssize_t count;
    do
        count = read(file, buffer, size);
    while (count < 0 && errno == EINTR);
    return (long)count;
}

static int write_bytes(int file, const char *buffer, size_t size)
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

static long child_receive(char *buffer, size_t size)
{
    return read_bytes(child_input, buffer, size);
}

static int child_transmit(const char *buffer, size_t size)
{
    return write_bytes(child_output, buffer, size);
}

static bool make_pipes(int down[2], int up[2])
{
    if (pipe(down) != 0)
        return false;
    if (pipe(up) == 0)
        return true;
    (void)close(down[0]);
    (void)close(down[1]);
    return false;
}

/* Fork with pipes both ways. In the child *made is NULL and child_input and child_output are set. */
static int start_child(struct child **made)
{
    int down[2];
    int up[2];
    int process = machine_fork(machine_here());
    *made = calloc(1, sizeof **made);
    if (process == NOBODY || *made == NULL || !make_pipes(down, up)) {
        free(*made);
        return MODEL_EAGAIN;
    }
    shared->processes[process].used = true;
    (*made)->process = process;
    (*made)->to = down[1];
    (*made)->from = up[0];
    (*made)->pid = fork();
    if ((*made)->pid == 0) {
        (void)close(down[1]);
        (void)close(up[0]);
        child_input = down[0];
        child_output = up[1];
        own_process = process;
        workers = NULL; /* threads do not survive fork() */
        idle = NULL;
        free(*made);
        *made = NULL;
        return 0;
    }
    (void)close(down[0]);
    (void)close(up[1]);
    return (*made)->pid < 0 ? MODEL_EAGAIN : 0;
}

static int model_fork(int *is_child, long (**receive)(char *, size_t), int (**transmit)(const char *, size_t), void **child)
{
    struct child *made;
    int status = start_child(&made);
    *is_child = status == 0 && made == NULL;
    *receive = child_receive;
    *transmit = child_transmit;
    *child = made;
    return status;
}

static int model_execute(const char *handles, void **child)
{
    struct child *made;
    int status = start_child(&made);
    if (status != 0 || made != NULL) {
        *child = made;
        return status;
    }
    char attach[OPTION_TEXT];
    (void)snprintf(attach, sizeof attach, "%d:%d", shared_file, own_process);
    machine_exec(machine_here());
    if (dup2(child_input, 0) == 0 && dup2(child_output, 1) == 1)
        (void)execl(program, program, choice, "--attach", attach, "--inherit", handles, (char *)NULL);
    _exit(127);
}

static int model_child_exchange(void *opaque, const char *line, char *reply, size_t size, long milliseconds)
{
    const struct child *child = opaque;
    size_t used = 0;
    if (write_bytes(child->to, line, strlen(line)) != 0)
        return MODEL_EIO;
    while (used + 1 < size) {
        struct pollfd wait = {.fd = child->from, .events = POLLIN};
        if (poll(&wait, 1, milliseconds < 0 ? -1 : (int)milliseconds) == 0)
            return UNSUPPORTED;
        if (read_bytes(child->from, reply + used, 1) != 1)
            return MODEL_EIO;
        if (reply[used] == '\n')
            break;
        used++;
    }
    reply[used] = '\0';
    return 0;
}

static int model_child_end(void *opaque)
{
    struct child *child = opaque;
    (void)kill(child->pid, SIGKILL);
    (void)waitpid(child->pid, NULL, 0);
    (void)close(child->to);
    (void)close(child->from);
    machine_end_process(machine_here(), child->process);
    free(child);
    return 0;
}

/* ---- the agent's own life ---- */

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
    return 0;
}

static int model_start(int argument_count, char **arguments)
{
    program = arguments[0];
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
    .families = "inet inet6 unix seqpacket mptcp mptcp6 sctp sctp6 netlink packet udplite icmp",
    .caps = "dup,pass,info,epoll,root,namespace",
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
    .close = model_close,
    .shutdown = model_shutdown,
    .send = model_send,
    .receive_from = model_receive_from,
    .sockname = model_sockname,
    .peername = model_peername,
    .get_option = model_get_option,
    .set_option = model_set_option,
    .set_nonblocking = model_set_nonblocking,
    .poll = model_poll,
    .poll_with = model_poll_with,
    .duplicate = model_duplicate,
    .pass = model_pass,
    .control = model_control,
    .information = model_information,
    .serve = model_serve,
    .limits = model_limits,
    .set_limit = model_set_limit,
    .configure = model_configure,
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
    .fork = model_fork,
    .child_exchange = model_child_exchange,
    .child_end = model_child_end,
    .execute = model_execute,
    .start = model_start,
    .reset = model_reset,
    .stop = model_stop,
};

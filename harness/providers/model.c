/* model.c: the provider of the models and their faults: sockets that exist only in harness/model, in virtual time.
 * Here are the machine and the agent's own life. */
#define _GNU_SOURCE 1 /* memfd_create */

#include "model/choice.h"
#include "model_provider.h"
#include "provider.h"

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

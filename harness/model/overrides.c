/* overrides.c: changes of one call in one state, see decisions.h. */
#include "inside.h"

#include <string.h>

typedef bool test(const struct machine *machine, const struct socket *socket);

#define TEST(name, expression)                                                                                       \
    static bool test_##name(const struct machine *machine, const struct socket *socket)                              \
    {                                                                                                                \
        (void)machine;                                                                                               \
        (void)socket;                                                                                                \
        return (expression);                                                                                         \
    }

TEST(any, true)
TEST(inet, socket->family == FAMILY_INET)
TEST(inet6, socket->family == FAMILY_INET6)
TEST(tcp, socket->protocol == PROTOCOL_TCP)
TEST(mptcp, socket->protocol == PROTOCOL_MPTCP)
TEST(sctp, socket->protocol == PROTOCOL_SCTP)
TEST(vsock, socket->family == FAMILY_VSOCK)
TEST(unix, is_local(socket) && socket->type == TYPE_STREAM)
TEST(seqpacket, is_local(socket) && socket->type == TYPE_SEQPACKET)
TEST(local, is_local(socket))
TEST(stream, socket->type == TYPE_STREAM || socket->type == TYPE_SEQPACKET)
TEST(dgram, socket->type == TYPE_DGRAM)
TEST(raw, socket->type == TYPE_RAW)
TEST(bound, socket->bound)
TEST(unbound, !socket->bound)
TEST(closed, socket->stage == STAGE_CLOSED)
TEST(fresh, socket->stage == STAGE_CLOSED && socket->association == UNCONNECTED && !socket->bound)
TEST(idle, socket->stage == STAGE_CLOSED && socket->association == UNCONNECTED)
TEST(listening, socket->stage == STAGE_LISTENING)
TEST(empty, socket->stage == STAGE_LISTENING && socket->count == 0)
TEST(pending, socket->stage == STAGE_LISTENING && socket->count > 0)
TEST(many, socket->stage == STAGE_LISTENING && socket->count > 1)
TEST(connecting, socket->stage == STAGE_SYN_SENT)
TEST(connected, socket->stage == STAGE_ESTABLISHED)
TEST(accepted, socket->passive)
TEST(client, !socket->passive && socket->association != UNCONNECTED)
TEST(failed, socket->stage == STAGE_CLOSED && socket->association == CONNECTING)
TEST(reset, socket->stage == STAGE_CLOSED && socket->association == CONNECTED)
TEST(ended, socket->ended)
TEST(shut, socket->shut != 0)
TEST(shut_reading, (socket->shut & READING) != 0)
TEST(shut_writing, (socket->shut & WRITING) != 0)
TEST(stopped, socket->was_listening && socket->stage == STAGE_CLOSED)
TEST(again, socket->listens > 0)
TEST(tried, socket->failures > 0)
TEST(served, socket->accepted > 0)
TEST(untouched, socket->accepted == 0)
TEST(data, socket->received.count > 0)
TEST(error, socket->error != 0)
TEST(thread, machine->in_thread)
TEST(child, machine->process != 0)
TEST(user, machine->processes[machine->process].user != 0)

#undef TEST

static const struct {
    const char *name;
    test *holds;
} tests[] = {{"any", test_any},           {"inet", test_inet},
             {"inet6", test_inet6},       {"tcp", test_tcp},
             {"mptcp", test_mptcp},       {"sctp", test_sctp},
             {"unix", test_unix},         {"seqpacket", test_seqpacket},
             {"local", test_local},       {"stream", test_stream},
             {"dgram", test_dgram},       {"raw", test_raw},
             {"bound", test_bound},       {"unbound", test_unbound},
             {"closed", test_closed},     {"fresh", test_fresh},
             {"idle", test_idle},         {"listening", test_listening},
             {"empty", test_empty},       {"pending", test_pending},
             {"many", test_many},         {"connecting", test_connecting},
             {"connected", test_connected}, {"accepted", test_accepted},
             {"client", test_client},     {"failed", test_failed},
             {"reset", test_reset},       {"ended", test_ended},
             {"shut", test_shut},         {"shut-reading", test_shut_reading},
             {"shut-writing", test_shut_writing}, {"stopped", test_stopped},
             {"again", test_again},       {"tried", test_tried},
                   {"served", test_served},
             {"untouched", test_untouched}, {"data", test_data},
             {"error", test_error},       {"thread", test_thread},
             {"vsock", test_vsock},
             {"child", test_child},       {"user", test_user}};

/* One condition, of which a leading '!' asks the opposite. */
static bool condition_holds(const struct machine *machine, const struct socket *socket, const char *name, size_t length)
{
    bool wanted = true;
    if (length > 0 && *name == '!') {
        wanted = false;
        name++;
        length--;
    }
    for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++)
        if (strlen(tests[i].name) == length && strncmp(tests[i].name, name, length) == 0)
            return tests[i].holds(machine, socket) == wanted;
    return false;
}

bool socket_is(const struct machine *machine, int socket, const char *condition)
{
    static const struct socket nothing = {0};
    const struct socket *asked = socket == NOBODY ? &nothing : &machine->sockets[socket];
    while (*condition != '\0') {
        size_t length = strcspn(condition, "+");
        bool other = length == 5 && strncmp(condition, "other", 5) == 0;
        if (socket == NOBODY ? !other : !condition_holds(machine, asked, condition, length))
            return false;
        condition += length + (condition[length] == '+');
    }
    return true;
}

bool condition_known(const char *condition)
{
    while (*condition != '\0') {
        size_t length = strcspn(condition, "+");
        const char *name = condition + (*condition == '!');
        size_t rest = length - (*condition == '!');
        bool known = rest == 5 && strncmp(name, "other", 5) == 0;
        for (size_t i = 0; i < sizeof tests / sizeof tests[0] && !known; i++)
            known = strlen(tests[i].name) == rest && strncmp(tests[i].name, name, rest) == 0;
        if (!known)
            return false;
        condition += length + (condition[length] == '+');
    }
    return true;
}

int overridden(const struct machine *machine, const char *call, int socket)
{
    const struct decisions *decide = &machine->decide;
    for (size_t i = decide->override_count; i-- > 0;) /* what a fault says comes after its model */
        if (strcmp(decide->overrides[i].call, call) == 0 && socket_is(machine, socket, decide->overrides[i].condition))
            return decide->overrides[i].result;
    return 0;
}

bool answered(const struct machine *machine, const char *call, int socket, int *status)
{
    if (machine->decide.override_count == 0)
        return false;
    int result = overridden(machine, call, socket);
    if (result == 0)
        return false;
    *status = result == WORD_ok ? 0 : result;
    return true;
}

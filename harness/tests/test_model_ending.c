/* test_model_ending.c: the machine's clock, close, shutdown and the ends of connections. */
#include "model_fixture.h"

enum { SECOND = 1000000 };

static unsigned events(descriptor s)
{
    int status = 0;
    return machine_poll(machine, "poll", s, EVENT_IN | EVENT_OUT | EVENT_RDHUP, &status);
}

static void waiting_clients_try_again(void)
{
    descriptor a;
    start("");
    descriptor l = listener(0);
    descriptor one = make("inet", SOCKET_NONBLOCK);
    descriptor two = make("inet", SOCKET_NONBLOCK);
    CHECK_NUMBER(try_connect(one, l), MODEL_EINPROGRESS);
    CHECK_NUMBER(try_connect(two, l), MODEL_EINPROGRESS);
    CHECK_NUMBER(events(one), EVENT_OUT);
    CHECK_NUMBER(events(two), 0);
    CHECK_NUMBER(try_accept(l, &a), 0);
    CHECK_NUMBER(machine_next_event(machine), SECOND);
    machine_advance(machine, SECOND - 1);
    CHECK_NUMBER(events(two), 0);
    machine_advance(machine, SECOND);
    CHECK_NUMBER(events(two), EVENT_OUT);
    CHECK_NUMBER(try_accept(l, &a), 0);
}

static void nobody_answers(void)
{
    start("");
    descriptor l = listener(0);
    descriptor one = make("inet", SOCKET_NONBLOCK);
    descriptor two = make("inet", SOCKET_NONBLOCK);
    CHECK_NUMBER(try_connect(one, l), MODEL_EINPROGRESS);
    CHECK_NUMBER(try_connect(two, l), MODEL_EINPROGRESS);
    machine_advance(machine, (uint64_t)300 * SECOND);
    CHECK_NUMBER(option(two, "error"), MODEL_ETIMEDOUT);
    CHECK_NUMBER(machine_next_event(machine) == MACHINE_NEVER, 1);
}

static void closed_listener(void)
{
    size_t count;
    start("");
    descriptor l = listener(5);
    descriptor c = make("inet", 0);
    CHECK_NUMBER(try_connect(c, l), 0);
    CHECK_NUMBER(machine_close(machine, l), 0);
    CHECK_NUMBER(try_receive(c, &count), MODEL_ECONNRESET);
    start("close-pending=eof");
    l = listener(5);
    c = make("inet", 0);
    CHECK_NUMBER(try_connect(c, l), 0);
    CHECK_NUMBER(machine_close(machine, l), 0);
    CHECK_NUMBER(try_receive(c, &count), 0);
    CHECK_NUMBER(count, 0);
}

static void shut_listener(void)
{
    descriptor a;
    start("");
    descriptor l = listener(5);
    CHECK_NUMBER(machine_shutdown(machine, l, "wr"), 0);
    CHECK_NUMBER(option(l, "acceptconn"), 1);
    CHECK_NUMBER(machine_shutdown(machine, l, "rd"), 0);
    CHECK_NUMBER(option(l, "acceptconn"), 0);
    CHECK_NUMBER(try_accept(l, &a), MODEL_EINVAL);
    CHECK_NUMBER(try_listen(l, 5), 0);
    start("shutdown-listener=ENOTCONN");
    l = listener(5);
    CHECK_NUMBER(machine_shutdown(machine, l, "rd"), MODEL_ENOTCONN);
    CHECK_NUMBER(option(l, "acceptconn"), 1);
}

static void aborted_client(void)
{
    descriptor a;
    size_t count;
    start("");
    descriptor l = listener(5);
    descriptor c = make("inet", 0);
    CHECK_NUMBER(try_connect(c, l), 0);
    CHECK_NUMBER(machine_set_option(machine, c, "linger", 0), 0);
    CHECK_NUMBER(machine_close(machine, c), 0);
    CHECK_NUMBER(try_accept(l, &a), 0);
    CHECK_NUMBER(try_receive(a, &count), MODEL_ECONNRESET);
    start("accept-aborted=ECONNABORTED");
    l = listener(5);
    c = make("inet", 0);
    CHECK_NUMBER(try_connect(c, l), 0);
    CHECK_NUMBER(machine_set_option(machine, c, "linger", 0), 0);
    CHECK_NUMBER(machine_close(machine, c), 0);
    CHECK_NUMBER(try_accept(l, &a), MODEL_ECONNABORTED);
}

static void data_before_accept(void)
{
    struct waiting waiting = {0};
    descriptor a;
    size_t count;
    start("");
    descriptor l = listener(5);
    descriptor c = make("inet", 0);
    CHECK_NUMBER(try_connect(c, l), 0);
    CHECK_NUMBER(machine_send(machine, &waiting, c, "text", 4, "send", 0, &count), 0);
    machine_finish(machine, &waiting);
    CHECK_NUMBER(machine_close(machine, c), 0);
    CHECK_NUMBER(try_accept(l, &a), 0);
    CHECK_NUMBER(try_receive(a, &count), 0);
    CHECK_NUMBER(count, 4);
    CHECK_NUMBER(try_receive(a, &count), 0);
    CHECK_NUMBER(count, 0);
}

static void children(void)
{
    start("");
    descriptor l = listener(5);
    int child = machine_fork(machine);
    CHECK(child != NOBODY);
    machine->processes[child].used = true;
    CHECK_NUMBER(machine_close(machine, l), 0);
    machine->process = child;
    CHECK_NUMBER(option(l, "acceptconn"), 1);
    CHECK_NUMBER(established(l, 1), 1);
    machine->process = 0;
    machine_end_process(machine, child);
    CHECK_NUMBER(machine->sockets_used, 0);
}

int main(void)
{
    waiting_clients_try_again();
    nobody_answers();
    closed_listener();
    shut_listener();
    aborted_client();
    data_before_accept();
    children();
    return finish();
}

/* test_model_listen.c: listen() of the machine: addresses, errors, backlog, second calls. */
#include "model_fixture.h"

#include <limits.h>

static void unbound(void)
{
    struct address name;
    start("");
    descriptor s = make("inet", 0);
    CHECK_NUMBER(try_listen(s, 5), 0);
    CHECK_NUMBER(machine_sockname(machine, s, &name), 0);
    CHECK(name.port >= 32768 && name.kind == ADDRESS_INET && name.ip[0] == 0);
    CHECK_NUMBER(option(s, "acceptconn"), 1);
    CHECK_NUMBER(try_listen(make("unix", 0), 5), MODEL_EINVAL);
    start("unbound=EINVAL unbound-unix=EDESTADDRREQ");
    CHECK_NUMBER(try_listen(make("inet", 0), 5), MODEL_EINVAL);
    CHECK_NUMBER(try_listen(make("seqpacket", 0), 5), MODEL_EDESTADDRREQ);
}

static void wrong_sockets(void)
{
    descriptor s;
    start("");
    CHECK_NUMBER(try_listen(-1, 5), MODEL_EBADF);
    CHECK_NUMBER(try_listen(700, 5), MODEL_EBADF);
    CHECK_NUMBER(machine_make_special(machine, "epoll", &s), 0);
    CHECK_NUMBER(try_listen(s, 5), MODEL_ENOTSOCK);
    CHECK_NUMBER(machine_make(machine, "inet", "dgram", 0, 0, &s), 0);
    CHECK_NUMBER(try_listen(s, 5), MODEL_EOPNOTSUPP);
    CHECK_NUMBER(machine_make(machine, "alg", "stream", 0, 0, &s), UNSUPPORTED);
}

static void states(void)
{
    descriptor s;
    start("");
    descriptor l = listener(0);
    descriptor c = make("inet", 0);
    CHECK_NUMBER(try_connect(c, l), 0);
    CHECK_NUMBER(try_listen(c, 5), MODEL_EINVAL);
    descriptor waiting = make("inet", SOCKET_NONBLOCK);
    CHECK_NUMBER(try_connect(waiting, l), MODEL_EINPROGRESS);
    CHECK_NUMBER(try_listen(waiting, 5), MODEL_EINVAL);
    CHECK_NUMBER(try_accept(l, &s), 0);
    CHECK_NUMBER(try_listen(s, 5), MODEL_EINVAL);
    CHECK_NUMBER(try_accept(l, &s), MODEL_EAGAIN);
}

static void lengths(void)
{
    static const int backlogs[] = {0, 1, 2, 5, 10};
    for (size_t i = 0; i < sizeof backlogs / sizeof backlogs[0]; i++) {
        start("");
        CHECK_NUMBER(established(listener(backlogs[i]), 20), backlogs[i] + 1);
        start("queue-length=half-more");
        CHECK_NUMBER(established(listener(backlogs[i]), 20), backlogs[i] + backlogs[i] / 2);
    }
    start("somaxconn=3");
    CHECK_NUMBER(established(listener(INT_MAX), 20), 4);
    CHECK_NUMBER(established(listener(-1), 20), 4);
    start("queue-length=exact backlog-negative=zero backlog-zero=one");
    CHECK_NUMBER(established(listener(0), 20), 1);
    CHECK_NUMBER(established(listener(-1), 20), 0);
    start("backlog-negative=EINVAL");
    descriptor s = make("inet", 0);
    CHECK_NUMBER(try_listen(s, -1), MODEL_EINVAL);
    CHECK_NUMBER(option(s, "acceptconn"), 0);
}

static void again(void)
{
    descriptor s;
    start("queue-length=exact relisten-excess=reset");
    descriptor l = listener(4);
    CHECK_NUMBER(established(l, 6), 4);
    CHECK_NUMBER(try_listen(l, 1), 0);
    CHECK_NUMBER(try_accept(l, &s), 0);
    CHECK_NUMBER(try_accept(l, &s), MODEL_EAGAIN);
    start("relisten=EINVAL");
    CHECK_NUMBER(try_listen(listener(4), 1), MODEL_EINVAL);
    start("relisten-backlog=keeps");
    l = listener(1);
    CHECK_NUMBER(try_listen(l, 50), 0);
    CHECK_NUMBER(established(l, 6), 2);
}

static void addresses_in_use(void)
{
    struct address name;
    start("");
    descriptor one = make("inet", 0);
    descriptor two = make("inet", 0);
    CHECK_NUMBER(bind_loopback(one), 0);
    CHECK_NUMBER(machine_sockname(machine, one, &name), 0);
    CHECK_NUMBER(machine_bind(machine, two, &name), MODEL_EADDRINUSE);
    start("");
    one = make("inet", 0);
    two = make("inet", 0);
    CHECK_NUMBER(machine_set_option(machine, one, "reuseaddr", 1), 0);
    CHECK_NUMBER(machine_set_option(machine, two, "reuseaddr", 1), 0);
    CHECK_NUMBER(bind_loopback(one), 0);
    CHECK_NUMBER(machine_sockname(machine, one, &name), 0);
    CHECK_NUMBER(machine_bind(machine, two, &name), 0);
    CHECK_NUMBER(try_listen(one, 5), 0);
    CHECK_NUMBER(try_listen(two, 5), MODEL_EADDRINUSE);
    CHECK_NUMBER(machine_close(machine, one), 0);
    CHECK_NUMBER(try_listen(two, 5), 0);
}

static void ports_run_out(void)
{
    start("");
    CHECK_NUMBER(machine_set_limit(machine, "port-range", "40000-40001"), 0);
    CHECK_NUMBER(try_listen(make("inet", 0), 5), 0);
    CHECK_NUMBER(try_listen(make("inet", 0), 5), 0);
    descriptor s = make("inet", 0);
    CHECK_NUMBER(try_listen(s, 5), MODEL_EADDRINUSE);
}

int main(void)
{
    unbound();
    wrong_sockets();
    states();
    lengths();
    again();
    addresses_in_use();
    ports_run_out();
    return finish();
}

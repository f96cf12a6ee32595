/* One instance performed by hand: requests, answers, set-up that fails, states, and composite verbs as primitives. */
#include "check.h"

#include "../conductor/performance.h"
#include "../conductor/states.h"

struct world {
    struct case_set set;
    struct states states;
    struct problems problems;
    struct performance performance;
    struct agent_facts agent;
};

static bool begin(struct world *world, const char *scenario, const char *caps) {
    static const char states[] = "state: bound\nsteps: socket $h $family stream\n+ bind $h loopback\n\n"
                                 "state: listening\nsteps: reach $h bound\n+ listen $h 5\n+ connect $h.peer $h -> _\n\n"
                                 "state: odd\nfamilies: unix\nsteps: socket $h unix stream\n";
    struct text text = {0};
    text_format(&text, "# id: a.b\n@test \"t\" {\n  scenario <<'END'\n%s\nEND\n}\n", scenario);
    *world = (struct world){.agent = {.caps = caps}};
    bool read = read_case_text(&world->set, "cases/a/b.bats", text_string(&text), text.length, &world->problems) &&
                states_parse(&world->states, "states.rec", states, sizeof states - 1, &world->problems);
    text_free(&text);
    if (CHECK(read))
        performance_start(&world->performance, &world->set.items[0], 0, &world->agent, &world->states);
    return read;
}

static void end(struct world *world) {
    performance_free(&world->performance);
    states_free(&world->states);
    case_set_free(&world->set);
    problems_free(&world->problems);
}

static const char *fact(const struct world *world, const char *name) {
    return pairs_value((struct pairs){world->performance.facts.items, world->performance.facts.count}, name);
}

static void pipelined(void) {
    struct world world;
    if (begin(&world, "socket s inet stream\nlisten s 5 -> call\nsockname s -> name", "inet,composite")) {
        struct performance *p = &world.performance;
        CHECK_TEXT(performance_next(p), "socket s inet stream");
        CHECK_TEXT(performance_next(p), "listen s 5");
        CHECK_TEXT(performance_next(p), "sockname s");
        CHECK(performance_next(p) == NULL);
        CHECK(!performance_is_over(p));
        CHECK(performance_answer(p, "ok") == NULL);
        CHECK_TEXT(performance_outstanding(p), "listen s 5");
        CHECK(performance_answer(p, "fail error=EINVAL code=22") == NULL);
        CHECK(performance_answer(p, "ok port=1234") == NULL);
        CHECK(performance_is_over(p));
        CHECK_TEXT(fact(&world, "call"), "EINVAL");
        CHECK_TEXT(fact(&world, "name.port"), "p1");
        CHECK_NUMBER(p->status, STATUS_DONE);
    }
    end(&world);
}

static void wait_of_the_outstanding(void) {
    struct world world;
    if (begin(&world, "poll s wait=300 -> one\nclients g until=established:8 wait=8000 -> two\npoll s wait=20 -> three", "composite")) {
        struct performance *p = &world.performance;
        CHECK_NUMBER((long)performance_wait(p), 0);
        CHECK(performance_next(p) != NULL && performance_next(p) != NULL && performance_next(p) != NULL);
        CHECK_NUMBER((long)performance_wait(p), 300);
        CHECK(performance_answer(p, "ok events=none") == NULL);
        CHECK_NUMBER((long)performance_wait(p), 8000);
    }
    end(&world);
}

static void moot_after_an_unsupported_listen(void) {
    static const char scenario[] = "socket l inet stream\nlisten l 5 -> heard\nsocket s inet stream\nlisten s limit -> call\n"
                                   "flood s 3 -> flood\nbegin t connect c s -> begun\nrecv c -> received\nawait t -> met\naccept s a -> accept\n"
                                   "clients s.clients -> later\nconnect d l -> other\npoll d -> event";
    static const char *const answers[] = {"ok", "ok asked=5", "ok", "unsupported", "ok clients=3 established=0", "ok", "fail error=ENOTCONN code=107",
                                          "fail error=ECONNREFUSED code=111", "fail error=EINVAL code=22", "ok established=0", "ok", "ok events=out"};
    struct world world;
    if (begin(&world, scenario, "inet,composite")) {
        struct performance *p = &world.performance;
        while (performance_next(p) != NULL)
            ;
        for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++)
            CHECK(performance_answer(p, answers[i]) == NULL);
        static const char *const moot[] = {"call", "flood", "begun", "received", "met", "accept", "later"};
        for (size_t i = 0; i < sizeof moot / sizeof moot[0]; i++)
            CHECK_TEXT(fact(&world, moot[i]), "unsupported");
        CHECK_TEXT(fact(&world, "heard"), "ok");
        CHECK_TEXT(fact(&world, "other"), "ok");
        CHECK_TEXT(fact(&world, "event.events"), "out");
        CHECK_NUMBER(p->status, STATUS_DONE);
    }
    end(&world);
}

static void void_after_failed_set_up(void) {
    struct world world;
    if (begin(&world, "socket s inet stream\nbind s loopback\nlisten s 5 -> call", "inet,composite")) {
        struct performance *p = &world.performance;
        while (performance_next(p) != NULL)
            ;
        CHECK(performance_answer(p, "ok") == NULL);
        CHECK(performance_answer(p, "fail error=EADDRINUSE code=98") == NULL);
        CHECK(performance_answer(p, "ok") == NULL);
        CHECK(performance_is_over(p));
        CHECK_NUMBER(p->status, STATUS_INCONCLUSIVE);
        CHECK_TEXT(p->reason, "bind s loopback: EADDRINUSE");
        CHECK(fact(&world, "call") == NULL);
    }
    end(&world);
    if (begin(&world, "socket s sctp stream\nlisten s 5 -> call", "inet,composite")) {
        struct performance *p = &world.performance;
        (void)performance_next(p);
        CHECK(performance_answer(p, "fail error=EPROTONOSUPPORT code=93") == NULL);
        CHECK_NUMBER(p->status, STATUS_UNSUPPORTED); /* the agent never said it could */
        CHECK(performance_next(p) == NULL);
        CHECK(performance_is_over(p));
    }
    end(&world);
}

/* An agent with the cap is told which statements decide the case, and those within a `reach` with a label do not. */
static void must(void) {
    struct world world;
    if (begin(&world, "socket s inet stream\nreach r bound -> state\nreach b bound\nlisten s 5 -> call\nbind s any -> _", "inet,must")) {
        static const char *const wanted[] = {"must socket s inet stream", "socket r inet stream", "bind r loopback",
                                             "must socket b inet stream", "must bind b loopback", "listen s 5", "bind s any"};
        for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
            CHECK_TEXT(performance_next(&world.performance), wanted[i]);
        CHECK_TEXT(performance_outstanding(&world.performance), "socket s inet stream");
        CHECK(performance_answer(&world.performance, "fail error=EMFILE code=24") == NULL);
        CHECK(performance_answer(&world.performance, "unsupported skipped=yes") == NULL);
        CHECK_TEXT(world.performance.reason, "socket s inet stream: EMFILE");
        CHECK_NUMBER(world.performance.status, STATUS_INCONCLUSIVE);
    }
    end(&world);
}

static void malformed_answer(void) {
    struct world world;
    if (begin(&world, "socket s inet stream -> made", "inet,composite")) {
        (void)performance_next(&world.performance);
        CHECK(performance_answer(&world.performance, "certainly") != NULL);
    }
    end(&world);
}

static void reach(void) {
    struct world world;
    if (begin(&world, "reach s listening -> state\nlisten s 6 -> call", "inet")) {
        struct performance *p = &world.performance;
        static const char *const wanted[] = {"socket s inet stream", "bind s loopback", "listen s 5", "connect s.peer s", "listen s 6"};
        for (size_t i = 0; i < 5; i++)
            CHECK_TEXT(performance_next(p), wanted[i]);
        CHECK(performance_next(p) == NULL);
        CHECK(performance_answer(p, "ok") == NULL);
        CHECK(performance_answer(p, "ok") == NULL);
        CHECK(performance_answer(p, "ok") == NULL);
        CHECK(performance_answer(p, "fail error=EINPROGRESS code=115") == NULL);
        CHECK(performance_answer(p, "ok") == NULL);
        CHECK(performance_is_over(p));
        CHECK_TEXT(fact(&world, "state"), "ok");
        CHECK_TEXT(fact(&world, "call"), "ok");
    }
    end(&world);
    if (begin(&world, "reach s nowhere\nlisten s 6 -> call", "inet")) {
        CHECK(performance_next(&world.performance) == NULL);
        CHECK_NUMBER(world.performance.status, STATUS_INCONCLUSIVE);
    }
    end(&world);
    if (begin(&world, "reach s odd\nlisten s 6 -> call", "inet")) {
        CHECK(performance_next(&world.performance) == NULL);
        CHECK_NUMBER(world.performance.status, STATUS_UNSUPPORTED);
    }
    end(&world);
}

/* Answers every request that is due; how many there were. */
static size_t answer_all(struct performance *p, const char *(*answer)(const char *request)) {
    size_t count = 0;
    for (;;) {
        size_t sent = 0;
        while (performance_next(p) != NULL)
            sent++;
        const char *request;
        while ((request = performance_outstanding(p)) != NULL) {
            if (performance_answer(p, answer(request)) != NULL)
                return 0;
            count++;
        }
        if (sent == 0)
            return count;
    }
}

/* A subject with room for two connections. */
static int connected, accepted;
static const char *small_queue(const char *request) {
    if (strncmp(request, "connect barrier", 15) == 0 || strncmp(request, "accept barrier", 14) == 0)
        return "ok";
    if (strncmp(request, "connect ", 8) == 0)
        return connected++ < 2 ? "ok" : "fail error=EINPROGRESS code=115";
    if (strncmp(request, "accept ", 7) == 0)
        return accepted++ < 2 ? "ok" : "fail error=EAGAIN code=11";
    if (strncmp(request, "poll ", 5) == 0)
        return strstr(request, ".0 ") != NULL || strstr(request, ".1 ") != NULL ? "ok events=out" : "ok events=none";
    if (strncmp(request, "recv drained", 12) == 0)
        return strstr(request, ".0 ") != NULL ? "ok bytes=6 text=000001" : "ok bytes=6 text=000002";
    if (strncmp(request, "recv ", 5) == 0)
        return "fail error=EAGAIN code=11";
    return "ok";
}

static void composites_as_primitives(void) {
    struct world world;
    if (begin(&world, "socket s inet stream nonblock\nlisten s 1\nflood s asked+2 tag -> f\ndrain s -> d\nsettle -> b", "inet")) {
        connected = accepted = 0;
        CHECK(answer_all(&world.performance, small_queue) > 20);
        CHECK(performance_is_over(&world.performance));
        CHECK_TEXT(fact(&world, "f"), "ok");
        CHECK_TEXT(fact(&world, "f.clients"), "3");
        CHECK_TEXT(fact(&world, "f.established"), "2");
        CHECK_TEXT(fact(&world, "f.pending"), "1");
        CHECK_TEXT(fact(&world, "d.accepted"), "2");
        CHECK_TEXT(fact(&world, "d.order"), "fifo");
        CHECK_TEXT(fact(&world, "d.error"), "EAGAIN");
        CHECK_TEXT(fact(&world, "b"), "ok");
    }
    end(&world);
}

static const char *no_nonblock(const char *request) {
    return strncmp(request, "setopt", 6) == 0 ? "unsupported" : "ok";
}

/* Without a way to accept without blocking nothing is accepted at all. */
static void drain_that_would_block(void) {
    struct world world;
    if (begin(&world, "socket s inet stream\nlisten s 1\ndrain s -> d", "inet")) {
        CHECK_NUMBER(answer_all(&world.performance, no_nonblock), 3);
        CHECK_TEXT(fact(&world, "d"), "unsupported");
    }
    end(&world);
}

int main(void) {
    pipelined();
    wait_of_the_outstanding();
    moot_after_an_unsupported_listen();
    void_after_failed_set_up();
    must();
    malformed_answer();
    reach();
    composites_as_primitives();
    drain_that_would_block();
    return check_finish();
}

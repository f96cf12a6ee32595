/* Replies taken apart, and the facts made of them: outcomes, keys, symbols for ports and digests. */
#include "check.h"

#include "../conductor/facts.h"

static struct pairs all(const struct facts *facts) {
    return (struct pairs){facts->items, facts->count};
}

static void add(struct facts *facts, struct arena *arena, const char *label, const char *text) {
    struct reply reply;
    char *copy = arena_string(arena, text);
    if (CHECK(read_reply(copy, &reply) == NULL))
        facts_add_reply(facts, arena, label, &reply);
}

static void recorded(void) {
    struct arena arena = {0};
    struct facts facts = {0};
    add(&facts, &arena, "call", "fail error=EINVAL code=22 native=WSAEINVAL us=3");
    add(&facts, &arena, "one", "ok address=127.0.0.1 port=40001 us=1");
    add(&facts, &arena, "two", "ok port=0 digest=abc");
    add(&facts, &arena, "three", "ok port=40002 peerport=40001 digest=def settle=9");
    add(&facts, &arena, "four", "ok digest=abc");
    add(&facts, &arena, "drain", "ok accepted=2 error=EAGAIN");
    add(&facts, &arena, "none", "unsupported");
    add(&facts, &arena, "late", "blocked");
    CHECK_TEXT(pairs_value(all(&facts), "call"), "EINVAL");
    CHECK(pairs_value(all(&facts), "call.code") == NULL);
    CHECK(pairs_value(all(&facts), "call.error") == NULL);
    CHECK(pairs_value(all(&facts), "call.native") == NULL);
    CHECK_TEXT(pairs_value(all(&facts), "one"), "ok");
    CHECK_TEXT(pairs_value(all(&facts), "one.port"), "p1");
    CHECK(pairs_value(all(&facts), "one.us") == NULL);
    CHECK_TEXT(pairs_value(all(&facts), "two.port"), "0");
    CHECK_TEXT(pairs_value(all(&facts), "two.digest"), "d1");
    CHECK_TEXT(pairs_value(all(&facts), "three.port"), "p2");
    CHECK_TEXT(pairs_value(all(&facts), "three.peerport"), "p1");
    CHECK_TEXT(pairs_value(all(&facts), "three.digest"), "d2");
    CHECK(pairs_value(all(&facts), "three.settle") == NULL);
    CHECK_TEXT(pairs_value(all(&facts), "four.digest"), "d1");
    CHECK_TEXT(pairs_value(all(&facts), "drain.error"), "EAGAIN");
    CHECK_TEXT(pairs_value(all(&facts), "none"), "unsupported");
    CHECK_TEXT(pairs_value(all(&facts), "late"), "blocked");
    facts_free(&facts);
    arena_free(&arena);
}

static void refused(void) {
    static const char *const bad[] = {"",          "fine",        "ok fine",          "fail",         "fail code=3",
                                      "fail error=", "ok A=1",    "ok =1",            "ok a\x1b=1",   "OK",
                                      "fail error=E;rm", "okay a=1", "ok a=\xc3\xa9"};
    struct reply reply;
    char text[64];
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        (void)snprintf(text, sizeof text, "%s", bad[i]);
        if (!CHECK(read_reply(text, &reply) != NULL))
            printf("#   %s\n", bad[i]);
    }
}

static void ids(void) {
    unsigned long id = 0;
    char good[] = "17 ok", bad[] = "x ok", none[] = "17", negative[] = "-1 ok", huge[] = "99999999999 ok";
    CHECK_TEXT(read_reply_id(good, &id), "ok");
    CHECK_NUMBER(id, 17);
    CHECK(read_reply_id(bad, &id) == NULL);
    CHECK(read_reply_id(none, &id) == NULL);
    CHECK(read_reply_id(negative, &id) == NULL);
    CHECK(read_reply_id(huge, &id) == NULL);
}

int main(void) {
    recorded();
    refused();
    ids();
    return check_finish();
}

/* Targets: what is understood, what is refused, and the command each comes to. */
#define _XOPEN_SOURCE 700 /* setenv */
#include "check.h"

#include "../conductor/target.h"

#include <stdlib.h>

static void starts(void) {
    static const char *const good[] = {"native", "exec:a b", "preload:./x.so", "tcp:host:80", "tcp:[::1]:80", "ssh:me@host:agent -x",
                                       "serial:/dev/ttyS0,b115200", "wine:agent.exe", "model:winsock", "fault:relisten-refused"};
    static const char *const bad[] = {"", "nativ", "exec:", "tcp:host", "tcp::80", "tcp:host,exec=x:80", "tcp:host:80,x", "ssh:host",
                                      "ssh:-oProxyCommand=x:y", "model:a b", "serial:,x", "magic:x"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct target target = {0};
        const char *expected = "";
        if (!CHECK(target_read_start(good[i], &target, &expected)))
            printf("#   %s\n", good[i]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct target target = {0};
        const char *expected = "";
        if (!CHECK(!target_read_start(bad[i], &target, &expected)))
            printf("#   %s\n", bad[i]);
    }
}

static bool record(struct arena *arena, const char *text, struct target *target, struct problems *problems) {
    return target_read_record(arena, "x.target", text, strlen(text), target, problems);
}

static void records(void) {
    struct arena arena = {0};
    struct problems problems = {0};
    struct target target = {0};
    CHECK(record(&arena, "# a remark\ntarget: x\ntitle: A stack\nstart: exec:agent -v\nclaims: linux posix\nlanes: 3\ndeadline: 2.5\n"
                         "isolate: a/isolate.sh -q\nenvironment: A=b C=d\nwaiting: 100\nwaits: errors.* close.one\n+ table.*[state=a,b;family=unix]\n",
                 &target, &problems));
    CHECK_NUMBER(target.claims.count, 2);
    CHECK_NUMBER(target.lanes, 3);
    CHECK_NUMBER(target.waiting, 100);
    CHECK_NUMBER(target.wait_count, 3);
    CHECK_TEXT(target.waits[1].case_id, "close.one");
    CHECK_NUMBER(target.waits[2].variable_count, 2);
    CHECK(target.deadline > 2.4 && target.deadline < 2.6);
    struct name_list command = target_command(&arena, &target, "/root dir", "/build", true);
    CHECK_NUMBER(command.count, 5);
    CHECK_TEXT(command.names[0], "/root dir/a/isolate.sh");
    CHECK_TEXT(command.names[4], "agent -v");
    CHECK(command.names[5] == NULL);
    CHECK_TEXT(target_command(&arena, &target, "/r", "/b", false).names[0], "sh");

    static const char *const bad[] = {"target: x\n", "target: x\nstart: magic:y\n", "start: native\nlanes: 0\n", "start: native\nlanes: many\n", "start: native\nwaiting: 0\n", "start: native\nwaits: a.b[c\n",
                                      "start: native\ncolour: red\n", "start: native\nenvironment: A\n", "start: native\n\nstart: native\n",
                                      "start: native\ndeadline: nan\n", "no colon\n", ""};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct target other = {0};
        struct problems found = {0};
        CHECK(!record(&arena, bad[i], &other, &found));
        if (!CHECK(strncmp(text_string(&found.lines), "x.target:", 9) == 0))
            printf("#   %s", text_string(&found.lines));
        problems_free(&found);
    }
    problems_free(&problems);
    arena_free(&arena);
}

static void preloaded(void) {
    struct arena arena = {0};
    struct target target = {0};
    const char *expected;
    CHECK(setenv("LD_PRELOAD", "/lib/first.so", 1) == 0);
    CHECK(target_read_start("preload:nowhere.so", &target, &expected));
    struct name_list command = target_command(&arena, &target, "/r", "/b", false);
    CHECK_TEXT(command.names[0], "env");
    CHECK_TEXT(command.names[1], "LD_PRELOAD=/lib/first.so:nowhere.so");
    CHECK_TEXT(command.names[2], "/b/agent-native");
    CHECK(unsetenv("LD_PRELOAD") == 0);
    arena_free(&arena);
}

int main(void) {
    starts();
    records();
    preloaded();
    return check_finish();
}

/* The reader of case files: headers, matrix, statements, and what it says of malformed ones. */
#include "check.h"

#include "../conductor/case_file.h"

static bool reads(const char *text, struct case_set *set, struct problems *problems) {
    return read_case_text(set, "cases/a/b.bats", text, strlen(text), problems);
}

static void well_formed(void) {
    static const char text[] = "load ../case\n"
                               "# A remark\n"
                               "# id:     errors.unbound\n"
                               "# matrix: family = inet unix\n"
                               "# matrix: backlog = -1 limit+1 somaxconn\n"
                               "# needs:  thread namespace\n"
                               "# waits:  a timer\n"
                               "@test \"listen() on a socket that was never bound\" {\n"
                               "  scenario <<'END'\n"
                               "    # a comment\n"
                               "    socket s $family   stream\n"
                               "\n"
                               "    listen s $backlog -> call\n"
                               "    connect $family-x s -> _\n"
                               "    connect y s -> _\n"
                               "END\n"
                               "}\n"
                               "\n"
                               "# id: errors.other\n"
                               "@test 'second' {\n"
                               "  scenario <<'X'\n"
                               "socket s inet stream\n"
                               "X\n"
                               "}\n";
    struct case_set set = {0};
    struct problems problems = {0};
    CHECK(reads(text, &set, &problems));
    CHECK_TEXT(text_string(&problems.lines), "");
    CHECK_NUMBER(set.count, 2);
    if (set.count == 2) {
        const struct test_case *test = &set.items[0];
        CHECK_TEXT(test->id, "errors.unbound");
        CHECK_TEXT(test->title, "listen() on a socket that was never bound");
        CHECK_NUMBER(test->line, 8);
        CHECK(test->needs_namespace && test->waits && !test->needs_bash && !test->compare);
        CHECK_NUMBER(test->needs.count, 1);
        CHECK_NUMBER(test->statement_count, 4);
        CHECK_TEXT(test->statements[0].text, "socket s $family stream");
        CHECK(test->statements[0].label == NULL);
        CHECK_TEXT(test->statements[1].label, "call");
        CHECK_NUMBER(test->statements[1].line, 13);
        CHECK_NUMBER(instance_count(test), 6);
        CHECK_TEXT(instance_value(test, 0, 0), "inet");
        CHECK_TEXT(instance_value(test, 5, 0), "unix");
        CHECK_TEXT(instance_value(test, 4, 1), "limit+1");
        struct arena arena = {0};
        struct pairs matrix = instance_matrix(&arena, test, 3);
        CHECK_TEXT(substitute(&arena, test->statements[1].text, matrix), "listen s -1");
        CHECK_TEXT(substitute(&arena, test->statements[2].text, matrix), "connect unix-x s");
        arena_free(&arena);
        CHECK_TEXT(set.items[1].body, "socket s inet stream\n");
        CHECK_NUMBER(instance_count(&set.items[1]), 1);
    }
    case_set_free(&set);
    problems_free(&problems);
}

static void bash_body(void) {
    static const char text[] = "# id: a.b\n# needs: bash\n@test \"t\" {\n  fact call ok\n  if true; then\n    :\n  }\n}\n";
    struct case_set set = {0};
    struct problems problems = {0};
    CHECK(reads(text, &set, &problems));
    CHECK_NUMBER(set.count, 1);
    if (set.count == 1)
        CHECK_TEXT(set.items[0].body, "  fact call ok\n  if true; then\n    :\n  }\n");
    case_set_free(&set);
    problems_free(&problems);
}

struct malformed {
    const char *text;
    const char *says; /* found in the message */
};

static const struct malformed malformed[] = {
    {"", "no @test"},
    {"@test \"x\" {\n", "b.bats:1: a test without '# id:'"},
    {"# id: x\n", "b.bats:1: 'x' is not a case id"},
    {"# id: a.b\n# id: a.c\n", "b.bats:2: a second id"},
    {"# id: a.b\n", "not followed by @test"},
    {"# colour: red\n", "b.bats:1: unknown header 'colour:'"},
    {"# id: a.b\n# matrix: family inet\n", "b.bats:2: this matrix header"},
    {"# id: a.b\n# matrix: f = a a\n", "there twice"},
    {"# id: a.b\n# matrix: f = a;b\n", "may not have"},
    {"# id: a.b\n@test \"x\n", "without '{'"},
    {"# id: a.b\n@test x {\n", "without a title in quotes"},
    {"# id: a.b\n@test \"a $b\" {\n", "must read it alike"},
    {"# id: a.b\n@test \"x\" {\n  echo\n}\n", "b.bats:3: expected \"  scenario"},
    {"# id: a.b\n@test \"x\" {\n  scenario <<'END'\n  socket s\n", "b.bats:3: this scenario has no end"},
    {"# id: a.b\n@test \"x\" {\n  scenario <<'END'\nEND\n}\n", "without a statement"},
    {"# id: a.b\n@test \"x\" {\n  scenario <<'END'\n  socket s $f\nEND\n}\n", "b.bats:4: '$f' does not begin with a variable"},
    {"# id: a.b\n@test \"x\" {\n  scenario <<'END'\n  listen s 5 -> Call\nEND\n}\n", "b.bats:4: a label that"},
    {"# id: a.b\n@test \"x\" {\n  scenario <<'END'\n  listen s 5 -> c\n  listen s 6 -> c\nEND\n}\n", "b.bats:5: the label 'c' is there twice"},
    {"# id: a.b\n@test \"x\" {\n  scenario <<'END'\n  -> c\nEND\n}\n", "b.bats:4: a label without a statement"},
    {"# id: a.b\n@test \"x\" {\n  scenario <<'END'\n  caf\xc3\xa9 s\nEND\n}\n", "not printable ASCII"},
    {"# id: a.b\n@test \"x\" {\n  scenario <<'END'\n  socket s\nEND\necho\n}\n", "b.bats:6: after the scenario"},
    {"# id: a.b\n@test \"x\" {\n  scenario <<'END'\n  socket s\nEND\n", "the file ends inside of @test"},
    {"rm -rf /\n# id: a.b\n@test \"x\" {\n  scenario <<'END'\n  socket s\nEND\n}\n", "b.bats:1: shell code outside of a test"},
    {"# id: a.b\n@test \"x\" {\n  scenario <<'END'\n  socket s\nEND\n}\n# id: a.b\n@test \"y\" {\n  scenario <<'END'\n  socket s\nEND\n}\n",
     "already taken by cases/a/b.bats:2"},
};

static void refused(void) {
    for (size_t i = 0; i < sizeof malformed / sizeof malformed[0]; i++) {
        struct case_set set = {0};
        struct problems problems = {0};
        bool read = reads(malformed[i].text, &set, &problems);
        if (!CHECK(!read && strstr(text_string(&problems.lines), malformed[i].says) != NULL))
            printf("#   wanted: %s\n#   said:   %s\n", malformed[i].says, text_string(&problems.lines));
        case_set_free(&set);
        problems_free(&problems);
    }
}

/* Every prefix of a good file is read or refused, never more than that. */
static void truncated(void) {
    static const char text[] = "# id: a.b\n# matrix: f = a b\n@test \"x\" {\n  scenario <<'END'\n  socket s $f -> c\nEND\n}\n";
    size_t good = 0;
    for (size_t length = 0; length < sizeof text; length++) {
        char prefix[sizeof text];
        struct case_set set = {0};
        struct problems problems = {0};
        memcpy(prefix, text, length);
        prefix[length] = '\0';
        good += reads(prefix, &set, &problems);
        case_set_free(&set);
        problems_free(&problems);
    }
    CHECK_NUMBER(good, 2); /* with and without the last line end */
}

int main(void) {
    well_formed();
    bash_body();
    refused();
    truncated();
    return check_finish();
}

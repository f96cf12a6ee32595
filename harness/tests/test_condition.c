/* test_condition.c: the condition language: every operator, precedence, references, what is missing, and malformed conditions. */
#include "../judge/condition.h"

#include <string.h>

#include "check.h"

static const struct pair facts[] = {{"call", "EINVAL"},
                                    {"zero", "0"},
                                    {"five", "5"},
                                    {"six", "6"},
                                    {"events", "in+rdhup"},
                                    {"name", "ok"},
                                    {"name.port", "p1"},
                                    {"gone", "unsupported"},
                                    {"big", "9223372036854775807"},
                                    {"huge", "9223372036854775808"},
                                    {"shadow", "1"},
                                    {"state", "half-closed"},
                                    {"t", "blocked"}};
static const struct pair matrix[] = {
    {"family", "inet"},      {"backlog", "limit+1"}, {"lowest", "min"}, {"highest", "max"}, {"constant-word", "somaxconn"},
    {"limit-word", "limit"}, {"below", "limit-1"},   {"shadow", "2"}};
static const struct pair limits[] = {{"somaxconn", "4096"}, {"constant", "128"}, {"shadow", "3"}};

#define PAIRS(array) ((struct pairs){.items = (array), .count = sizeof(array) / sizeof(array)[0]})

static struct arena arena;
static struct text message;
static struct text reason;

static const char *truth_on(const char *source, enum status status, const char *why)
{
    static const char *const names[] = {"holds", "fails", "crash", "hang", "inconclusive", "unsupported"};
    struct instance instance = {
        .case_id = "a.b", .matrix = PAIRS(matrix), .facts = PAIRS(facts), .status = status, .reason = why};
    text_clear(&message);
    const struct condition *condition = condition_parse(&arena, source, &message);
    if (condition == NULL) {
        return text_string(&message);
    }
    return names[condition_evaluate(condition, &instance, PAIRS(limits), &reason)];
}

static void check(const char *source, const char *wanted)
{
    const char *seen = truth_on(source, STATUS_DONE, "");
    if (!check_report(strcmp(seen, wanted) == 0, source, __FILE__, __LINE__)) {
        printf("#   seen:   %s (%s)\n#   wanted: %s\n", seen, text_string(&reason), wanted);
    }
}

static void check_reason(const char *source, const char *wanted, const char *wanted_reason)
{
    check(source, wanted);
    CHECK_TEXT(text_string(&reason), wanted_reason);
}

static void test_relations(void)
{
    check("five = 5", "holds");
    check("five = 6", "fails");
    check("five != 6", "holds");
    check("five != 5", "fails");
    check("five < 6", "holds");
    check("five < 5", "fails");
    check("five <= 5", "holds");
    check("five <= 4", "fails");
    check("six > 5", "holds");
    check("six > 6", "fails");
    check("six >= 6", "holds");
    check("six >= 7", "fails");
    check("events has in", "holds");
    check("events has rdhup", "holds");
    check("events has hup", "fails");
    check("events has \"in\"", "holds");
    check("events lacks hup", "holds");
    check("events lacks rdhup", "fails");
    check("five=5", "holds");
    check("-5 < five", "holds");
    check("zero - 5 = -5", "holds");
}

static void test_text(void)
{
    check("call = EINVAL", "holds");
    check("call = WSAEINVAL", "holds");
    check("call = EOPNOTSUPP", "fails");
    check("call != ok", "holds");
    check("call = WSANOTINITIALISED", "fails");
    check("name = ok", "holds");
    check("t = blocked", "holds");
    check("name.port = \"p1\"", "holds");
    check("family = \"inet\"", "holds");
    check("state = \"half-closed\"", "holds");
    check("five = \"5\"", "holds");
    check("call = 5", "fails");
    check("5 + 1 = \"6\"", "holds");
    check("backlog = \"limit+1\"", "holds");
}

static void test_alternatives_and_ranges(void)
{
    check("call = EINVAL | EOPNOTSUPP", "holds");
    check("call = EOPNOTSUPP | EINVAL", "holds");
    check("call = EOPNOTSUPP | EDESTADDRREQ", "fails");
    check("call != EOPNOTSUPP | EINVAL", "fails");
    check("call != EOPNOTSUPP | ok", "holds");
    check("five = 5..7", "holds");
    check("five = 0..5", "holds");
    check("five = 6..7", "fails");
    check("five = -1..4", "fails");
    check("five != 6..7", "holds");
    check("five = 1..2 | 4..5", "holds");
    check("five = zero..six", "holds");
    check("call = 1..5", "fails");
    check("five = 5 | absent", "holds");
    check("five = 6 | absent", "inconclusive");
}

static void test_arithmetic(void)
{
    check("2 + 3 * 4 = 14", "holds");
    check("(2 + 3) * 4 = 20", "holds");
    check("10 - 3 - 2 = 5", "holds");
    check("10 - (3 - 2) = 9", "holds");
    check("five + 1 = six", "holds");
    check("min(five, six) = 5", "holds");
    check("max(five, six) = 6", "holds");
    check("min(2, max(1, 3)) * 2 = 4", "holds");
    check("2 * -3 = -6", "holds");
    check("five >= six - 1", "holds");
    check_reason("big + 1 > 0", "inconclusive", "a result does not fit into 64 bits");
    check_reason("big * 2 > 0", "inconclusive", "a result does not fit into 64 bits");
    check_reason("zero - big - 2 < 0", "inconclusive", "a result does not fit into 64 bits");
    check("big * 1 = big", "holds");
    check("big * -1 < 0", "holds");
    check_reason("huge > 0", "inconclusive", "number out of range: huge=9223372036854775808");
    check_reason("call > 0", "inconclusive", "not a number: call=EINVAL");
    check_reason("five > call", "inconclusive", "not a number: call=EINVAL");
    check_reason("call + 1 = 2", "inconclusive", "not a number: call=EINVAL");
}

static void test_conjunction(void)
{
    check("five = 5 and six = 6", "holds");
    check("five = 5 and six = 7", "fails");
    check("five = 6 and absent = 1", "fails");
    check("absent = 1 and five = 6", "fails");
    check_reason("five = 5 and absent = 1 and other = 2", "inconclusive", "no such fact: absent");
    check("gone = 1 and five = 5", "unsupported");
    check("gone = 1 and absent = 1", "inconclusive");
}

static void test_references(void)
{
    check("shadow = 1", "holds");
    check("somaxconn = 4096", "holds");
    check("backlog = 4097", "holds");
    check("below = 4095", "holds");
    check("limit-word = somaxconn", "holds");
    check("constant-word = 128", "holds");
    check("lowest = -2147483648", "holds");
    check("highest = 2147483647", "holds");
    check("highest + 1 = 2147483648", "holds");
}

static void test_missing(void)
{
    check_reason("absent = 1", "inconclusive", "no such fact: absent");
    check("call.asked = 1", "fails");
    check("call.asked != 1", "fails");
    check_reason("gone = 1", "unsupported", "gone=unsupported");
    check_reason("gone.key = 1", "unsupported", "gone=unsupported");
    CHECK_TEXT(truth_on("absent = 1", STATUS_UNSUPPORTED, "no inet"), "unsupported");
    CHECK_TEXT(text_string(&reason), "no inet");
    CHECK_TEXT(truth_on("absent = 1", STATUS_INCONCLUSIVE, "set-up"), "inconclusive");
    CHECK_TEXT(text_string(&reason), "set-up");
    CHECK_TEXT(truth_on("absent = 1", STATUS_CRASH, "ended"), "crash");
    CHECK_TEXT(truth_on("absent = 1", STATUS_HANG, "silent"), "hang");
    CHECK_TEXT(truth_on("five = 6 and absent = 1", STATUS_CRASH, "ended"), "crash");
    CHECK_TEXT(truth_on("five = 5", STATUS_CRASH, "ended"), "holds");
    CHECK_TEXT(truth_on("five = 6", STATUS_HANG, "silent"), "fails");
}

static void test_malformed(void)
{
    check("", "found the end of the condition, expected a number, a name, an error name, a quoted text or `(`");
    check("call", "found the end of the condition, expected a relation: = != < <= > >= has lacks");
    check("call =", "found the end of the condition, expected a number, a name, an error name, a quoted text or `(`");
    check("call = EINVAL or call = ok", "found `or`, expected `and` or the end of the condition");
    check("call == EINVAL", "found `=`, expected a number, a name, an error name, a quoted text or `(`");
    check("call = \"x", "found `\"x`, expected a closing quote");
    check("(five = 5", "found `=`, expected `)`");
    check("five = 5)", "found `)`, expected `and` or the end of the condition");
    check("min(five) = 5", "found `)`, expected `,`");
    check("five = 99999999999999999999", "found `99999999999999999999`, expected a number of at most 64 bits");
    check("five = 5x", "found `5x`, expected a blank behind a number");
    check("five ? 5", "found `?`, expected a term, a relation or `and`");
    check("five < 5 | 6", "found `|`, expected `and` or the end of the condition");
    check("five < 5..6", "found `..6`, expected `and` or the end of the condition");
    check("events has 5", "found `5`, expected a word");
    check("and = 5", "found `and`, expected a number, a name, an error name, a quoted text or `(`");
    check("five = 5 and", "found the end of the condition, expected a number, a name, an error name, a quoted text or `(`");
}

static void test_nesting(void)
{
    char deep[2048] = "";
    memset(deep, '(', 1000);
    check(deep, "found `((((((((((((((((((((((((((((((((((((((((`, expected less nesting");
    CHECK_TEXT(truth_on("((((((((((five)))))))))) = 5", STATUS_DONE, ""), "holds");
}

static void test_reference_list(void)
{
    text_clear(&message);
    const struct condition *condition = condition_parse(&arena, "b + a.x = min(b, c) | d and e has in and f = EINVAL", &message);
    if (!CHECK(condition != NULL)) {
        return;
    }
    static const char *const wanted[] = {"b", "a.x", "c", "d", "e", "f"};
    CHECK_NUMBER(condition->reference_count, 6);
    for (size_t i = 0; i < condition->reference_count && i < 6; i++) {
        CHECK_TEXT(condition->references[i], wanted[i]);
    }
}

int main(void)
{
    test_relations();
    test_text();
    test_alternatives_and_ranges();
    test_arithmetic();
    test_conjunction();
    test_references();
    test_missing();
    test_malformed();
    test_nesting();
    test_reference_list();
    arena_free(&arena);
    text_free(&message);
    text_free(&reason);
    return check_finish();
}

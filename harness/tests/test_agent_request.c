/* test_agent_request.c: the line reader and the request parser, with the lines a hostile conductor would send. */
#include "agent/lines.h"
#include "agent/request.h"
#include "check.h"

#include <limits.h>
#include <stdlib.h>

static struct input input;

static void feed(const char *bytes, size_t count) {
    size_t size = 0;
    char *room = input_room(&input, &size);
    if (count > size)
        count = size;
    memcpy(room, bytes, count);
    input_filled(&input, count);
}

static void feed_text(const char *text) {
    feed(text, strlen(text));
}

static void lines_are_cut(void) {
    char *line = NULL;
    size_t length = 0;
    input_clear(&input);
    CHECK(input_next(&input, &line, &length) == LINE_NONE);
    feed_text("1 one\n2 two\r\n\n3 thr");
    CHECK(input_next(&input, &line, &length) == LINE_WHOLE);
    CHECK_TEXT(line, "1 one");
    CHECK(input_next(&input, &line, &length) == LINE_WHOLE);
    CHECK_TEXT(line, "2 two");
    CHECK_NUMBER(length, 5);
    CHECK(input_next(&input, &line, &length) == LINE_WHOLE);
    CHECK_NUMBER(length, 0);
    CHECK(input_next(&input, &line, &length) == LINE_NONE);
    feed_text("ee\n");
    CHECK(input_next(&input, &line, &length) == LINE_WHOLE);
    CHECK_TEXT(line, "3 three");
}

static void long_lines_are_skipped(void) {
    static char text[3 * LINE_MOST];
    char *line = NULL;
    size_t length = 0;
    memset(text, 'x', sizeof text);
    memcpy(text, "7 ", 2);
    input_clear(&input);
    feed(text, sizeof text);
    CHECK(input_next(&input, &line, &length) == LINE_TOO_LONG);
    CHECK_NUMBER(length, LINE_MOST);
    CHECK(strncmp(line, "7 xxx", 5) == 0);
    CHECK(input_next(&input, &line, &length) == LINE_NONE);
    feed(text, sizeof text);
    CHECK(input_next(&input, &line, &length) == LINE_NONE);
    feed_text("rest\n8 next\n");
    CHECK(input_next(&input, &line, &length) == LINE_WHOLE);
    CHECK_TEXT(line, "8 next");
    text[LINE_MOST] = '\n'; /* exactly as long as allowed */
    feed(text, LINE_MOST + 1);
    CHECK(input_next(&input, &line, &length) == LINE_WHOLE);
    CHECK_NUMBER(length, LINE_MOST);
    text[LINE_MOST] = 'x';
    text[LINE_MOST + 1] = '\n'; /* one more */
    feed(text, LINE_MOST + 2);
    CHECK(input_next(&input, &line, &length) == LINE_TOO_LONG);
}

static void many_lines_pass_the_buffer(void) {
    size_t read = 0, length = 0;
    char *line = NULL;
    int wrong = 0;
    input_clear(&input);
    for (int round = 0; round < 100; round++) {
        for (int i = 0; i < 700; i++)
            feed_text("12345 listen some-handle 128\n");
        while (input_next(&input, &line, &length) == LINE_WHOLE) {
            read++;
            wrong += strcmp(line, "12345 listen some-handle 128") != 0;
        }
    }
    CHECK_NUMBER(read, 70000);
    CHECK_NUMBER(wrong, 0);
}

static enum parsed parse(struct request *request, const char *text) {
    static char line[2 * LINE_MOST];
    strcpy(line, text);
    return request_parse(request, line, strlen(text));
}

static void requests_are_parsed(void) {
    struct request request, inner;
    CHECK(parse(&request, "17 begin t poll s wait=20 method=epoll") == PARSED);
    CHECK_TEXT(request.id, "17");
    CHECK_TEXT(request.verb, "begin");
    CHECK_NUMBER(request.argument_count, 3);
    CHECK_TEXT(request.arguments[2], "s");
    CHECK_TEXT(request_option(&request, "wait"), "20");
    CHECK_TEXT(request_option(&request, "method"), "epoll");
    CHECK(request_option(&request, "wai") == NULL);
    CHECK(request_options_known(&request, "method wait"));
    CHECK(!request_options_known(&request, "method waiting"));
    CHECK(request_inner(&inner, &request, 2));
    CHECK_TEXT(inner.verb, "poll");
    CHECK_NUMBER(inner.argument_count, 1);
    CHECK_NUMBER(inner.option_count, 2);
    CHECK(!request_inner(&inner, &request, 6));
    CHECK(parse(&request, "18 send c Hello=x 1=2 a-b2=") == PARSED);
    CHECK_NUMBER(request.argument_count, 3);
    CHECK_TEXT(request_option(&request, "a-b2"), "");
}

static void malformed_requests_are_refused(void) {
    static char words[2 * LINE_MOST];
    struct request request;
    char with_nul[] = "5 listen\0s 3";
    CHECK(parse(&request, "") == PARSED_NO_ID);
    CHECK(parse(&request, " 5 listen s 3") == PARSED_NO_ID);
    CHECK(parse(&request, "listen s 3") == PARSED_NO_ID);
    CHECK(parse(&request, "-5 listen s 3") == PARSED_NO_ID);
    CHECK(parse(&request, "5x listen s 3") == PARSED_NO_ID);
    CHECK(parse(&request, "123456789012345678901 listen s 3") == PARSED_NO_ID);
    CHECK(parse(&request, "12345678901234567890 listen s 3") == PARSED);
    CHECK(parse(&request, "5") == PARSED_MALFORMED);
    CHECK(parse(&request, "5 ") == PARSED_MALFORMED);
    CHECK(parse(&request, "5 listen\ts 3") == PARSED_MALFORMED);
    CHECK(parse(&request, "5 listen s\x80 3") == PARSED_MALFORMED);
    CHECK(request_parse(&request, with_nul, sizeof with_nul - 1) == PARSED_MALFORMED);
    strcpy(words, "5");
    for (int i = 0; i < WORDS_MOST; i++)
        strcat(words, " w");
    CHECK(parse(&request, words) == PARSED);
    strcat(words, " w");
    CHECK(parse(&request, words) == PARSED_MALFORMED);
}

static void numbers_are_parsed(void) {
    long long value = 0;
    CHECK(number_read("0", 0, 10, &value) && value == 0);
    CHECK(number_read("-2147483648", INT_MIN, INT_MAX, &value) && value == INT_MIN);
    CHECK(!number_read("2147483648", INT_MIN, INT_MAX, &value));
    CHECK(!number_read("", 0, 10, &value));
    CHECK(!number_read("-", -10, 10, &value));
    CHECK(!number_read("+1", 0, 10, &value));
    CHECK(!number_read("1x", 0, 10, &value));
    CHECK(!number_read(" 1", 0, 10, &value));
    CHECK(!number_read("9999999999999999999999", LLONG_MIN, LLONG_MAX, &value));
}

/* Whatever the bytes, the parser ends, and every word it found lies in the line. */
static void noise_is_survived(void) {
    struct request request;
    int outside = 0;
    srand(1);
    for (int round = 0; round < 20000; round++) {
        char line[LINE_MOST + 1];
        size_t length = (size_t)(rand() % LINE_MOST);
        for (size_t i = 0; i < length; i++)
            line[i] = (char)(rand() % 4 == 0 ? ' ' : rand() % 8 == 0 ? rand() % 256 : '0' + rand() % 60);
        line[length] = '\0';
        if (rand() % 2 && length > 2)
            memcpy(line, "1 ", 2);
        if (request_parse(&request, line, length) == PARSED)
            for (size_t i = 0; i < request.word_count; i++)
                outside += request.words[i] < line || request.words[i] + strlen(request.words[i]) > line + length;
    }
    CHECK_NUMBER(outside, 0);
}

int main(void) {
    lines_are_cut();
    long_lines_are_skipped();
    many_lines_pass_the_buffer();
    requests_are_parsed();
    malformed_requests_are_refused();
    numbers_are_parsed();
    noise_is_survived();
    return check_finish();
}

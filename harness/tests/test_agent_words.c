/* test_agent_words.c: addresses as text and replies as lines. */
#include "agent/address.h"
#include "agent/lines.h"
#include "agent/reply.h"
#include "check.h"
#include "provider.h"

#include <string.h>

static const char *error_name(int code, const char **native) {
    *native = code == 10022 ? "WSAEINVAL" : NULL;
    return code == 22 || code == 10022 ? "EINVAL" : NULL;
}

const struct provider provider = {.error_name = error_name};

static const char *shown(const char *literal) {
    static char text[ADDRESS_TEXT_MOST];
    struct address address;
    if (!address_parse(literal, &address))
        return "refused";
    address_text(&address, text);
    return text;
}

static void literals_are_read_and_written(void) {
    CHECK_TEXT(shown("127.0.0.1"), "127.0.0.1");
    CHECK_TEXT(shown("0.0.0.0"), "any");
    CHECK_TEXT(shown("::"), "any");
    CHECK_TEXT(shown("::1"), "::1");
    CHECK_TEXT(shown("1::"), "1::");
    CHECK_TEXT(shown("2001:DB8:0:0:1:0:0:1"), "2001:db8::1:0:0:1");
    CHECK_TEXT(shown("2001:db8:0:1:1:1:1:1"), "2001:db8:0:1:1:1:1:1");
    CHECK_TEXT(shown("::ffff:127.0.0.1"), "::ffff:127.0.0.1");
    CHECK_TEXT(shown("::FFFF:7f00:1"), "::ffff:127.0.0.1");
    CHECK_TEXT(shown("fe80::1%3"), "fe80::1");
    CHECK_TEXT(shown("1:2:3:4:5:6:1.2.3.4"), "1:2:3:4:5:6:102:304");
}

static void others_are_refused(void) {
    static const char *const bad[] = {"",       "1",        "1.2.3",   "1.2.3.4.5", "1.2.3.256", "1.2.3.4 ",        "999.1.2.3",      "1..2.3",
                                      ":",      ":::",      "1:",      ":1",        "1:2",       "1:2:3:4:5:6:7",   "1:2:3:4:5:6:7:8:9", "1::2::3",
                                      "12345::", "g::",     "::1%",    "::1%x",     "127.0.0.1%1", "::1.2.3",       "1:2:3:4:5:6:7:1.2.3.4",
                                      "localhost", "::ffff:127.0.0.1:1"};
    struct address address;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (!CHECK(!address_parse(bad[i], &address)))
            printf("#   %s\n", bad[i]);
}

static void addresses_are_mapped(void) {
    struct address address;
    address_clear(&address, ADDRESS_INET);
    address_set_loopback(&address);
    CHECK(address_is_loopback(&address));
    address_map(&address);
    CHECK(address_is_mapped(&address) && address_is_loopback(&address));
    address_unmap(&address);
    CHECK(address.kind == ADDRESS_INET && address_is_loopback(&address));
}

static void replies_keep_their_length(void) {
    char room[LINE_MOST + 1];
    struct reply reply;
    size_t length;
    memset(room, '#', sizeof room);
    respond_start(&reply, room, "12345678901234567890");
    respond_ok(&reply);
    for (int i = 0; i < 200; i++)
        respond_text(&reply, "key", "a\x01 value%\xff");
    respond_number(&reply, "number", -9223372036854775807LL - 1);
    respond_time(&reply, UINT64_MAX);
    length = respond_end(&reply);
    CHECK(length <= LINE_MOST);
    CHECK(room[length - 1] == '\n' && room[LINE_MOST] == '#');
    room[length] = '\0';
    CHECK(strstr(room, " key=a%01%20value%25%FF key=") != NULL);
    CHECK(strstr(room, " us=9223372036854775807\n") != NULL);
}

static void replies_are_written(void) {
    char room[LINE_MOST + 1];
    struct reply reply;
    respond_start(&reply, room, "3");
    respond_ok(&reply);
    respond_number(&reply, "n", -20);
    respond_again(&reply);
    respond_refused(&reply, "nohandle");
    respond_raw(&reply, "state=listen");
    room[respond_end(&reply)] = '\0';
    CHECK_TEXT(room, "3 fail error=nohandle state=listen\n");
}

static const char *failure(int code) {
    static char room[LINE_MOST + 1];
    struct reply reply;
    respond_start(&reply, room, "4");
    respond_failed(&reply, code);
    room[respond_end(&reply) - 1] = '\0';
    return room;
}

static void errors_have_names(void) {
    CHECK_TEXT(failure(22), "4 fail error=EINVAL code=22");
    CHECK_TEXT(failure(10022), "4 fail error=EINVAL code=10022 native=WSAEINVAL");
    CHECK_TEXT(failure(77), "4 fail error=unknown code=77");
    CHECK_TEXT(failure(UNSUPPORTED), "4 unsupported");
    CHECK_TEXT(failure(NO_ERROR_NUMBER), "4 fail error=noerror code=0");
    CHECK_TEXT(failure(BAD_RESULT(1)), "4 fail error=badresult code=1");
    CHECK_TEXT(failure(BAD_RESULT(-2)), "4 fail error=badresult code=-2");
    CHECK_TEXT(failure(BAD_RESULT(INT64_MAX)), "4 fail error=badresult code=999999");
    CHECK_TEXT(failure(BAD_RESULT(INT64_MIN)), "4 fail error=badresult code=-999998");
}

int main(void) {
    literals_are_read_and_written();
    others_are_refused();
    addresses_are_mapped();
    replies_keep_their_length();
    replies_are_written();
    errors_have_names();
    return check_finish();
}

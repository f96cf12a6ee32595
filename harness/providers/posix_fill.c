/* posix_fill.c: what a call does with the memory it is given for its answer. */
#define _GNU_SOURCE 1
#include "posix.h"

#include <errno.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { MEMORY = 512, UNTOUCHED = 0xa5, LENGTH_TEXT = 24 };

/* One answer: the memory around it, and what the call said of its length. */
struct answer {
    unsigned char bytes[MEMORY];
    size_t room;
    socklen_t length;
};

static long call_now(const char *call, int s, void *bytes, socklen_t *length) {
    errno = 0;
    if (strcmp(call, "sockname") == 0)
        return getsockname(s, bytes, length);
    if (strcmp(call, "peername") == 0)
        return getpeername(s, bytes, length);
    if (strcmp(call, "accept") == 0)
        return accept(s, bytes, length);
    return posix_raw_option(s, call, bytes, length);
}

/* What the same question is answered with room to spare; of an accepted socket its peer is asked. */
static int ask_again(const char *call, int s, int made, struct answer *whole) {
    bool accepts = strcmp(call, "accept") == 0;
    memset(whole->bytes, 0, sizeof whole->bytes);
    whole->length = sizeof(struct sockaddr_storage);
    return posix_result(call_now(accepts ? "peername" : call, accepts ? made : s, whole->bytes, &whole->length));
}

static bool is_address(const char *call) {
    return strcmp(call, "sockname") == 0 || strcmp(call, "peername") == 0 || strcmp(call, "accept") == 0;
}

/* The length the answer should have: an address has that of its family. */
static socklen_t true_length(const char *call, const struct answer *whole) {
    const struct sockaddr *address = (const struct sockaddr *)(const void *)whole->bytes;
    const char *path = (const char *)whole->bytes + sizeof address->sa_family;
    if (!is_address(call))
        return sizeof(int);
    switch (address->sa_family) {
    case AF_INET:
        return sizeof(struct sockaddr_in);
    case AF_INET6:
        return sizeof(struct sockaddr_in6);
    case AF_UNIX:
        if (whole->length > sizeof address->sa_family && path[0] != '\0')
            return (socklen_t)(sizeof address->sa_family + strlen(path) + 1);
        return whole->length;
    default:
        return whole->length;
    }
}

/* The bytes of an address that mean nothing here: sin_zero, and the flow and scope of an address that has neither. */
static const char *padding_of(const char *call, const struct answer *answer, size_t written) {
    const unsigned char *bytes = answer->bytes;
    const struct sockaddr *address = (const struct sockaddr *)(const void *)bytes;
    size_t first[2] = {0, 0}, end[2] = {0, 0};
    bool seen = false;
    if (!is_address(call) || written < sizeof address->sa_family)
        return "none";
    if (address->sa_family == AF_INET) {
        first[0] = offsetof(struct sockaddr_in, sin_zero);
        end[0] = sizeof(struct sockaddr_in);
    } else if (address->sa_family == AF_INET6) {
        first[0] = offsetof(struct sockaddr_in6, sin6_flowinfo);
        end[0] = first[0] + 4;
        first[1] = offsetof(struct sockaddr_in6, sin6_scope_id);
        end[1] = first[1] + 4;
    }
    for (size_t part = 0; part < 2; part++)
        for (size_t i = first[part]; i < end[part] && i < written; i++) {
            seen = true;
            if (bytes[i] != 0)
                return "other";
        }
    return seen ? "zero" : "none";
}

static bool is_untouched(const struct answer *answer, size_t first) {
    for (size_t i = first; i < sizeof answer->bytes; i++)
        if (answer->bytes[i] != UNTOUCHED)
            return false;
    return true;
}

static const char *length_word(const struct answer *answer, bool asked, socklen_t right, char number[LENGTH_TEXT]) {
    if (!asked)
        return "none";
    if (answer->length == right)
        return "whole";
    if (answer->length == answer->room)
        return "room";
    snprintf(number, LENGTH_TEXT, "%lu", (unsigned long)answer->length);
    return number;
}

static size_t least(size_t one, size_t two) {
    return one < two ? one : two;
}

static void describe(const char *call, const struct answer *answer, bool asked, const struct answer *whole, char *text, size_t size) {
    socklen_t right = true_length(call, whole);
    size_t written = asked ? least(least(answer->room, right), sizeof whole->bytes) : 0;
    char number[LENGTH_TEXT];
    bool agrees = memcmp(answer->bytes, whole->bytes, written) == 0;
    snprintf(text, size, "length=%s written=%s padding=%s beyond=%s", length_word(answer, asked, right, number),
             written == 0 ? "none" : agrees ? "right" : "wrong", padding_of(call, answer, written),
             is_untouched(answer, written) ? "kept" : "changed");
}

static void make_room(struct answer *answer, long room, socklen_t whole) {
    memset(answer->bytes, UNTOUCHED, sizeof answer->bytes);
    answer->room = room == FILL_WHOLE ? whole : room == FILL_MORE || room == FILL_NEGATIVE ? sizeof(struct sockaddr_storage) : (size_t)room;
    answer->length = room == FILL_NEGATIVE ? (socklen_t)-1 : (socklen_t)answer->room;
}

/* The room `whole` needs the length before the call: that of the listener's own name for an accepted peer. */
static socklen_t expected_length(const char *call, int s) {
    struct answer whole;
    if (!is_address(call))
        return sizeof(int);
    return ask_again(strcmp(call, "peername") == 0 ? "peername" : "sockname", s, s, &whole) == 0
               ? true_length(call, &whole)
               : (socklen_t)sizeof(struct sockaddr_storage);
}

int posix_fill(const char *call, descriptor s, long room, char *text, size_t size) {
    struct answer answer, whole;
    bool accepts = strcmp(call, "accept") == 0, asked = room != FILL_NONE;
    long result;
    int code;
    make_room(&answer, asked ? room : 0, room == FILL_WHOLE ? expected_length(call, (int)s) : 0);
    result = call_now(call, (int)s, asked ? answer.bytes : NULL, asked ? &answer.length : NULL);
    if (result == UNSUPPORTED - 1)
        return UNSUPPORTED;
    if (result < 0 || (result > 0 && !accepts))
        return posix_result(result);
    code = ask_again(call, (int)s, (int)result, &whole);
    if (code == 0)
        describe(call, &answer, asked, &whole, text, size);
    if (accepts)
        (void)close((int)result);
    return code;
}

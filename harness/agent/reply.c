/* reply.c: build reply lines. */
#include "reply.h"

#include "lines.h"
#include "provider.h"

#include <string.h>

enum { TIME_ROOM = 26, DIGITS_MOST = 24 };

static void put(struct reply *reply, const char *text, size_t length) {
    memcpy(reply->at, text, length);
    reply->at += length;
}

static bool fits(const struct reply *reply, size_t length) {
    return (size_t)(reply->limit - reply->at) >= length;
}

void respond_start(struct reply *reply, char *room, const char *id) {
    reply->start = reply->at = room;
    reply->limit = room + LINE_MOST - 1 - TIME_ROOM;
    reply->id = id;
    reply->of_a_call = reply->succeeded = false;
    put(reply, id, strlen(id));
}

void respond_again(struct reply *reply) {
    respond_start(reply, reply->start, reply->id);
}

void respond_ok(struct reply *reply) {
    put(reply, " ok", 3);
    reply->of_a_call = reply->succeeded = true;
}

void respond_unsupported(struct reply *reply) {
    put(reply, " unsupported", 12);
}

void respond_blocked(struct reply *reply) {
    put(reply, " blocked", 8);
}

void respond_refused(struct reply *reply, const char *error) {
    put(reply, " fail", 5);
    respond_text(reply, "error", error);
}

static bool is_bad_result(int code) {
    return code >= BAD_RESULT_LEAST && code <= BAD_RESULT_MOST;
}

static const char *name_of(int code, const char **native) {
    const char *name;
    *native = NULL;
    if (is_bad_result(code))
        return "badresult";
    if (code == NO_ERROR_NUMBER)
        return "noerror";
    name = provider.error_name ? provider.error_name(code, native) : NULL;
    return name ? name : "unknown";
}

const char *error_text(int code) {
    const char *native;
    return name_of(code, &native);
}

void respond_failed(struct reply *reply, int code) {
    const char *native, *name;
    if (code == UNSUPPORTED) {
        respond_unsupported(reply);
        return;
    }
    name = name_of(code, &native);
    respond_refused(reply, name);
    reply->of_a_call = true;
    respond_number(reply, "code", is_bad_result(code) ? -2000000 - code : code == NO_ERROR_NUMBER ? 0 : code);
    if (native)
        respond_text(reply, "native", native);
}

static char *digits_before(char *end, unsigned long long value) {
    do {
        *--end = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    return end;
}

static void put_key(struct reply *reply, const char *key, size_t length) {
    *reply->at++ = ' ';
    put(reply, key, length);
    *reply->at++ = '=';
}

void respond_number(struct reply *reply, const char *key, long long value) {
    char digits[DIGITS_MOST];
    char *end = digits + sizeof digits;
    char *start = digits_before(end, value < 0 ? 0ULL - (unsigned long long)value : (unsigned long long)value);
    size_t length = strlen(key);
    if (value < 0)
        *--start = '-';
    if (!fits(reply, length + 2 + (size_t)(end - start)))
        return;
    put_key(reply, key, length);
    put(reply, start, (size_t)(end - start));
}

static bool plain(unsigned char byte) {
    return byte >= '!' && byte <= '~' && byte != '%';
}

void respond_bytes(struct reply *reply, const char *key, const unsigned char *bytes, size_t count) {
    static const char hexadecimal[] = "0123456789ABCDEF";
    size_t length = strlen(key), needed = length + 2;
    for (size_t i = 0; i < count; i++)
        needed += plain(bytes[i]) ? 1 : 3;
    if (!fits(reply, needed))
        return;
    put_key(reply, key, length);
    for (size_t i = 0; i < count; i++) {
        if (plain(bytes[i])) {
            *reply->at++ = (char)bytes[i];
        } else {
            *reply->at++ = '%';
            *reply->at++ = hexadecimal[bytes[i] >> 4];
            *reply->at++ = hexadecimal[bytes[i] & 15];
        }
    }
}

void respond_text(struct reply *reply, const char *key, const char *value) {
    respond_bytes(reply, key, (const unsigned char *)value, strlen(value));
}

void respond_raw(struct reply *reply, const char *text) {
    size_t length = strlen(text);
    if (length == 0 || !fits(reply, length + 1))
        return;
    *reply->at++ = ' ';
    put(reply, text, length);
}

void respond_time(struct reply *reply, uint64_t microseconds) {
    reply->limit = reply->start + LINE_MOST - 1;
    respond_number(reply, "us", (long long)(microseconds > INT64_MAX ? INT64_MAX : microseconds));
}

size_t respond_end(struct reply *reply) {
    *reply->at++ = '\n';
    return (size_t)(reply->at - reply->start);
}

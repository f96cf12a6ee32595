/* json_reader.c: a pull reader of one JSON text in memory; strings are decoded in place. */
#include "json_reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "utf8.h"

void json_open(struct json_reader *reader, char *bytes, size_t length)
{
    *reader = (struct json_reader){.start = bytes, .at = bytes, .end = bytes + length};
}

void json_fail(struct json_reader *reader, const char *error)
{
    if (reader->error == NULL) {
        reader->error = error;
        reader->error_offset = (size_t)(reader->at - reader->start);
    }
}

/* The next byte that is no white space; '\0' at the end of the input, on a NUL in it, and after an error. */
static char next_byte(struct json_reader *reader)
{
    if (reader->error != NULL) {
        return '\0';
    }
    while (*reader->at == ' ' || *reader->at == '\t' || *reader->at == '\n' || *reader->at == '\r') {
        reader->at++;
    }
    return *reader->at;
}

static bool take_byte(struct json_reader *reader, char byte)
{
    if (next_byte(reader) != byte) {
        return false;
    }
    reader->at++;
    return true;
}

enum json_kind json_peek(struct json_reader *reader)
{
    switch (next_byte(reader)) {
    case '"':
        return JSON_STRING;
    case '{':
        return JSON_OBJECT;
    case '[':
        return JSON_ARRAY;
    case 't':
        return JSON_TRUE;
    case 'f':
        return JSON_FALSE;
    case 'n':
        return JSON_NULL;
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
        return JSON_NUMBER;
    default:
        json_fail(reader, "found no value, expected one");
        return JSON_INVALID;
    }
}

/* Bytes that mean themselves within a string: printable ASCII but for the quote and the backslash. */
static const bool plain[256] = {
#define FOUR(n) [(n)] = true, [(n) + 1] = true, [(n) + 2] = true, [(n) + 3] = true
#define SIXTEEN(n) FOUR(n), FOUR((n) + 4), FOUR((n) + 8), FOUR((n) + 12)
    [0x20] = true, [0x21] = true, [0x23] = true, FOUR(0x24),    FOUR(0x28),    FOUR(0x2c),    SIXTEEN(0x30), SIXTEEN(0x40),
    FOUR(0x50),    FOUR(0x54),    FOUR(0x58),    [0x5d] = true, [0x5e] = true, [0x5f] = true, SIXTEEN(0x60), SIXTEEN(0x70),
#undef SIXTEEN
#undef FOUR
};

static const char *skip_plain(const char *at)
{
    while (plain[(unsigned char)*at]) {
        at++;
    }
    return at;
}

/* Four hexadecimal digits at at; returns false when there are not four. */
static bool four_digits(const char *at, unsigned long *value)
{
    *value = 0;
    for (int i = 0; i < 4; i++) {
        char byte = at[i];
        unsigned digit = 0;
        if (byte >= '0' && byte <= '9') {
            digit = (unsigned)(byte - '0');
        } else if (byte >= 'a' && byte <= 'f') {
            digit = (unsigned)(byte - 'a') + 10;
        } else if (byte >= 'A' && byte <= 'F') {
            digit = (unsigned)(byte - 'A') + 10;
        } else {
            return false;
        }
        *value = *value * 16 + digit;
    }
    return true;
}

/* \uXXXX, one or a pair; reader->at stands behind the `u`. The result is never longer than what was read. */
static size_t decode_unicode(struct json_reader *reader, char *out)
{
    unsigned long value = 0;
    unsigned long second = 0;
    if (!four_digits(reader->at, &value)) {
        json_fail(reader, "found an incomplete \\u escape, expected four hexadecimal digits");
        return 0;
    }
    reader->at += 4;
    if (value == 0) {
        json_fail(reader, "found U+0000 in a string, expected text");
        return 0;
    }
    if (value >= 0xd800 && value <= 0xdbff && reader->at[0] == '\\' && reader->at[1] == 'u' &&
        four_digits(reader->at + 2, &second) && second >= 0xdc00 && second <= 0xdfff) {
        reader->at += 6;
        value = 0x10000 + ((value - 0xd800) << 10) + (second - 0xdc00);
    }
    return utf8_encode(value, out);
}

/* The escape at reader->at (a backslash) into out, or nowhere when out is NULL. Returns the length written; 0 on an error. */
static size_t decode_escape(struct json_reader *reader, char *out)
{
    static const char letters[] = "\"\\/bfnrtu";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    char letter = reader->at[1];
    const char *found = letter != '\0' ? strchr(letters, letter) : NULL;
    if (found == NULL) {
        json_fail(reader, "found an unknown escape, expected one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u");
        return 0;
    }
    reader->at += 2;
    if (letter == 'u') {
        char spare[4];
        return decode_unicode(reader, out != NULL ? out : spare);
    }
    if (out != NULL) {
        *out = meanings[found - letters];
    }
    return 1;
}

/* Reads the rest of a string, behind its opening quote. Decodes in place when decode is set. Returns its start, or NULL. */
static char *string_body(struct json_reader *reader, bool decode)
{
    char *start = reader->at;
    char *out = start;
    for (;;) {
        const char *stop = skip_plain(reader->at);
        size_t length = (size_t)(stop - reader->at);
        if ((unsigned char)*stop >= 0x80) {
            size_t character = utf8_length(stop);
            if (character == 0) {
                reader->at += length;
                json_fail(reader, "found bytes that are no UTF-8, expected UTF-8");
                return NULL;
            }
            length += character;
        }
        if (decode && out != reader->at) {
            memmove(out, reader->at, length);
        }
        out += length;
        reader->at += length;
        if (*reader->at == '"') {
            break;
        }
        if (*reader->at == '\\') {
            out += decode_escape(reader, decode ? out : NULL);
            if (reader->error != NULL) {
                return NULL;
            }
        } else if ((unsigned char)*reader->at < 0x20) {
            json_fail(reader, reader->at >= reader->end ? "found the end of the line, expected the end of a string"
                                                        : "found a control character in a string, expected an escape");
            return NULL;
        }
    }
    if (decode) {
        *out = '\0';
    }
    reader->at++;
    return start;
}

char *json_string(struct json_reader *reader)
{
    if (!take_byte(reader, '"')) {
        json_fail(reader, "found something else, expected a string");
        return NULL;
    }
    return string_body(reader, true);
}

static bool take_digits(struct json_reader *reader)
{
    char *start = reader->at;
    while (*reader->at >= '0' && *reader->at <= '9') {
        reader->at++;
    }
    return reader->at > start;
}

/* Reads a number by JSON's grammar; *whole tells whether it has neither fraction nor exponent. */
static bool number_body(struct json_reader *reader, struct json_span *span, bool *whole)
{
    (void)next_byte(reader);
    if (reader->error != NULL) {
        return false;
    }
    const char *start = reader->at;
    *whole = true;
    if (*reader->at == '-') {
        reader->at++;
    }
    bool zero = *reader->at == '0';
    char *digits = reader->at;
    bool good = take_digits(reader) && !(zero && reader->at - digits > 1);
    if (good && *reader->at == '.') {
        *whole = false;
        reader->at++;
        good = take_digits(reader);
    }
    if (good && (*reader->at == 'e' || *reader->at == 'E')) {
        *whole = false;
        reader->at++;
        if (*reader->at == '+' || *reader->at == '-') {
            reader->at++;
        }
        good = take_digits(reader);
    }
    if (!good) {
        json_fail(reader, "found something else, expected a number");
        return false;
    }
    *span = (struct json_span){.bytes = start, .length = (size_t)(reader->at - start)};
    return true;
}

bool json_integer(struct json_reader *reader, long long *value)
{
    struct json_span span;
    bool whole = false;
    if (!number_body(reader, &span, &whole)) {
        return false;
    }
    errno = 0;
    long long parsed = strtoll(span.bytes, NULL, 10);
    if (!whole || errno != 0) {
        json_fail(reader, "found another number, expected a whole number of at most 64 bits");
        return false;
    }
    *value = parsed;
    return true;
}

bool json_real(struct json_reader *reader, double *value)
{
    struct json_span span;
    bool whole = false;
    if (!number_body(reader, &span, &whole)) {
        return false;
    }
    *value = strtod(span.bytes, NULL);
    return true;
}

static bool take_word(struct json_reader *reader, const char *word)
{
    size_t length = strlen(word);
    (void)next_byte(reader);
    if (reader->error != NULL || strncmp(reader->at, word, length) != 0) {
        json_fail(reader, "found an unknown word, expected true, false or null");
        return false;
    }
    reader->at += length;
    return true;
}

bool json_boolean(struct json_reader *reader, bool *value)
{
    enum json_kind kind = json_peek(reader);
    if (kind != JSON_TRUE && kind != JSON_FALSE) {
        json_fail(reader, "found something else, expected true or false");
        return false;
    }
    *value = kind == JSON_TRUE;
    return take_word(reader, *value ? "true" : "false");
}

bool json_enter(struct json_reader *reader, enum json_kind kind)
{
    if (!take_byte(reader, kind == JSON_OBJECT ? '{' : '[')) {
        json_fail(reader,
                  kind == JSON_OBJECT ? "found something else, expected an object" : "found something else, expected an array");
        return false;
    }
    if (reader->depth >= JSON_DEPTH_MOST) {
        json_fail(reader, "found values nested too deeply, expected at most 32 levels");
        return false;
    }
    reader->depth++;
    reader->first |= 1ULL << reader->depth;
    return true;
}

/* True when another member or element follows, with the comma before it taken. */
static bool another(struct json_reader *reader, char bracket)
{
    uint64_t bit = 1ULL << reader->depth;
    bool first = (reader->first & bit) != 0;
    reader->first &= ~bit;
    if (take_byte(reader, bracket)) {
        reader->depth--;
        return false;
    }
    if (!first && !take_byte(reader, ',')) {
        json_fail(reader,
                  bracket == '}' ? "found something else, expected `,` or `}`" : "found something else, expected `,` or `]`");
        return false;
    }
    return reader->error == NULL;
}

char *json_member(struct json_reader *reader)
{
    if (!another(reader, '}')) {
        return NULL;
    }
    char *key = json_string(reader);
    if (key != NULL && !take_byte(reader, ':')) {
        json_fail(reader, "found something else, expected `:`");
        return NULL;
    }
    return key;
}

bool json_element(struct json_reader *reader)
{
    return another(reader, ']');
}

/* A key or string that stays as it was. */
static bool skip_string(struct json_reader *reader)
{
    if (!take_byte(reader, '"')) {
        json_fail(reader, "found something else, expected a string");
        return false;
    }
    return string_body(reader, false) != NULL;
}

static bool skip_scalar(struct json_reader *reader, enum json_kind kind)
{
    struct json_span span;
    bool whole = false;
    switch (kind) {
    case JSON_STRING:
        return skip_string(reader);
    case JSON_NUMBER:
        return number_body(reader, &span, &whole);
    case JSON_TRUE:
        return take_word(reader, "true");
    case JSON_FALSE:
        return take_word(reader, "false");
    case JSON_NULL:
        return take_word(reader, "null");
    case JSON_OBJECT:
    case JSON_ARRAY:
    case JSON_INVALID:
        break;
    }
    return false;
}

/* Leaves finished objects and arrays; true when a value follows, false when all down to depth are done or on an error. */
static bool skip_to_value(struct json_reader *reader, const bool *objects, unsigned depth)
{
    while (reader->error == NULL && reader->depth > depth) {
        bool object = objects[reader->depth];
        if (another(reader, object ? '}' : ']')) {
            if (!object) {
                return true;
            }
            if (skip_string(reader) && !take_byte(reader, ':')) {
                json_fail(reader, "found something else, expected `:`");
            }
            return reader->error == NULL;
        }
    }
    return false;
}

bool json_skip(struct json_reader *reader, struct json_span *span)
{
    bool objects[JSON_DEPTH_MOST + 1];
    unsigned depth = reader->depth;
    (void)next_byte(reader);
    const char *start = reader->at;
    do {
        enum json_kind kind = json_peek(reader);
        if (kind == JSON_OBJECT || kind == JSON_ARRAY) {
            if (json_enter(reader, kind)) {
                objects[reader->depth] = kind == JSON_OBJECT;
            }
        } else {
            (void)skip_scalar(reader, kind);
        }
    } while (skip_to_value(reader, objects, depth));
    if (reader->error == NULL && span != NULL) {
        *span = (struct json_span){.bytes = start, .length = (size_t)(reader->at - start)};
    }
    return reader->error == NULL;
}

bool json_close(struct json_reader *reader)
{
    (void)next_byte(reader);
    if (reader->error == NULL && reader->at < reader->end) {
        json_fail(reader, "found more behind the value, expected the end of the line");
    }
    return reader->error == NULL && reader->depth == 0;
}

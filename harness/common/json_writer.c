/* json_writer.c: writes JSON into a text. */
#include "json_writer.h"

#include <string.h>

#include "utf8.h"

static void write_escape(struct text *text, unsigned char byte)
{
    switch (byte) {
    case '"':
        text_put(text, "\\\"");
        break;
    case '\\':
        text_put(text, "\\\\");
        break;
    case '\n':
        text_put(text, "\\n");
        break;
    case '\t':
        text_put(text, "\\t");
        break;
    case '\r':
        text_put(text, "\\r");
        break;
    default:
        text_format(text, "\\u%04x", byte);
        break;
    }
}

/* How many bytes from here can be written as they are. */
static size_t plain_length(const char *bytes)
{
    size_t length = 0;
    while ((unsigned char)bytes[length] >= 0x20 && (unsigned char)bytes[length] < 0x7f && bytes[length] != '"' &&
           bytes[length] != '\\') {
        length++;
    }
    return length;
}

static void write_quoted(struct text *text, const char *value)
{
    text_byte(text, '"');
    while (*value != '\0') {
        size_t plain = plain_length(value);
        text_add(text, value, plain);
        value += plain;
        if (*value == '\0') {
            break;
        }
        if ((unsigned char)*value < 0x80) {
            write_escape(text, (unsigned char)*value);
            value++;
            continue;
        }
        size_t length = utf8_length(value);
        if (length == 0) {
            text_put(text, "\xef\xbf\xbd");
            value++;
        } else {
            text_add(text, value, length);
            value += length;
        }
    }
    text_byte(text, '"');
}

static void before_value(struct json_writer *writer, const char *key)
{
    if (writer->follows) {
        text_byte(writer->text, ',');
    }
    writer->follows = true;
    if (key != NULL) {
        write_quoted(writer->text, key);
        text_byte(writer->text, ':');
    }
}

static void begin(struct json_writer *writer, const char *key, char bracket)
{
    before_value(writer, key);
    text_byte(writer->text, bracket);
    writer->follows = false;
}

static void end(struct json_writer *writer, char bracket)
{
    text_byte(writer->text, bracket);
    writer->follows = true;
}

void json_begin_object(struct json_writer *writer, const char *key)
{
    begin(writer, key, '{');
}

void json_end_object(struct json_writer *writer)
{
    end(writer, '}');
}

void json_begin_array(struct json_writer *writer, const char *key)
{
    begin(writer, key, '[');
}

void json_end_array(struct json_writer *writer)
{
    end(writer, ']');
}

void json_write_string(struct json_writer *writer, const char *key, const char *value)
{
    before_value(writer, key);
    write_quoted(writer->text, value != NULL ? value : "");
}

void json_write_integer(struct json_writer *writer, const char *key, long long value)
{
    before_value(writer, key);
    text_format(writer->text, "%lld", value);
}

void json_write_count(struct json_writer *writer, const char *key, size_t value)
{
    before_value(writer, key);
    text_format(writer->text, "%zu", value);
}

void json_write_fixed(struct json_writer *writer, const char *key, double value, int decimals)
{
    /* JSON knows neither infinity nor NaN */
    bool is_finite = value - value == 0;
    before_value(writer, key);
    text_format(writer->text, "%.*f", decimals, is_finite ? value : 0.0);
}

void json_write_boolean(struct json_writer *writer, const char *key, bool value)
{
    before_value(writer, key);
    text_put(writer->text, value ? "true" : "false");
}

void json_write_raw(struct json_writer *writer, const char *key, const char *bytes, size_t length)
{
    before_value(writer, key);
    text_add(writer->text, bytes, length);
}

void json_end_line(struct json_writer *writer)
{
    text_byte(writer->text, '\n');
    writer->follows = false;
}

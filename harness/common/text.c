/* text.c: a growing text buffer, and whole files read into and written from one. */
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

#define FIRST_CAPACITY ((size_t)128)
#define CHUNK ((size_t)64 << 10)

static void make_room(struct text *text, size_t more)
{
    if (text->capacity - text->length > more) {
        return;
    }
    size_t capacity = text->capacity > 0 ? text->capacity : FIRST_CAPACITY;
    while (capacity - text->length <= more) {
        capacity *= 2;
    }
    text->bytes = memory_grow(text->bytes, capacity, 1);
    text->capacity = capacity;
}

void text_add(struct text *text, const char *bytes, size_t length)
{
    make_room(text, length);
    if (length > 0) {
        memcpy(text->bytes + text->length, bytes, length);
    }
    text->length += length;
    text->bytes[text->length] = '\0';
}

void text_put(struct text *text, const char *string)
{
    text_add(text, string, strlen(string));
}

void text_byte(struct text *text, char byte)
{
    text_add(text, &byte, 1);
}

void text_format_list(struct text *text, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    /* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): va_copy() above; reported only when several files are analysed at once */
    int length = vsnprintf(NULL, 0, format, again);
    if (length > 0) {
        make_room(text, (size_t)length);
        (void)vsnprintf(text->bytes + text->length, (size_t)length + 1, format, arguments);
        text->length += (size_t)length;
    }
    va_end(again);
}

void text_format(struct text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    text_format_list(text, format, arguments);
    va_end(arguments);
}

const char *text_string(const struct text *text)
{
    return text->bytes != NULL ? text->bytes : "";
}

void text_clear(struct text *text)
{
    text->length = 0;
    if (text->bytes != NULL) {
        text->bytes[0] = '\0';
    }
}

char *text_take(struct text *text)
{
    char *bytes = text->bytes != NULL ? text->bytes : memory_copy("", 0);
    *text = (struct text){0};
    return bytes;
}

void text_free(struct text *text)
{
    free(text->bytes);
    *text = (struct text){0};
}

bool text_read_file(struct text *text, const char *path, size_t most, const char **cause)
{
    text_clear(text);
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        *cause = "a file that cannot be opened";
        return false;
    }
    size_t got = 0;
    do {
        make_room(text, CHUNK);
        got = fread(text->bytes + text->length, 1, CHUNK, file);
        text->length += got;
    } while (got == CHUNK && text->length <= most);
    text->bytes[text->length] = '\0';
    bool failed = ferror(file) != 0;
    (void)fclose(file);
    if (failed || text->length > most) {
        *cause = failed ? "a file that cannot be read" : "a file that is too large";
        return false;
    }
    return true;
}

bool text_write_file(const struct text *text, const char *path, const char **cause)
{
    struct text temporary = {0};
    text_format(&temporary, "%s.new", path);
    FILE *file = fopen(temporary.bytes, "wb");
    bool written = false;
    if (file == NULL) {
        *cause = "the file beside it cannot be created";
    } else {
        written = fwrite(text_string(text), 1, text->length, file) == text->length;
        written = fclose(file) == 0 && written;
        written = written && rename(temporary.bytes, path) == 0;
        if (!written) {
            *cause = "the new file cannot be written";
            (void)remove(temporary.bytes);
        }
    }
    text_free(&temporary);
    return written;
}

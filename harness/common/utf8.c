/* utf8.c: UTF-8, one character at a time. */
#include "utf8.h"

#include <stdbool.h>

static bool continues(const char *at)
{
    return ((unsigned char)*at & 0xc0U) == 0x80U;
}

static bool within(const char *at, unsigned char low, unsigned char high)
{
    return (unsigned char)*at >= low && (unsigned char)*at <= high;
}

/* The ranges are those of RFC 3629, section 4. A NUL is never a continuation, so the string's end is never passed. */
size_t utf8_length(const char *string)
{
    unsigned char first = (unsigned char)string[0];
    if (first < 0x80) {
        return first != 0 ? 1 : 0;
    }
    if (first >= 0xc2 && first <= 0xdf) {
        return continues(string + 1) ? 2 : 0;
    }
    if (first >= 0xe0 && first <= 0xef) {
        bool second = within(string + 1, first == 0xe0 ? 0xa0 : 0x80, first == 0xed ? 0x9f : 0xbf);
        return second && continues(string + 2) ? 3 : 0;
    }
    if (first >= 0xf0 && first <= 0xf4) {
        bool second = within(string + 1, first == 0xf0 ? 0x90 : 0x80, first == 0xf4 ? 0x8f : 0xbf);
        return second && continues(string + 2) && continues(string + 3) ? 4 : 0;
    }
    return 0;
}

size_t utf8_encode(unsigned long character, char *bytes)
{
    if ((character >= 0xd800 && character <= 0xdfff) || character > 0x10ffff) {
        character = 0xfffd;
    }
    if (character < 0x80) {
        bytes[0] = (char)character;
        return 1;
    }
    if (character < 0x800) {
        bytes[0] = (char)(0xc0 | (character >> 6));
        bytes[1] = (char)(0x80 | (character & 0x3f));
        return 2;
    }
    if (character < 0x10000) {
        bytes[0] = (char)(0xe0 | (character >> 12));
        bytes[1] = (char)(0x80 | ((character >> 6) & 0x3f));
        bytes[2] = (char)(0x80 | (character & 0x3f));
        return 3;
    }
    bytes[0] = (char)(0xf0 | (character >> 18));
    bytes[1] = (char)(0x80 | ((character >> 12) & 0x3f));
    bytes[2] = (char)(0x80 | ((character >> 6) & 0x3f));
    bytes[3] = (char)(0x80 | (character & 0x3f));
    return 4;
}

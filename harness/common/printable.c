/* printable.c: text of others made safe for a terminal. */
#include "printable.h"

#include <string.h>

void add_printable(struct text *out, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] >= ' ' && bytes[i] <= '~')
            text_byte(out, bytes[i]);
        else
            text_format(out, "\\x%02X", (unsigned)(unsigned char)bytes[i]);
    }
}

void put_printable(struct text *out, const char *string)
{
    add_printable(out, string, strlen(string));
}

void put_text(struct text *out, const char *string)
{
    for (; *string != '\0'; string++) {
        unsigned char byte = (unsigned char)*string;
        text_byte(out, byte < ' ' || byte == 0x7F ? ' ' : *string);
    }
}

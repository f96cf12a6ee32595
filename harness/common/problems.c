/* problems.c: what is wrong with the input, gathered as lines. */
#include "problems.h"

#include <stdarg.h>

void problems_add(struct problems *problems, const char *file, size_t line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    text_put(&problems->lines, file);
    if (line > 0) {
        text_format(&problems->lines, ":%zu", line);
    }
    text_put(&problems->lines, ": ");
    text_format_list(&problems->lines, format, arguments);
    text_byte(&problems->lines, '\n');
    problems->count++;
    va_end(arguments);
}

void problems_free(struct problems *problems)
{
    text_free(&problems->lines);
    problems->count = 0;
}

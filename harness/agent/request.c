/* request.c: parse one request line. */
#include "request.h"

#include <string.h>

static bool is_option(const char *word) {
    if (*word < 'a' || *word > 'z')
        return false;
    while ((*word >= 'a' && *word <= 'z') || (*word >= '0' && *word <= '9') || *word == '-')
        word++;
    return *word == '=';
}

static void sort_words(struct request *request) {
    request->verb = request->words[0];
    request->argument_count = request->option_count = 0;
    for (size_t i = 1; i < request->word_count; i++) {
        const char *word = request->words[i];
        if (is_option(word))
            request->options[request->option_count++] = word;
        else
            request->arguments[request->argument_count++] = word;
    }
}

/* Blanks become NULs; returns false on bytes that are no text and on too many words. */
static bool cut_words(struct request *request, char *at, const char *end) {
    bool inside = false;
    request->word_count = 0;
    for (; at < end; at++) {
        if (*at == ' ') {
            *at = '\0';
            inside = false;
        } else if (*at < '!' || *at > '~') {
            return false;
        } else if (!inside) {
            if (request->word_count == WORDS_MOST)
                return false;
            request->words[request->word_count++] = at;
            inside = true;
        }
    }
    return request->word_count > 0;
}

enum parsed request_parse(struct request *request, char *line, size_t length) {
    size_t digits = 0;
    request->id = line;
    while (digits < length && line[digits] >= '0' && line[digits] <= '9')
        digits++;
    if (digits == 0 || digits > ID_DIGITS_MOST || (digits < length && line[digits] != ' '))
        return PARSED_NO_ID;
    line[digits] = '\0';
    if (digits == length || !cut_words(request, line + digits + 1, line + length))
        return PARSED_MALFORMED;
    sort_words(request);
    return PARSED;
}

bool request_inner(struct request *inner, const struct request *outer, size_t first) {
    if (first >= outer->word_count)
        return false;
    inner->id = outer->id;
    inner->word_count = outer->word_count - first;
    memcpy(inner->words, outer->words + first, inner->word_count * sizeof inner->words[0]);
    sort_words(inner);
    return true;
}

const char *request_option(const struct request *request, const char *name) {
    size_t length = strlen(name);
    for (size_t i = 0; i < request->option_count; i++)
        if (strncmp(request->options[i], name, length) == 0 && request->options[i][length] == '=')
            return request->options[i] + length + 1;
    return NULL;
}

static bool name_among(const char *name, size_t length, const char *allowed) {
    while (*allowed != '\0') {
        size_t word = strcspn(allowed, " ");
        if (word == length && memcmp(name, allowed, length) == 0)
            return true;
        allowed += word;
        allowed += strspn(allowed, " ");
    }
    return false;
}

bool request_options_known(const struct request *request, const char *allowed) {
    for (size_t i = 0; i < request->option_count; i++)
        if (!name_among(request->options[i], strcspn(request->options[i], "="), allowed))
            return false;
    return true;
}

bool number_read(const char *text, long long least, long long most, long long *value) {
    bool minus = *text == '-';
    long long number = 0;
    if (minus)
        text++;
    if (*text == '\0' || strlen(text) > 18)
        return false;
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9')
            return false;
        number = number * 10 + (*text - '0');
    }
    if (minus)
        number = -number;
    if (number < least || number > most)
        return false;
    *value = number;
    return true;
}

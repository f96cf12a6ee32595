/* statement.c: one line of a scenario, and the words it is made of. */
#include "statement.h"

#include <stdlib.h>
#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

bool is_name_text(const char *text, size_t length)
{
    if (length == 0 || text[0] < 'a' || text[0] > 'z')
        return false;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'))
            return false;
    }
    return true;
}

/* Find ` -> `; the label is what follows. Returns the length of the text before it. */
static size_t find_label(const char *line, size_t length, const char **label, size_t *label_length)
{
    *label = NULL;
    *label_length = 0;
    for (size_t i = 0; i + 1 < length; i++) {
        if (line[i] != '-' || line[i + 1] != '>' || (i > 0 && !is_blank(line[i - 1])))
            continue;
        if (i + 2 < length && !is_blank(line[i + 2]))
            continue;
        size_t from = i + 2, to = length;
        while (from < to && is_blank(line[from]))
            from++;
        while (to > from && is_blank(line[to - 1]))
            to--;
        *label = line + from;
        *label_length = to - from;
        return i;
    }
    return length;
}

static size_t squeeze_blanks(const char *from, size_t length, char *out)
{
    size_t used = 0;
    for (size_t i = 0; i < length; i++) {
        if (!is_blank(from[i]))
            out[used++] = from[i];
        else if (used > 0 && out[used - 1] != ' ')
            out[used++] = ' ';
    }
    if (used > 0 && out[used - 1] == ' ')
        used--;
    return used;
}

bool read_statement(struct arena *arena, const char *line, size_t length, struct statement *out, const char **problem)
{
    const char *label;
    size_t label_length;
    char text[MOST_REQUEST + 1];
    size_t text_length = find_label(line, length, &label, &label_length);
    if (text_length > MOST_REQUEST) {
        *problem = "a statement of more than 490 characters";
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        if ((line[i] < ' ' || line[i] > '~') && line[i] != '\t') {
            *problem = "a character that is not printable ASCII";
            return false;
        }
    }
    text_length = squeeze_blanks(line, text_length, text);
    if (text_length == 0) {
        *problem = "a label without a statement before it";
        return false;
    }
    if (label != NULL && !is_name_text(label, label_length) && !(label_length == 1 && *label == '_')) {
        *problem = "a label that is not one word of lower-case letters, digits, '-' and '_' (or '_' alone)";
        return false;
    }
    out->text = arena_copy(arena, text, text_length);
    out->label = label == NULL ? NULL : arena_copy(arena, label, label_length);
    struct words words;
    if (!split_words(out->text, &words)) {
        *problem = "a statement of more than 64 words";
        return false;
    }
    if (!is_name_text(words.word[0], strlen(words.word[0]))) {
        *problem = "a verb that is not lower-case letters";
        return false;
    }
    return true;
}

bool split_words(const char *text, struct words *words)
{
    size_t length = strlen(text);
    if (length > MOST_REQUEST)
        return false;
    memcpy(words->buffer, text, length + 1);
    words->count = 0;
    char *at = words->buffer;
    while (*at != '\0') {
        if (*at == ' ') {
            *at++ = '\0';
            continue;
        }
        if (words->count == MOST_WORDS)
            return false;
        words->word[words->count++] = at;
        at += strcspn(at, " ");
    }
    return words->count > 0;
}

bool word_is_option(const char *word)
{
    const char *equals = strchr(word, '=');
    return equals != NULL && is_name_text(word, (size_t)(equals - word));
}

const char *word_option(const struct words *words, const char *key)
{
    size_t length = strlen(key);
    for (size_t i = 1; i < words->count; i++) {
        if (strncmp(words->word[i], key, length) == 0 && words->word[i][length] == '=')
            return words->word[i] + length + 1;
    }
    return NULL;
}

bool words_hold(const struct words *words, const char *wanted)
{
    for (size_t i = 1; i < words->count; i++) {
        if (strcmp(words->word[i], wanted) == 0)
            return true;
    }
    return false;
}

unsigned long wait_asked(const char *request)
{
    static const char option[] = " wait=";
    const char *wait = strstr(request, option);
    return wait != NULL ? strtoul(wait + sizeof option - 1, NULL, 10) : 0;
}

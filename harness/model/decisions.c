/* decisions.c: the table of decisions as data, and the reading of changes to it. */
#include "decisions.h"

#include "errors.h"

#include <stdlib.h>
#include <string.h>

static const struct decision_row rows[] = {
#define ROW(name, usual, allowed, meaning) {#name, (usual), (allowed), (meaning)},
    MODEL_DECISIONS(ROW)
#undef ROW
};

static const size_t offsets[] = {
#define OFFSET(name, usual, allowed, meaning) offsetof(struct decisions, name),
    MODEL_DECISIONS(OFFSET)
#undef OFFSET
};

static const char *const words[] = {
#define WORD_TEXT(name) #name,
    MODEL_WORDS(WORD_TEXT)
#undef WORD_TEXT
};

static const struct {
    const char *name;
    int bit; /* as enum event of provider.h */
} events[] = {{"in", 1}, {"out", 2}, {"hup", 4}, {"err", 8}, {"rdhup", 16}, {"pri", 32}, {"nval", 64}};

size_t decision_count(void)
{
    return sizeof rows / sizeof rows[0];
}

const struct decision_row *decision_row(size_t index)
{
    return &rows[index];
}

/* Compare a text with an identifier, whose '_' is written '-'. */
static bool same_name(const char *identifier, const char *text, size_t length)
{
    if (strlen(identifier) != length)
        return false;
    for (size_t i = 0; i < length; i++)
        if ((identifier[i] == '_' ? '-' : identifier[i]) != text[i])
            return false;
    return true;
}

static int word_value(const char *text, size_t length)
{
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (same_name(words[i], text, length))
            return WORD_START + 1 + (int)i;
    return 0;
}

static int event_bit(const char *text, size_t length)
{
    for (size_t i = 0; i < sizeof events / sizeof events[0]; i++)
        if (strlen(events[i].name) == length && strncmp(events[i].name, text, length) == 0)
            return events[i].bit;
    return 0;
}

static int events_value(const char *text)
{
    int mask = 0;
    while (*text != '\0') {
        size_t length = strcspn(text, "+");
        int bit = event_bit(text, length);
        if (bit == 0)
            return 0;
        mask |= bit;
        text += length + (text[length] == '+');
    }
    return mask == 0 ? 0 : NUMBER_START + mask;
}

int decision_value(const char *text)
{
    int error = model_error_code(text);
    if (error != 0)
        return error;
    int word = word_value(text, strlen(text));
    if (word != 0)
        return word;
    char *end;
    long number = strtol(text, &end, 10);
    if (end != text && *end == '\0' && number > -400000 && number < 1000000000)
        return NUMBER_START + (int)number;
    return events_value(text);
}

/* Does the blank-separated list `allowed` admit the value, of which text is the spelling? */
static bool is_allowed(const char *allowed, int value, const char *text)
{
    size_t wanted = strlen(text);
    while (*allowed != '\0') {
        size_t length = strcspn(allowed, " ");
        if (length == wanted && strncmp(allowed, text, length) == 0)
            return true;
        if (is_error(value) && strncmp(allowed, "error", length) == 0 && length == 5)
            return true;
        if (is_number(value) && strncmp(allowed, "number", length) == 0 && length == 6)
            return true;
        allowed += length + (allowed[length] == ' ');
    }
    return false;
}

static int *member(struct decisions *decisions, size_t index)
{
    return (int *)(void *)((char *)decisions + offsets[index]);
}

void decisions_start(struct decisions *decisions)
{
    memset(decisions, 0, sizeof *decisions);
    for (size_t i = 0; i < decision_count(); i++)
        *member(decisions, i) = decision_value(rows[i].usual);
}

static bool change_one(struct decisions *decisions, const char *name, size_t length, const char *text)
{
    int value = decision_value(text);
    if (value == 0)
        return false;
    for (size_t i = 0; i < decision_count(); i++)
        if (same_name(rows[i].identifier, name, length)) {
            *member(decisions, i) = value;
            return is_allowed(rows[i].allowed, value, text);
        }
    return false;
}

static bool add_override(struct decisions *decisions, const char *word, const char *at, const char *equals)
{
    size_t capacity = sizeof decisions->overrides / sizeof decisions->overrides[0];
    if (decisions->override_count == capacity)
        return false;
    struct override *override = &decisions->overrides[decisions->override_count];
    size_t call = (size_t)(at - word);
    size_t condition = (size_t)(equals - at - 1);
    if (call == 0 || condition == 0 || call >= sizeof override->call || condition >= sizeof override->condition)
        return false;
    memcpy(override->call, word, call);
    memcpy(override->condition, at + 1, condition);
    override->result = decision_value(equals + 1);
    if (override->result == 0)
        return false;
    decisions->override_count++;
    return true;
}

bool decisions_change(struct decisions *decisions, const char *changes, char *mistake, size_t size)
{
    while (*changes != '\0') {
        char word[96] = "";
        size_t length = strcspn(changes, " ");
        if (length > 0 && length < sizeof word) {
            memcpy(word, changes, length);
            char *equals = strchr(word, '=');
            const char *at = strchr(word, '@');
            bool good =
                equals != NULL && (at != NULL && at < equals ? add_override(decisions, word, at, equals)
                                                             : change_one(decisions, word, (size_t)(equals - word), equals + 1));
            if (!good) {
                size_t shown = length < size ? length : size - 1;
                memcpy(mistake, word, shown);
                mistake[shown] = '\0';
                return false;
            }
        } else if (length > 0) {
            return false;
        }
        changes += length + (changes[length] == ' ');
    }
    return true;
}

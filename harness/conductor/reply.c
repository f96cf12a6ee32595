/* reply.c: takes the lines of agents apart. They are untrusted: whatever is not well formed is refused. */
#include "reply.h"

#include <stdlib.h>
#include <string.h>

char *read_reply_id(char *line, unsigned long *id)
{
    size_t digits = strspn(line, "0123456789");
    if (digits == 0 || digits > 9 || line[digits] != ' ')
        return NULL;
    *id = strtoul(line, NULL, 10);
    return line + digits + 1;
}

static bool read_outcome(const char *word, enum outcome *outcome)
{
    static const char *const names[] = {"ok", "fail", "unsupported", "blocked"};
    for (int i = 0; i < 4; i++) {
        if (strcmp(word, names[i]) == 0) {
            *outcome = (enum outcome)i;
            return true;
        }
    }
    return false;
}

static bool is_key(const char *key)
{
    size_t length = strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789-_");
    return length > 0 && key[length] == '\0';
}

static bool is_error_name(const char *name)
{
    size_t length = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_abcdefghijklmnopqrstuvwxyz-");
    return length > 0 && length <= 48 && name[length] == '\0';
}

const char *read_reply(char *text, struct reply *reply)
{
    for (const char *c = text; *c != '\0'; c++) {
        if (*c < ' ' || *c > '~')
            return "printable ASCII";
    }
    reply->count = 0;
    reply->error = NULL;
    char *at = text + strcspn(text, " ");
    if (*at != '\0')
        *at++ = '\0';
    if (!read_outcome(text, &reply->outcome))
        return "ok, fail, unsupported or blocked";
    while (*at != '\0') {
        char *word = at;
        at += strcspn(at, " ");
        if (*at != '\0')
            *at++ = '\0';
        if (*word == '\0')
            continue;
        char *equals = strchr(word, '=');
        if (equals == NULL)
            return "KEY=VALUE after the outcome";
        *equals = '\0';
        if (!is_key(word) || reply->count == MOST_REPLY_KEYS)
            return "at most 96 keys of lower-case letters";
        reply->keys[reply->count++] = (struct pair){word, equals + 1};
    }
    if (reply->outcome == OUTCOME_FAIL) {
        reply->error = reply_value(reply, "error");
        if (reply->error == NULL || !is_error_name(reply->error))
            return "fail error=NAME";
    }
    return NULL;
}

const char *reply_value(const struct reply *reply, const char *key)
{
    return pairs_value((struct pairs){reply->keys, reply->count}, key);
}

long long reply_number(const struct reply *reply, const char *key, long long otherwise)
{
    const char *value = reply_value(reply, key);
    char *end = NULL;
    if (value == NULL || *value == '\0')
        return otherwise;
    long long number = strtoll(value, &end, 10);
    return *end == '\0' ? number : otherwise;
}

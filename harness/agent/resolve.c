/* resolve.c: turn the words of a request into descriptors, numbers and limits. */
#include "agent.h"
#include "copy_text.h"

#include "address.h"

#include <limits.h>
#include <string.h>

long scaled(const struct agent *agent, long milliseconds) {
    return (long)((long long)milliseconds * agent->scale / 1000);
}

const char *type_word(const char *type) {
    static const char *const types[] = {"stream", "dgram", "raw", "seqpacket"};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (strcmp(types[i], type) == 0)
            return types[i];
    return NULL;
}

void limits_forget(struct agent *agent) {
    agent->limits_known = false;
}

void limits_read(struct agent *agent) {
    agent->limit_count = provider.limits ? provider.limits(agent->limits, LIMITS_MOST) : 0;
    agent->limits_known = true;
    agent->limits_moved = agent->limits_moved || agent->exhausted; /* without descriptors some cannot be read */
}

static bool find_limit(const struct limit *limits, size_t count, const char *name, long long *value) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(limits[i].name, name) == 0) {
            *value = limits[i].value;
            return true;
        }
    return false;
}

bool limit_value(struct agent *agent, const char *name, long long *value) {
    if (!agent->limits_known)
        limits_read(agent);
    return find_limit(agent->limits, agent->limit_count, name, value);
}

/* The limit of descriptors now: the case may have lowered it. */
static bool descriptor_limit(long long *value) {
    struct limit limits[LIMITS_MOST];
    return provider.limits && find_limit(limits, provider.limits(limits, LIMITS_MOST), "nofile", value);
}

/* A descriptor made for this one request: none, huge:, file: … */
static enum answer resolve_special(struct agent *agent, const char *word, struct call *call) {
    const char *colon = strchr(word, ':');
    char kind[32];
    struct handle *handle;
    long long value = 0;
    int code;
    if (strcmp(word, "none") == 0) {
        call->socket = -1;
        return ANSWER_READY;
    }
    if (!colon || (size_t)(colon - word) >= sizeof kind)
        return ANSWER_NO_HANDLE;
    memcpy(kind, word, (size_t)(colon - word));
    kind[colon - word] = '\0';
    if (strcmp(kind, "closed") == 0) {
        handle = handles_find(&agent->handles, colon + 1);
        if (!handle)
            return ANSWER_NO_HANDLE;
        call->socket = handle->socket;
        return handle->open ? ANSWER_USAGE : ANSWER_READY;
    }
    if (colon[1] != '\0')
        return ANSWER_USAGE;
    call->socket = strcmp(kind, "huge") == 0 ? INT_MAX : INT_MIN;
    if (strcmp(kind, "huge") == 0 || strcmp(kind, "negative") == 0)
        return ANSWER_READY;
    if (strcmp(kind, "limit") == 0) {
        if (!descriptor_limit(&value))
            return ANSWER_UNSUPPORTED;
        call->socket = (descriptor)value;
        return ANSWER_READY;
    }
    code = provider.make_special ? provider.make_special(kind, &call->socket) : UNSUPPORTED;
    call->release = code == 0;
    call->code = code;
    return code == 0 ? ANSWER_READY : code == UNSUPPORTED ? ANSWER_UNSUPPORTED : ANSWER_CODE;
}

enum answer resolve_socket(struct agent *agent, const char *word, struct call *call, struct handle **handle) {
    *handle = handles_find_open(&agent->handles, word);
    if (!*handle)
        return resolve_special(agent, word, call);
    call->socket = (*handle)->socket;
    return ANSWER_READY;
}

enum answer resolve_new_name(struct agent *agent, const char *name, char copy[NAME_MOST + 1]) {
    if (!name_valid(name) || handles_find_open(&agent->handles, name))
        return ANSWER_USAGE;
    copy_text(copy, NAME_MOST + 1, name);
    return ANSWER_READY;
}

/* NAME, NAME+N or NAME-N, where NAME is base. */
static bool relative(const char *word, const char *base, long long value, long long *result) {
    size_t length = strlen(base);
    long long offset = 0;
    if (strncmp(word, base, length) != 0)
        return false;
    word += length;
    if (*word == '\0') {
        *result = value;
        return true;
    }
    if ((*word != '+' && *word != '-') || word[1] == '-' || !number_read(word + 1, 0, INT_MAX, &offset))
        return false;
    *result = *word == '+' ? value + offset : value - offset;
    return true;
}

enum answer resolve_backlog(struct agent *agent, const char *word, int *backlog) {
    long long value = 0, number = 0;
    if (strcmp(word, "max") == 0) {
        number = INT_MAX;
    } else if (strcmp(word, "min") == 0) {
        number = INT_MIN;
    } else if (strcmp(word, "somaxconn") == 0) {
        if (!limit_value(agent, "constant", &number))
            return ANSWER_UNSUPPORTED;
    } else if (strncmp(word, "limit", 5) == 0) {
        if (!limit_value(agent, "somaxconn", &value))
            return ANSWER_UNSUPPORTED;
        if (!relative(word, "limit", value, &number))
            return ANSWER_USAGE;
    } else if (!number_read(word, INT_MIN, INT_MAX, &number)) {
        return ANSWER_USAGE;
    }
    if (number < INT_MIN || number > INT_MAX)
        return ANSWER_USAGE;
    *backlog = (int)number;
    return ANSWER_READY;
}

enum { ASKED_MOST = 300, COUNT_MOST = 1000000 };

enum answer resolve_count(struct agent *agent, const char *word, const struct handle *listener, size_t *count) {
    long long number = 0, value = 0, extra = 0;
    if (strncmp(word, "asked", 5) == 0) {
        if (!listener || !relative(word, "asked", 0, &extra) || extra < 0)
            return ANSWER_USAGE;
        number = listener->asked < 0 ? ASKED_MOST : (long long)listener->asked + extra;
        if (number > ASKED_MOST)
            number = ASKED_MOST;
        if (number < extra)
            number = extra;
    } else if (strncmp(word, "limit", 5) == 0) {
        if (!limit_value(agent, "somaxconn", &value))
            return ANSWER_UNSUPPORTED;
        if (!relative(word, "limit", value, &number))
            return ANSWER_USAGE;
    } else if (!number_read(word, 0, COUNT_MOST, &number)) {
        return ANSWER_USAGE;
    }
    if (number < 0 || number > COUNT_MOST)
        return ANSWER_USAGE;
    *count = (size_t)number;
    return ANSWER_READY;
}

enum answer resolve_milliseconds(const struct agent *agent, const struct request *request, const char *option, long otherwise,
                                 long *milliseconds) {
    const char *text = request_option(request, option);
    long long number = otherwise;
    if (text && !number_read(text, 0, 3600000, &number))
        return ANSWER_USAGE;
    *milliseconds = scaled(agent, (long)number);
    return ANSWER_READY;
}

bool resolve_flags(const char *text, const char *const *names, const unsigned *bits, size_t count, unsigned *flags) {
    while (*text != '\0') {
        size_t length = strcspn(text, "+"), i = 0;
        while (i < count && (strlen(names[i]) != length || strncmp(names[i], text, length) != 0))
            i++;
        if (i == count)
            return false;
        *flags |= bits[i];
        text += length;
        if (*text == '+' && *++text == '\0')
            return false;
    }
    return true;
}

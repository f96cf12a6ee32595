/* readiness.c: poll, select and epoll; ioctl; what the system tells of a socket. */
#include "inside.h"

#include <stdio.h>
#include <string.h>

static unsigned listener_events(struct machine *machine, int index)
{
    const struct socket *socket = &machine->sockets[index];
    unsigned events = 0;
    if (queue_visible(machine, index) > 0 && (machine->decide.readiness_count == WORD_state || socket->accepted == 0))
        events |= EVENT_IN;
    if (socket->options[OPTION_CONDITIONAL] != 0 && waiting_client(machine, index) != NOBODY)
        events |= EVENT_IN;
    if (is_local(socket) && (socket->shut & READING) != 0)
        events |= EVENT_IN | EVENT_RDHUP;
    if (is_local(socket) && socket->shut == (READING | WRITING))
        events |= EVENT_HUP;
    return events;
}

static bool writable(const struct machine *machine, const struct socket *socket)
{
    if (socket->peer == NOBODY)
        return true;
    const struct stream *stream = &machine->sockets[socket->peer].received;
    return stream->count < sizeof stream->bytes;
}

static unsigned local_events(const struct machine *machine, const struct socket *socket)
{
    unsigned events = 0;
    if (socket->shut == (READING | WRITING))
        events |= EVENT_HUP;
    if ((socket->shut & READING) != 0)
        events |= EVENT_IN | EVENT_RDHUP;
    if (socket->received.count > 0 || socket->received.message_count > 0)
        events |= EVENT_IN;
    if (socket->type != TYPE_DGRAM && socket->stage == STAGE_CLOSED)
        events |= EVENT_HUP;
    if (writable(machine, socket))
        events |= EVENT_OUT;
    return events;
}

static unsigned network_events(const struct machine *machine, const struct socket *socket)
{
    unsigned events = 0;
    if (socket->type == TYPE_DGRAM || socket->type == TYPE_RAW)
        return EVENT_OUT;
    if (socket->shut == (READING | WRITING) || socket->stage == STAGE_CLOSED)
        events |= EVENT_HUP;
    if ((socket->shut & READING) != 0)
        events |= EVENT_IN | EVENT_RDHUP;
    if (socket->stage == STAGE_SYN_SENT)
        return events;
    if (socket->received.count > 0)
        events |= EVENT_IN;
    if (socket->received.urgent)
        events |= EVENT_PRI;
    if ((socket->shut & WRITING) != 0 || writable(machine, socket))
        events |= EVENT_OUT;
    return events;
}

static unsigned socket_events(struct machine *machine, int index)
{
    const struct socket *socket = &machine->sockets[index];
    if (socket->stage == STAGE_LISTENING)
        return listener_events(machine, index);
    unsigned events = is_local(socket) ? local_events(machine, socket) : network_events(machine, socket);
    return socket->error != 0 ? events | EVENT_ERR : events;
}

int machine_watch(struct machine *machine, descriptor number)
{
    int description = NOBODY;
    if (find_description(machine, number, &description) != 0)
        return NOBODY;
    machine->descriptions[description].references++;
    return description;
}

void machine_unwatch(struct machine *machine, int watched)
{
    if (watched != NOBODY)
        description_release(machine, watched);
}

/* select() knows only three sets, and what has ended is readable. */
static unsigned selected(unsigned events)
{
    unsigned out = events & (EVENT_IN | EVENT_OUT | EVENT_PRI);
    if ((events & (EVENT_HUP | EVENT_ERR)) != 0)
        out |= EVENT_IN;
    return (events & EVENT_ERR) != 0 ? out | EVENT_OUT : out;
}

static bool is_select(const char *method)
{
    return strcmp(method, "select") == 0 || strcmp(method, "pselect") == 0;
}

/* What a method asks for: that of the usual names stands for more. */
static unsigned asked_by(const char *method, unsigned asked)
{
    return strcmp(method, "normal") == 0 ? EVENT_IN | EVENT_OUT : asked;
}

unsigned machine_look(struct machine *machine, const char *method, int watched, unsigned asked, int *status)
{
    *status = 0;
    if (watched == NOBODY) {
        *status = machine->decide.bad_descriptor;
        return EVENT_NVAL;
    }
    if (machine->descriptions[watched].kind != DESCRIPTION_SOCKET)
        return (EVENT_IN | EVENT_OUT) & asked;
    int index = machine->descriptions[watched].socket;
    unsigned events = socket_events(machine, index);
    int result = overridden(machine, method, index);
    if (is_error(result)) {
        *status = result;
        return 0;
    }
    if (result != 0)
        events = result == WORD_none ? 0 : (unsigned)number_of(result);
    if (is_select(method))
        return selected(events);
    if (strcmp(method, "epoll-edge") == 0 && result == 0)
        return 0; /* the second look finds nothing new */
    return events & (asked_by(method, asked) | EVENT_HUP | EVENT_ERR | EVENT_NVAL);
}

unsigned machine_poll(struct machine *machine, const char *method, descriptor number, unsigned asked, int *status)
{
    int watched = machine_watch(machine, number);
    unsigned events = machine_look(machine, method, watched, asked, status);
    machine_unwatch(machine, watched);
    return events;
}

int machine_control(struct machine *machine, descriptor number, const char *request, long long *value)
{
    int description = NOBODY;
    int index = NOBODY;
    int status = find_socket(machine, number, &description, &index);
    char call[24];
    (void)snprintf(call, sizeof call, "ioctl.%.10s", request);
    if (status != 0 || answered(machine, call, index, &status))
        return status;
    const struct socket *socket = &machine->sockets[index];
    bool listening = socket->stage == STAGE_LISTENING;
    *value = 0;
    if (strcmp(request, "inq") == 0) {
        if (listening && is_error(machine->decide.inquire_listener))
            return machine->decide.inquire_listener;
        *value = (long long)socket->received.count;
        return 0;
    }
    if (strcmp(request, "outq") == 0)
        return listening ? MODEL_EINVAL : 0;
    if (strcmp(request, "atmark") == 0)
        return is_local(socket) && socket->type != TYPE_STREAM ? MODEL_EINVAL : 0;
    return MODEL_ENOTTY;
}

static const char *state_name(const struct socket *socket)
{
    switch (socket->stage) {
    case STAGE_LISTENING:
        return "listen";
    case STAGE_SYN_SENT:
        return "syn-sent";
    case STAGE_ESTABLISHED:
        return socket->ended ? "close-wait" : (socket->shut & WRITING) != 0 ? "fin-wait" : "established";
    case STAGE_TIME_WAIT:
        return "time-wait";
    case STAGE_CLOSED:
        break;
    }
    return "closed";
}

int machine_information(struct machine *machine, descriptor number, char *text, size_t size)
{
    int description = NOBODY;
    int index = NOBODY;
    int status = find_socket(machine, number, &description, &index);
    if (status != 0 || answered(machine, "info", index, &status))
        return status;
    const struct socket *socket = &machine->sockets[index];
    if (!has_handshake(socket))
        return UNSUPPORTED;
    int queued = overridden(machine, "info.queued", index);
    int limit = overridden(machine, "info.limit", index);
    long long most = socket->asked < 0 || socket->asked > machine->somaxconn ? machine->somaxconn : socket->asked;
    int length = snprintf(text, size, "state=%s", state_name(socket));
    if (socket->stage == STAGE_LISTENING && length > 0)
        length = snprintf(text, size, "state=listen queued=%d limit=%lld", queued != 0 ? number_of(queued) : socket->count,
                          limit != 0 ? number_of(limit) : most);
    return length > 0 && (size_t)length < size ? 0 : MODEL_EINVAL;
}

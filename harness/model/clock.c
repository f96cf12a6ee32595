/* clock.c: timers. Time passes only here. */
#include "inside.h"

enum { SECOND = 1000000, LINEAR_ATTEMPTS = 4, LONGEST_PAUSE = 64 };

uint64_t machine_next_event(const struct machine *machine)
{
    uint64_t next = MACHINE_NEVER;
    for (int i = 0; i < machine->sockets_used; i++) {
        const struct socket *socket = &machine->sockets[i];
        if (!socket->used)
            continue;
        if (socket->stage == STAGE_SYN_SENT && socket->retry_at < next)
            next = socket->retry_at;
        if (socket->stage == STAGE_SYN_SENT && socket->give_up_at < next)
            next = socket->give_up_at;
        if (socket->stage == STAGE_TIME_WAIT && socket->expires_at < next)
            next = socket->expires_at;
    }
    return next;
}

static void retry(struct machine *machine, int index)
{
    struct socket *socket = &machine->sockets[index];
    if (machine->now >= socket->give_up_at) {
        connect_finish(machine, index, MODEL_ETIMEDOUT);
        return;
    }
    int attempts = ++socket->attempts;
    int doubled = attempts > LINEAR_ATTEMPTS ? attempts - LINEAR_ATTEMPTS : 0;
    int pause = doubled > 6 ? LONGEST_PAUSE : 1 << doubled;
    socket->retry_at = machine->now + (uint64_t)pause * SECOND;
    arrive(machine, index);
}

void machine_advance(struct machine *machine, uint64_t to)
{
    for (;;) {
        uint64_t next = machine_next_event(machine);
        if (next > to)
            break;
        if (next > machine->now)
            machine->now = next;
        for (int i = 0; i < machine->sockets_used; i++) {
            struct socket *socket = &machine->sockets[i];
            if (!socket->used)
                continue;
            if (socket->stage == STAGE_SYN_SENT && (socket->retry_at <= next || socket->give_up_at <= next))
                retry(machine, i);
            else if (socket->stage == STAGE_TIME_WAIT && socket->expires_at <= next)
                socket_free(machine, i);
        }
    }
    if (to > machine->now)
        machine->now = to;
}

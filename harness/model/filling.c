/* filling.c: what calls do with the memory they are given for an answer, and what they do beside it. */
#include "inside.h"

#include <stdio.h>

enum { NUMBER_SIZE = 4, INET_PADDING = 8, INET6_PADDING = 4 };

int machine_fill_error(const struct machine *machine, const char *call, bool address, long room)
{
    const struct decisions *decide = &machine->decide;
    bool accepts = call[0] == 'a' && address;
    int decided = WORD_ok;
    if (room == FILL_NEGATIVE)
        decided = decide->fill_negative;
    else if (room == FILL_NONE)
        decided = accepts ? decide->fill_none : MODEL_EFAULT;
    else if (address && room >= 0)
        decided = decide->fill_short;
    else if (!address && room >= 0 && room < NUMBER_SIZE)
        decided = decide->fill_option;
    return is_error(decided) ? decided : 0;
}

static const char *padding(const struct machine *machine, const struct address *address, long room)
{
    long first = address->kind == ADDRESS_INET ? INET_PADDING : INET6_PADDING;
    bool reached = room == FILL_WHOLE || room == FILL_MORE || room == FILL_NEGATIVE || room > first;
    if ((address->kind != ADDRESS_INET && address->kind != ADDRESS_INET6) || !reached)
        return "none";
    return machine->decide.fill_padding == WORD_zero ? "zero" : "other";
}

int machine_fill_text(const struct machine *machine, const struct address *address, long room, char *text, size_t size)
{
    bool right = machine->decide.fill_padding == WORD_zero;
    bool kept = machine->decide.fill_beyond == WORD_kept;
    bool whole = address != NULL || room < 0 || room >= NUMBER_SIZE;
    const char *length = room == FILL_NONE ? "none" : !whole ? "room" : "whole";
    const char *padded = address == NULL ? "none" : padding(machine, address, room);
    if (address != NULL && room != FILL_NONE && machine->decide.fill_length == WORD_zero)
        length = "0";
    int count = snprintf(text, size, "length=%s written=%s padding=%s beyond=%s", length,
                         room == 0 || room == FILL_NONE ? "none" : right || padded[0] == 'n' ? "right" : "wrong", padded,
                         kept || address == NULL || room == FILL_NONE ? "kept" : "changed");
    return count > 0 && (size_t)count < size ? 0 : MODEL_EINVAL;
}

void leak(struct machine *machine, int how)
{
    if (machine->decide.leaks == how)
        machine->processes[machine->process].leaked++;
}

int machine_surroundings(struct machine *machine, char *text, size_t size)
{
    struct process *process = &machine->processes[machine->process];
    int open = process->open + process->leaked;
    if (!process->looked)
        process->first_open = open;
    process->looked = true;
    int more = open - process->first_open;
    int count = snprintf(text, size,
                         more == 0 ? "descriptors=%d threads=0 blocked=0 handlers=same umask=same directory=same limits=same timers=same left=none"
                                   : "descriptors=%+d threads=0 blocked=0 handlers=same umask=same directory=same limits=same timers=same left=none",
                         more);
    return count > 0 && (size_t)count < size ? 0 : MODEL_EINVAL;
}

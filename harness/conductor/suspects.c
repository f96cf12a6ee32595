/* suspects.c: what was under way when an agent was at fault runs again, alone and one line at a time, to see which case is to
 * blame. */
#include "suspects.h"

void suspects_take(struct lane *lane, enum status status, const char *reason)
{
    for (size_t i = lane->suspect_count; i-- > 0;)
        lane->suspects[lane->flight_count + i] = lane->suspects[i];
    for (size_t i = 0; i < lane->flight_count; i++)
        lane->suspects[i] = lane->flights[i].performance;
    lane->suspect_count += lane->flight_count;
    lane->flight_count = 0;
    lane->held_reason = reason;
    lane->held_status = status;
    /* An agent that hangs has not begun what stands behind: no suspects. */
    while (status == STATUS_HANG && lane->suspect_count > 1)
        lane->given_back[lane->given_back_count++] = lane->suspects[--lane->suspect_count];
    lane->lockstep = true;
}

static void restart_performance(struct lane *lane, struct performance *performance)
{
    performance_start(performance, performance->test, performance->index, &lane->greeting.facts, lane->stage->states);
}

void suspects_next(struct lane *lane, double now)
{
    if (lane->suspect_count == 0 || lane->flight_count > 0)
        return;
    struct performance *performance = lane->suspects[0];
    lane->suspect_count--;
    for (size_t i = 0; i < lane->suspect_count; i++)
        lane->suspects[i] = lane->suspects[i + 1];
    lane->lockstep = true;
    restart_performance(lane, performance);
    lane_give(lane, performance, now);
}

void suspects_release(struct lane *lane, bool explained)
{
    if (lane->held == NULL)
        return;
    if (!explained && lane->held_status == STATUS_HANG) {
        /* Late once and in time when asked alone: the machine was busy. What it answered then stands. */
        lane->held->late_once = true;
    } else if (!explained) {
        performance_fail(lane->held, lane->held_status, "%s, once, among other cases; not again when run alone",
                         lane->held_reason);
        performance_disbelieve(lane->held);
    }
    lane_deliver(lane, lane->held);
    lane->held = NULL;
}

void suspects_clear(struct lane *lane, struct performance *performance)
{
    if (lane->held == NULL && lane->held_reason != NULL)
        lane->held = performance;
    else
        lane_deliver(lane, performance);
    if (lane->suspect_count > 0)
        return;
    suspects_release(lane, false);
    lane->held_reason = NULL;
    lane->lockstep = false;
}

void suspects_blame(struct lane *lane, enum status status, const char *reason, double now)
{
    struct performance *performance = lane->flights[0].performance;
    const char *request = performance_outstanding(performance);
    performance->elapsed = now - lane->head_since;
    performance_fail(performance, status, "%s: %s", request != NULL ? request : "reset", reason);
    if (status == STATUS_INCONCLUSIVE)
        performance_disbelieve(performance);
    lane->flight_count = 0;
    if (lane->held_reason != NULL) {
        suspects_release(lane, true);
        lane->held_reason = NULL;
    }
    lane_deliver(lane, performance);
    if (lane->suspect_count == 0)
        lane->lockstep = false;
}

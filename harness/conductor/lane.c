/* lane.c: one agent after another on one link. Requests are pipelined; answers are matched by their id; whatever an agent
 * does wrong ends it, and what was under way runs again on a fresh one. */
#include "lane.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

#include "../common/printable.h"
#include "smoke.h"
#include "suspects.h"

#define RESET_SECONDS 3
enum { MOST_CRASHES_IN_ROW = 40, MOST_HANGS_IN_ROW = 4, MOST_FAILED_STARTS = 3, MOST_UNSENT = 16384 };

double monotonic_seconds(void)
{
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        return 0;
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void lane_open(struct lane *lane, const struct stage *stage, unsigned number, bool isolated)
{
    *lane = (struct lane){.stage = stage, .number = number, .isolated = isolated, .next_send = 1, .next_answer = 1};
    (void)snprintf(lane->directory, sizeof lane->directory, "%s/%u", stage->janitor->directory, number);
    (void)snprintf(lane->log, sizeof lane->log, "%s/%u.log", stage->janitor->directory, number);
}

void lane_send(struct lane *lane, const char *text)
{
    char line[MOST_LINE + 32];
    int length = snprintf(line, sizeof line, "%lu %s\n", lane->next_send, text);
    if (length < 0 || length > MOST_LINE)
        length = snprintf(line, sizeof line, "%lu too-long\n", lane->next_send);
    lane->next_send++;
    link_send(&lane->link, line, (size_t)length);
}

static size_t outstanding(const struct lane *lane)
{
    return lane->next_send - lane->next_answer;
}

/* Ids stay below the nine digits that a reply may have. */
static void renew_ids(struct lane *lane)
{
    if (lane->next_send > 800000000UL)
        lane->next_send = 1;
    lane->next_answer = lane->next_send;
}

static void give_up(struct lane *lane, const char *why)
{
    text_clear(&lane->reason);
    text_put(&lane->reason, why);
    lane->phase = LANE_GIVEN_UP;
}

void lane_start(struct lane *lane, double now)
{
    struct text cause = {0};
    const struct stage *stage = lane->stage;
    struct launch launch = {.command = lane->isolated ? stage->isolated_command.names : stage->command.names,
                            .environment = stage->environment,
                            .directory = lane->directory,
                            .working_directory = stage->working_directory,
                            .log = lane->log};
    renew_ids(lane);
    if (!link_open(&lane->link, &launch, stage->janitor, &cause)) {
        give_up(lane, text_string(&cause));
        text_free(&cause);
        return;
    }
    lane->phase = LANE_HELLO;
    lane->smoke_step = 0;
    lane->deadline_at = now + stage->deadline;
    smoke_begin(lane);
    text_free(&cause);
}

size_t lane_room(const struct lane *lane, size_t most)
{
    if (lane->phase != LANE_READY || lane->lockstep || lane->suspect_count > 0)
        return 0;
    if (most > MOST_IN_FLIGHT)
        most = MOST_IN_FLIGHT;
    if (lane->stage->target->fresh)
        most = 1;
    if (lane->flight_count >= most)
        return 0;
    /* Behind a case that waits others would wait too. */
    for (size_t i = 0; i < lane->flight_count; i++) {
        if (lane->flights[i].performance->waits)
            return 0;
    }
    return most - lane->flight_count;
}

bool lane_is_idle(const struct lane *lane)
{
    return lane->flight_count == 0 && lane->suspect_count == 0;
}

/* The first look at a case is short, so that a hang holds the lane up for a moment only; an agent may take a second before it
 * says `blocked`. Nothing is concluded from it: the case is asked again alone, with twice the deadline. */
static double line_patience(const struct lane *lane)
{
    const double first_share = 1.0 / 3, least = 1.25, again_share = 2;
    const struct stage *stage = lane->stage;
    if (lane->lockstep)
        return stage->deadline * again_share;
    double first = stage->deadline * first_share;
    return first > least * stage->time_scale ? first : least * stage->time_scale;
}

/* A line that is asked to wait has that time besides. */
static double patience(const struct lane *lane)
{
    double asked = lane->flight_count > 0 ? (double)performance_wait(lane->flights[0].performance) / 1000 : 0;
    return line_patience(lane) + asked * lane->stage->time_scale;
}

/* The deadline runs from the last answered line: a case of many lines on a busy machine is no hang. The whole case has a bound
 * too, a larger one where it has many lines or waits for a timer of the subject. */
static void watch_line(struct lane *lane, double now)
{
    enum { WHOLE_CASE = 6, WAITING_CASE = 6, USUAL_STATEMENTS = 20 };
    const struct performance *head = lane->flight_count > 0 ? lane->flights[0].performance : NULL;
    double line = patience(lane), whole = WHOLE_CASE * (line > lane->stage->deadline ? line : lane->stage->deadline);
    if (head != NULL) {
        size_t usual_cases = head->test->statement_count / USUAL_STATEMENTS + (head->waits ? WAITING_CASE : 1);
        whole *= (double)usual_cases;
    }
    lane->deadline_at = now + line < lane->head_since + whole ? now + line : lane->head_since + whole;
}

static void watch_head(struct lane *lane, double now)
{
    lane->head_since = now;
    watch_line(lane, now);
}

/* Where every instance gets an agent of its own: unless the agent sees to it, by a new process of its own at `reset`. */
static bool ends_with_its_case(const struct lane *lane)
{
    return lane->stage->target->fresh && !agent_has(&lane->greeting.facts, "renew");
}

/* One that was asked for nothing is as it was. */
static bool serves_the_next(const struct lane *lane, const struct performance *performance)
{
    return lane->stage->target->fresh && performance->sent == 0;
}

/* Send what can be sent: case after case, each followed by a reset. */
static void pump(struct lane *lane, double now)
{
    bool quiet = lane->flight_count > 0 && performance_outstanding(lane->flights[0].performance) == NULL;
    for (size_t i = 0; i < lane->flight_count && link_unsent(&lane->link) < MOST_UNSENT; i++) {
        struct flight *flight = &lane->flights[i];
        if (flight->reset_sent)
            continue;
        if (flight->performance->endless && flight->performance->stopped)
            break;
        while (!lane->lockstep || outstanding(lane) == 0) {
            const char *text = performance_next(flight->performance);
            if (text == NULL)
                break;
            lane_send(lane, text);
        }
        if (!performance_is_sent(flight->performance) || (lane->lockstep && outstanding(lane) > 0))
            break;
        if (!ends_with_its_case(lane) && !serves_the_next(lane, flight->performance))
            lane_send(lane, "reset");
        flight->reset_sent = true;
    }
    if (quiet && performance_outstanding(lane->flights[0].performance) != NULL)
        watch_line(lane, now);
    link_flush(&lane->link);
}

void lane_deliver(struct lane *lane, struct performance *performance)
{
    lane->stage->finished(lane->stage->context, performance);
}

/* The case at the head of the queue is over. */
static void finish_head(struct lane *lane, double now)
{
    struct performance *performance = lane->flights[0].performance;
    performance->elapsed = now - lane->head_since;
    lane->flight_count--;
    memmove(lane->flights, lane->flights + 1, lane->flight_count * sizeof lane->flights[0]);
    watch_head(lane, now);
    if (lane->lockstep) {
        suspects_clear(lane, performance);
        return;
    }
    lane->crashes_in_row = lane->hangs_in_row = 0;
    lane_deliver(lane, performance);
}

/* Where every instance gets an agent of its own there is nothing to tidy up: a case is over with its last answer, or as soon as the
 * rest is void. */
static void finish_fresh(struct lane *lane, double now)
{
    while (lane->stage->target->fresh && lane->phase == LANE_READY && lane->flight_count > 0) {
        const struct performance *performance = lane->flights[0].performance;
        bool as_it_was = serves_the_next(lane, performance);
        if (performance->endless || !(performance->stopped || performance_is_over(performance)) ||
            !(as_it_was || ends_with_its_case(lane)))
            return;
        finish_head(lane, now);
        if (!as_it_was) {
            link_close(&lane->link, lane->stage->janitor, NULL);
            lane_start(lane, now);
        }
    }
}

void lane_give(struct lane *lane, struct performance *performance, double now)
{
    lane->flights[lane->flight_count++] = (struct flight){performance, false};
    if (lane->flight_count == 1)
        watch_head(lane, now);
    pump(lane, now);
    finish_fresh(lane, now); /* where nothing is to be asked no answer will come */
}

/* What happened, in words that are the same in every run. */
static const char *fault_words(enum status status, int wait_status, const char *detail, char *buffer, size_t size)
{
    if (status == STATUS_HANG)
        (void)snprintf(buffer, size, "no answer within the deadline");
    else if (status == STATUS_INCONCLUSIVE)
        (void)snprintf(buffer, size, "the agent answered wrongly: %s", detail);
    else if (WIFSIGNALED(wait_status) && WTERMSIG(wait_status) != SIGKILL)
        (void)snprintf(buffer, size, "the agent ended (signal %d)", WTERMSIG(wait_status));
    else if (WIFEXITED(wait_status) && WEXITSTATUS(wait_status) != 0)
        (void)snprintf(buffer, size, "the agent ended (exit %d)", WEXITSTATUS(wait_status));
    else
        (void)snprintf(buffer, size, "the agent ended");
    return buffer;
}

/* The agent is at fault: end it, and start another one unless this goes on and on. */
static void fault(struct lane *lane, enum status status, const char *detail, double now)
{
    char words[256], why[400];
    int wait_status = 0;
    link_close(&lane->link, lane->stage->janitor, &wait_status);
    (void)fault_words(status, wait_status, detail, words, sizeof words);
    if (status == STATUS_HANG)
        lane->hangs_in_row++;
    else
        lane->crashes_in_row++;
    if (lane->flight_count > 0) {
        if (lane->lockstep)
            suspects_blame(lane, status, words, now);
        else
            suspects_take(lane, status, arena_string(&lane->greeting.arena, words));
    }
    if (lane->crashes_in_row >= MOST_CRASHES_IN_ROW || lane->hangs_in_row >= MOST_HANGS_IN_ROW) {
        suspects_release(lane, false);
        (void)snprintf(why, sizeof why, "given up after %u faults of the agent in a row; the last: %s",
                       lane->crashes_in_row + lane->hangs_in_row, words);
        give_up(lane, why);
        return;
    }
    lane_start(lane, now);
}

/* The greeting went wrong. fatal_call: it was sound until a plain call ended the agent, or was never answered: that is the
 * subject's doing, and the cases will tell. */
static void failed_start(struct lane *lane, const char *what, bool silent, double now)
{
    bool fatal_call = silent && lane->phase == LANE_SMOKE;
    struct text why = {0};
    int wait_status = 0;
    bool ended = lane->link.ended;
    link_close(&lane->link, lane->stage->janitor, &wait_status);
    text_put(&why, what);
    if (ended && WIFEXITED(wait_status) && WEXITSTATUS(wait_status) != 0)
        text_format(&why, " (exit %d)", WEXITSTATUS(wait_status));
    else if (ended && WIFSIGNALED(wait_status) && WTERMSIG(wait_status) != SIGKILL)
        text_format(&why, " (signal %d)", WTERMSIG(wait_status));
    struct text log = {0};
    log_last_line(lane->log, &log);
    if (log.length > 0)
        text_format(&why, ": %s", text_string(&log));
    text_free(&log);
    if (fatal_call && !*lane->stage->calls_are_fatal) {
        *lane->stage->calls_are_fatal = true;
        lane_start(lane, now);
    } else if (!lane->greeted || ++lane->failed_starts >= MOST_FAILED_STARTS) {
        suspects_release(lane, false);
        give_up(lane, text_string(&why));
    } else {
        lane_start(lane, now);
    }
    text_free(&why);
}

/* All was observed; tidying up afterwards has less time. */
static void hurry_reset(struct lane *lane, double now)
{
    double until = now + RESET_SECONDS * lane->stage->time_scale;
    if (until < lane->deadline_at)
        lane->deadline_at = until;
}

static void take_answer(struct lane *lane, char *answer, double now)
{
    struct flight *head = &lane->flights[0];
    if (performance_outstanding(head->performance) != NULL) {
        const char *expected = performance_answer(head->performance, answer);
        if (expected != NULL) {
            char detail[120];
            (void)snprintf(detail, sizeof detail, "expected %s", expected);
            fault(lane, STATUS_INCONCLUSIVE, detail, now);
            return;
        }
        if (performance_is_over(head->performance))
            hurry_reset(lane, now);
        else
            watch_line(lane, now);
        finish_fresh(lane, now);
        return;
    }
    struct reply reply;
    if (read_reply(answer, &reply) != NULL || reply.outcome != OUTCOME_OK) {
        fault(lane, STATUS_INCONCLUSIVE, "it did not answer ok to reset", now);
        return;
    }
    finish_head(lane, now);
}

static void take_line(struct lane *lane, char *line, double now)
{
    unsigned long id = 0;
    char *answer = read_reply_id(line, &id);
    bool expected = answer != NULL && id == lane->next_answer && outstanding(lane) > 0;
    if (lane->phase != LANE_READY) {
        /* A console may say other things before the agent is there. */
        enum target_kind kind = lane->stage->target->kind;
        bool console = kind == TARGET_SERIAL || kind == TARGET_TCP || kind == TARGET_SSH || kind == TARGET_WINE;
        if (!expected && lane->phase == LANE_HELLO && console)
            return;
        const char *wrong = "it answered something that is not a reply to the request";
        if (expected) {
            lane->next_answer++;
            wrong = smoke_answer(lane, answer);
        }
        if (wrong != NULL)
            failed_start(lane, wrong, false, now);
        else if (lane->phase == LANE_READY)
            lane->failed_starts = 0;
        return;
    }
    if (!expected || lane->flight_count == 0) {
        fault(lane, STATUS_INCONCLUSIVE, answer == NULL ? "a line that is not 'ID OUTCOME'" : "the wrong id", now);
        return;
    }
    lane->next_answer++;
    take_answer(lane, answer, now);
}

static void take_lines(struct lane *lane, double now)
{
    pid_t process = lane->link.process;
    /* A fault on the way starts another agent: what this one said after it does not matter. */
    while (lane->link.process == process && lane->phase != LANE_GIVEN_UP) {
        char *line;
        switch (link_line(&lane->link, &line)) {
        case LINE_WHOLE:
            take_line(lane, line, now);
            break;
        case LINE_OVERLONG:
            if (lane->phase == LANE_READY)
                fault(lane, STATUS_INCONCLUSIVE, "a line of more than 512 bytes", now);
            else
                failed_start(lane, "it answered with a line of more than 512 bytes", false, now);
            return;
        case LINE_NONE:
            if (!link_receive(&lane->link))
                return;
            break;
        }
    }
}

/* An agent that does not answer may still hold answers back: asked to end, it gives them. */
static void hang(struct lane *lane, double now)
{
    pid_t process = lane->link.process;
    enum { PATIENCE_MILLISECONDS = 300, MOST_LINES = 1000 };
    (void)kill(-process, SIGTERM);
    for (int i = 0; i < MOST_LINES && lane->link.process == process && !lane->link.ended; i++) {
        struct pollfd item = {lane->link.from_agent, POLLIN, 0};
        if (poll(&item, 1, PATIENCE_MILLISECONDS) <= 0)
            break;
        take_lines(lane, now);
    }
    if (lane->link.process == process)
        fault(lane, STATUS_HANG, "", now);
}

void lane_work(struct lane *lane, double now)
{
    if (lane->phase == LANE_STOPPED || lane->phase == LANE_GIVEN_UP)
        return;
    link_flush(&lane->link);
    take_lines(lane, now);
    if (lane->phase == LANE_STOPPED || lane->phase == LANE_GIVEN_UP)
        return;
    if (lane->link.ended) {
        if (lane->phase == LANE_READY)
            fault(lane, STATUS_CRASH, "", now);
        else
            failed_start(lane, "the agent ended before it had answered", true, now);
    } else if (lane->phase != LANE_READY && now > lane->deadline_at) {
        failed_start(lane, "the agent did not answer in time", true, now);
    } else if (lane->flight_count > 0 && now > lane->deadline_at) {
        hang(lane, now);
    }
    if (lane->phase == LANE_READY) {
        suspects_next(lane, now);
        pump(lane, now);
        finish_fresh(lane, now);
    }
}

struct performance *lane_take_all(struct lane *lane)
{
    if (lane->given_back_count > 0)
        return lane->given_back[--lane->given_back_count];
    if (lane->flight_count > 0)
        return lane->flights[--lane->flight_count].performance;
    if (lane->suspect_count > 0)
        return lane->suspects[--lane->suspect_count];
    struct performance *held = lane->held;
    lane->held = NULL;
    return held;
}

struct performance *lane_take_back(struct lane *lane)
{
    return lane->given_back_count > 0 || lane->phase == LANE_GIVEN_UP ? lane_take_all(lane) : NULL;
}

void lane_say_bye(struct lane *lane)
{
    if (lane->link.process == 0 || lane->link.to_agent < 0)
        return;
    if (lane->phase == LANE_READY)
        lane_send(lane, "bye");
    link_end_input(&lane->link);
}

void lane_end(struct lane *lane)
{
    if (lane->link.process != 0) {
        lane_say_bye(lane);
        if (!lane->stage->target->fresh)
            link_dismiss(&lane->link);
        link_close(&lane->link, lane->stage->janitor, NULL);
    }
    arena_free(&lane->greeting.arena);
    text_free(&lane->reason);
    text_free(&lane->link.out);
    lane->phase = LANE_STOPPED;
}

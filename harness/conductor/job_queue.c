/* job_queue.c: what is still to be done, and in which order. */
#include "job_queue.h"

#include <stdlib.h>
#include <string.h>

#include "../common/memory.h"

struct job job_of(const struct test_case *test, size_t index)
{
    return (struct job){.test = test, .index = index, .waits = test->waits};
}

void queue_add(struct job_queue *queue, struct job job)
{
    queue->items = memory_room(queue->items, queue->count, &queue->capacity, sizeof *queue->items);
    queue->items[queue->count++] = job;
}

size_t queue_left(const struct job_queue *queue)
{
    return queue->count - queue->next;
}

void queue_drop_taken(struct job_queue *queue)
{
    queue->count -= queue->next;
    if (queue->count > 0)
        memmove(queue->items, queue->items + queue->next, queue->count * sizeof *queue->items);
    queue->next = 0;
}

/* Those that wait come first, then long ones: what begins last is to be short. A survey asks in many states, few of which wait;
 * the target may know which. */
enum rank { RANK_KNOWN, RANK_WAITS, RANK_SURVEY, RANK_LONG, RANK_USUAL };

static enum rank rank_of(const struct job *job)
{
    enum { LONG_CASE = 40 /* statements */ };
    if (job->longest > 0)
        return RANK_KNOWN;
    if (job->waits)
        return job->test->survey ? RANK_SURVEY : RANK_WAITS;
    return job->test->statement_count >= LONG_CASE ? RANK_LONG : RANK_USUAL;
}

bool job_is_long(const struct job *job)
{
    return rank_of(job) == RANK_LONG;
}

/* The longest that a statement of the case asks to wait, in milliseconds. */
static unsigned long longest_wait(const struct test_case *test)
{
    unsigned long longest = 0;
    for (size_t i = 0; i < test->statement_count; i++) {
        unsigned long wait = wait_asked(test->statements[i].text);
        if (wait > longest)
            longest = wait;
    }
    return longest;
}

static int by_length(const void *left, const void *right)
{
    const struct job *a = left, *b = right;
    enum rank first = rank_of(a), second = rank_of(b);
    if (first != second)
        return first < second ? -1 : 1;
    if (a->longest != b->longest)
        return a->longest < b->longest ? -1 : 1;
    if (first == RANK_WAITS && a->test != b->test) {
        unsigned long one = longest_wait(a->test), other = longest_wait(b->test);
        if (one != other)
            return one > other ? -1 : 1;
    }
    if (a->test->statement_count != b->test->statement_count)
        return a->test->statement_count > b->test->statement_count ? -1 : 1;
    if (a->test != b->test)
        return a->test < b->test ? -1 : 1; /* as they were read */
    return a->index < b->index ? -1 : a->index > b->index;
}

void queue_put_longest_first(struct job_queue *queue)
{
    if (queue->count > 1)
        qsort(queue->items, queue->count, sizeof *queue->items, by_length);
}

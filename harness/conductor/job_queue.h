/* job_queue.h: what is still to be done, and in which order. */
#ifndef LISTENCHECK_JOB_QUEUE_H
#define LISTENCHECK_JOB_QUEUE_H

#include "case_file.h"

struct job {
    const struct test_case *test;
    size_t index;   /* of the instance */
    bool waits;     /* for a timer of the subject, or for what may never come */
    size_t longest; /* among those the target knows to wait, longest first: 1, 2 … 0: it does not know */
};

/* All zeroes is an empty queue. items is owned. */
struct job_queue {
    struct job *items;
    size_t count, capacity, next;
};

/* An instance as its case describes it. */
struct job job_of(const struct test_case *test, size_t index);
/* It has many statements, and waits for nothing: few of these are to stand behind one another. */
bool job_is_long(const struct job *job);

void queue_add(struct job_queue *queue, struct job job);
size_t queue_left(const struct job_queue *queue);
/* Only what is left stays in the queue. */
void queue_drop_taken(struct job_queue *queue);
void queue_put_longest_first(struct job_queue *queue);

#endif

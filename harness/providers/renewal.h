/* renewal.h: a process of its own for every case, without the price of a program's start. */
#ifndef LISTENCHECK_PROVIDERS_RENEWAL_H
#define LISTENCHECK_PROVIDERS_RENEWAL_H

/* Called before the library is started, or any thread: returns 0 in a child, again and again in another one when renewal_end() ended the
 * one before; an error number where there can be no child. The process that called it waits, and ends as a child does otherwise. */
int renewal_start(void);

/* Ends this process; the next one begins. scale is what renewal_scale() will tell it. */
void renewal_end(long scale);

/* 0 in the first process. */
long renewal_scale(void);

#endif

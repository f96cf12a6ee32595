/* posix_signals.c: SIGPIPE counted; on deadly signals the last replies sent and the files removed. */
#define _GNU_SOURCE 1
#include "posix.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

static atomic_long broken_pipes;

long posix_signals(void) {
    return atomic_load(&broken_pipes);
}

static void count_broken_pipe(int number) {
    (void)number;
    atomic_fetch_add(&broken_pipes, 1);
}

static void interrupt_call(int number) {
    (void)number; /* its arrival alone makes a blocking call return */
}

static void last_moments(int number) {
    int kept = errno;
    struct sigaction usual;
    agent_last_words();
    posix_files_emergency();
    memset(&usual, 0, sizeof usual);
    usual.sa_handler = SIG_DFL;
    (void)sigaction(number, &usual, NULL);
    errno = kept;
    (void)raise(number);
}

static void handle(int number, void (*handler)(int), int flags) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    action.sa_flags = flags;
    sigemptyset(&action.sa_mask);
    (void)sigaction(number, &action, NULL);
}

void posix_signals_start(void) {
    static const int deadly[] = {SIGTERM, SIGINT, SIGHUP, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
    static char stack_bytes[65536];
    stack_t stack;
    memset(&stack, 0, sizeof stack);
    stack.ss_sp = stack_bytes; /* a stack that overflowed cannot hold the handler */
    stack.ss_size = sizeof stack_bytes;
    (void)sigaltstack(&stack, NULL);
    handle(SIGPIPE, count_broken_pipe, SA_RESTART);
    handle(SIGUSR1, interrupt_call, 0);
    handle(SIGUSR2, interrupt_call, SA_RESTART);
    handle(SIGIO, SIG_IGN, 0);
    for (size_t i = 0; i < sizeof deadly / sizeof deadly[0]; i++)
        handle(deadly[i], last_moments, (int)(SA_ONSTACK | SA_RESETHAND | SA_NODEFER));
}

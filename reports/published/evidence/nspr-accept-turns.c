/* NSPR 4.35 (Debian 12, libnspr4 2:4.35-1) on Linux: PR_Accept() at a listener of PR_AF_LOCAL that another thread shuts down.
 *
 * No document of NSPR promises otherwise; what it costs is a processor.
 * Observed: PR_Accept neither returns nor sleeps: it asks poll() and accept() in turn until the end of the process. accept()
 * itself says EINVAL on such a socket when it may block, and EAGAIN when it may not, which PR_Accept takes for "wait".
 *
 *   gcc -I/usr/include/nspr -o nspr-accept-turns nspr-accept-turns.c -lnspr4
 *   ./nspr-accept-turns
 *
 * exits 1 where this is so, 0 where it sleeps or returns. */
#include <nspr.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static PRFileDesc *listener;

static void wait_for_client(void *unused) {
    (void)unused;
    (void)PR_Accept(listener, NULL, PR_INTERVAL_NO_TIMEOUT);
}

int main(void) {
    PRNetAddr address;
    struct timespec spent;
    memset(&address, 0, sizeof address);
    address.local.family = PR_AF_LOCAL;
    snprintf(address.local.path, sizeof address.local.path, "/tmp/nspr-accept-turns.%d", (int)getpid());
    listener = PR_OpenTCPSocket(PR_AF_LOCAL);
    if (!listener || PR_Bind(listener, &address) != PR_SUCCESS || PR_Listen(listener, 5) != PR_SUCCESS)
        return 2;
    (void)PR_CreateThread(PR_USER_THREAD, wait_for_client, NULL, PR_PRIORITY_NORMAL, PR_GLOBAL_THREAD, PR_UNJOINABLE_THREAD, 0);
    (void)PR_Sleep(PR_MillisecondsToInterval(100));
    (void)PR_Shutdown(listener, PR_SHUTDOWN_BOTH);
    (void)PR_Sleep(PR_SecondsToInterval(2));
    (void)unlink(address.local.path);
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
    printf("processor time in the 2 seconds after the shutdown: %ld ms\n", (long)spent.tv_sec * 1000 + spent.tv_nsec / 1000000);
    return spent.tv_sec == 0 && spent.tv_nsec < 200000000 ? 0 : 1;
}

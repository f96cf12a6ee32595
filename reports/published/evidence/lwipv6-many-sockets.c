/* LWIPv6 1.5a (Debian 12, liblwipv6-2 1.5a-9): more sockets than fit below descriptor 1024, each call of which waits in select().
 *
 * POSIX.1-2017, socket(), Errors: "EMFILE All file descriptors available to the process are currently open."
 * Observed: with room for 4096 descriptors the process ends by a signal: mailboxes are pipes, and descriptors beyond 1023 are put into an
 * fd_set that has no room for them. With room for 1024 a call does not return instead.
 *
 *   gcc -o lwipv6-many-sockets lwipv6-many-sockets.c -llwipv6 -ldl -lpthread && ./lwipv6-many-sockets      ends by SIGSEGV where this is so */
#include <errno.h>
#include <lwipv6.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

int main(void) {
    struct rlimit limit = {4096, 4096};
    int made = 0;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
        return 2;
    (void)alarm(10);
    lwip_stack_set(lwip_stack_new());
    while (made < 400 && lwip_socket(AF_INET, SOCK_STREAM, 0) >= 0)
        made++;
    printf("%d sockets (%s)\n", made, strerror(errno));
    return 0;
}

/* SRT 1.5.1 (Debian 12, libsrt-openssl-dev 1.5.1-1+deb12u2): srt_getsockopt of SRTO_IPTTL or SRTO_IPTOS on a socket whose srt_bind failed.
 *
 * The documentation of the functions gives an error, SRT_EINVSOCK or SRT_EINVOP, never the end of the process.
 * Observed: it reads through a null pointer, and the process ends by SIGSEGV; here that process is a child.
 *
 *   gcc -o srt-option-crash srt-option-crash.c -lsrt
 *   ./srt-option-crash
 *
 * exits 1 where this is so, 0 where it is not. */
#include <arpa/inet.h>
#include <srt/srt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static int ask(void) {
    struct sockaddr_in address = {.sin_family = AF_INET};
    int length = sizeof address, value = 0, size = sizeof value;
    bool no = false;
    srt_startup();
    srt_setloglevel(2);
    SRTSOCKET first = srt_create_socket(), second = srt_create_socket();
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    srt_setsockopt(first, 0, SRTO_REUSEADDR, &no, sizeof no);
    srt_setsockopt(second, 0, SRTO_REUSEADDR, &no, sizeof no);
    srt_bind(first, (struct sockaddr *)&address, sizeof address);
    srt_getsockname(first, (struct sockaddr *)&address, &length);
    printf("srt_bind to an address in use: %d\n", srt_bind(second, (struct sockaddr *)&address, sizeof address));
    fflush(stdout);
    return srt_getsockopt(second, 0, SRTO_IPTTL, &value, &size);
}

int main(void) {
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        printf("srt_getsockopt: %d\n", ask());
        fflush(stdout);
        _exit(0);
    }
    waitpid(child, &status, 0);
    printf("the process ended by %s %d\n", WIFSIGNALED(status) ? "signal" : "exit", WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    return WIFSIGNALED(status) ? 1 : 0;
}

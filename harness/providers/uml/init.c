/* init.c: the first process of a User-Mode Linux guest: makes the guest a place for an agent, runs the agent over the console
 * and powers the guest off when it ends.
 *
 *   init AGENT   as the kernel's init= program; modules to load stand in the environment as UML_MODULES=PATH:PATH */
#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

static void complain(const char *what) {
    fprintf(stderr, "init: %s: %s\n", what, strerror(errno));
}

static void mount_one(const char *type, const char *where) {
    if (mount(type, where, type, 0, NULL) != 0 && errno != EBUSY)
        complain(where);
}

/* The line belongs to the protocol: no echo, no translation, no signals. */
static void make_line_raw(int line) {
    struct termios settings;
    if (tcgetattr(line, &settings) != 0) {
        complain("the console is no terminal");
        return;
    }
    cfmakeraw(&settings);
    settings.c_cc[VMIN] = 1;
    settings.c_cc[VTIME] = 0;
    if (tcsetattr(line, TCSANOW, &settings) != 0)
        complain("the console stays cooked");
}

/* What one connection taught the kernel of the way would size the buffers of the next: each case begins anew. */
static void keep_no_metrics(void) {
    int file = open("/proc/sys/net/ipv4/tcp_no_metrics_save", O_WRONLY | O_CLOEXEC);
    if (file < 0 || write(file, "1", 1) != 1)
        complain("tcp_no_metrics_save");
    if (file >= 0)
        (void)close(file);
}

static void load_modules(char *paths) {
    for (char *path = paths ? strtok(paths, ":") : NULL; path; path = strtok(NULL, ":")) {
        int file = open(path, O_RDONLY | O_CLOEXEC);
        if (file < 0 || (syscall(SYS_finit_module, file, "", 0) != 0 && errno != EEXIST))
            complain(path);
        if (file >= 0)
            (void)close(file);
    }
}

static void bring_loopback_up(void) {
    struct ifreq request;
    int s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    memset(&request, 0, sizeof request);
    strcpy(request.ifr_name, "lo");
    request.ifr_flags = IFF_UP;
    if (s < 0 || ioctl(s, SIOCSIFFLAGS, &request) != 0)
        complain("lo");
    if (s >= 0)
        (void)close(s);
}

static void run(char *agent) {
    char *arguments[] = {agent, NULL};
    int status;
    pid_t child = fork();
    if (child == 0) {
        (void)setsid();
        execv(agent, arguments);
        complain(agent);
        _exit(127);
    }
    if (child < 0)
        complain("fork");
    while (child > 0 && waitpid(-1, &status, 0) != child)
        continue;
    if (child > 0 && WIFSIGNALED(status))
        fprintf(stderr, "init: the agent ended by signal %d\n", WTERMSIG(status));
    else if (child > 0 && WEXITSTATUS(status) != 0)
        fprintf(stderr, "init: the agent ended with status %d\n", WEXITSTATUS(status));
}

int main(int argument_count, char **arguments) {
    int line = open("/dev/ttyS0", O_RDWR | O_NOCTTY | O_CLOEXEC);
    (void)argument_count;
    mount_one("proc", "/proc");
    mount_one("sysfs", "/sys");
    mount_one("tmpfs", "/mnt"); /* the root is the host's, read-only; it stays visible under /tmp */
    (void)chmod("/mnt", 01777);
    (void)setenv("TMPDIR", "/mnt", 1);
    (void)mkdir("/dev/shm", 0755);
    mount_one("tmpfs", "/dev/shm");
    if (line < 0) {
        complain("/dev/ttyS0");
    } else {
        make_line_raw(line);
        load_modules(getenv("UML_MODULES"));
        bring_loopback_up();
        keep_no_metrics();
        if (dup2(line, 0) < 0 || dup2(line, 1) < 0 || write(line, "ready\n", 6) != 6)
            complain("the line");
        else
            run(arguments[1] ? arguments[1] : getenv("UML_AGENT"));
        (void)tcdrain(line);
    }
    sync();
    (void)reboot(RB_POWER_OFF);
    return 1;
}

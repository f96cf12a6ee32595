/* posix_files.c: paths for AF_UNIX sockets, in a directory that is removed with everything in it. */
#define _GNU_SOURCE 1
#include "posix.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DIRECTORY_MOST = 80, NAME_ROOM = 24 };

/* Names are DIRECTORY/PID-N, renamed ones DIRECTORY/PID-N.r: all can be told again in a signal handler, without reading the directory. */
static char directory[DIRECTORY_MOST];
static pid_t owner; /* who made the directory; 0: it was given to us, and is not ours to remove */
static pid_t user;  /* who counted made */
static unsigned long made;

/* Only what a signal handler may call. */
static void put_name(char *path, unsigned long number, bool renamed) {
    char digits[48], *at = digits + sizeof digits;
    size_t length = strlen(directory);
    unsigned long process = (unsigned long)user;
    *--at = '\0';
    if (renamed) {
        *--at = 'r';
        *--at = '.';
    }
    do {
        *--at = (char)('0' + number % 10);
    } while ((number /= 10) > 0);
    *--at = '-';
    do {
        *--at = (char)('0' + process % 10);
    } while ((process /= 10) > 0);
    *--at = '/';
    memcpy(path, directory, length);
    strcpy(path + length, at);
}

/* Others than the maker connect too, once a case has changed the user: the directory may be entered, not listed. */
static int make_directory(void) {
    const char *given = getenv("LISTENCHECK_DIRECTORY"), *base = getenv("TMPDIR");
    if (given && given[0] != '\0') {
        if (strlen(given) + NAME_ROOM + 8 >= DIRECTORY_MOST)
            return UNSUPPORTED;
        strcpy(directory, given);
        owner = 0;
        return 0;
    }
    if (!base || base[0] != '/' || strlen(base) + sizeof "/listencheck-XXXXXX" >= DIRECTORY_MOST - NAME_ROOM)
        base = "/tmp";
    snprintf(directory, sizeof directory, "%s/listencheck-XXXXXX", base);
    if (!mkdtemp(directory)) {
        directory[0] = '\0';
        return errno;
    }
    (void)chmod(directory, 0711);
    owner = getpid();
    return 0;
}

int posix_fresh_path(char *path, size_t size) {
    int code = directory[0] == '\0' ? make_directory() : 0;
    if (code != 0)
        return code;
    if (strlen(directory) + 48 > size)
        return UNSUPPORTED;
    if (user != getpid()) {
        user = getpid();
        made = 0;
    }
    put_name(path, ++made, false);
    return 0;
}

int posix_unlink_path(const char *path) {
    errno = 0;
    return posix_result(unlink(path));
}

int posix_rename_path(const char *path, char *renamed, size_t size) {
    size_t length = strlen(path);
    if (length + 3 > size)
        return UNSUPPORTED;
    memcpy(renamed, path, length);
    strcpy(renamed + length, ".r");
    errno = 0;
    return posix_result(rename(path, renamed));
}

int posix_temporary_file(bool fifo) {
    char path[DIRECTORY_MOST + 64];
    int s = -1;
    if (posix_fresh_path(path, sizeof path) != 0)
        return -1;
    if (!fifo)
        s = open(path, O_RDWR | O_CREAT | O_EXCL, 0600);
    else if (mkfifo(path, 0600) == 0)
        s = open(path, O_RDWR);
    (void)unlink(path);
    return s;
}

static void remove_made(void) {
    char path[DIRECTORY_MOST + 64];
    for (unsigned long number = 1; number <= made; number++)
        for (int renamed = 0; renamed < 2; renamed++) {
            put_name(path, number, renamed != 0);
            (void)unlink(path);
        }
}

void posix_files_clear(void) {
    if (made == 0 || user != getpid())
        return;
    remove_made();
    made = 0;
}

void posix_files_stop(void) {
    posix_files_clear();
    posix_files_emergency();
}

void posix_files_emergency(void) {
    if (directory[0] == '\0')
        return;
    if (user == getpid())
        remove_made();
    if (owner == getpid())
        (void)rmdir(directory);
}

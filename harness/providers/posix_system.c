/* posix_system.c: who the system is, its limits, and what of it a run may change. */
#define _GNU_SOURCE 1
#include "posix.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

static bool own_namespace;
static uid_t user_at_start;
static bool user_changed;

bool posix_own_namespace(void) {
    return own_namespace;
}

static const char *library_name(void) {
#if defined(__GLIBC__)
    return "-glibc";
#elif defined(__BIONIC__)
    return "-bionic";
#elif defined(__linux__)
    return "-musl";
#else
    return "";
#endif
}

/* Letters, digits and .-_ in lower case; all else becomes `-`. */
static void copy_id(char *out, size_t size, const char *in) {
    size_t i = 0;
    for (; in[i] != '\0' && i + 1 < size; i++) {
        unsigned char c = (unsigned char)in[i];
        out[i] = isalnum(c) || c == '.' || c == '_' ? (char)tolower(c) : '-';
    }
    out[i] = '\0';
}

int posix_identify(char *text, size_t size) {
    const char *given = getenv("LISTENCHECK_SUBJECT");
    struct utsname system;
    char name[80], kind[32], release[72];
    int major = 0, minor = 0;
    if (uname(&system) < 0)
        return errno;
    copy_id(kind, sizeof kind, system.sysname);
    copy_id(release, sizeof release, system.release);
    if (given && given[0] != '\0')
        copy_id(name, sizeof name, given);
    else if (sscanf(system.release, "%d.%d", &major, &minor) == 2)
        snprintf(name, sizeof name, "%s-%d.%d%s", kind, major, minor, library_name());
    else
        snprintf(name, sizeof name, "%s%s", kind, library_name());
    snprintf(text, size, "name=%s os=%s/%s errors=posix", name, kind, release);
    return 0;
}

int posix_user(long id) {
    user_changed = true;
    errno = 0;
    return posix_result(seteuid((uid_t)id));
}

#ifdef __linux__

#define NET "/proc/sys/net/"

/* second: reported as a value of its own name, from the second number of the file */
struct setting {
    const char *name, *path, *second;
    char before[64]; /* "" while unchanged */
};

static struct setting settings[] = {
    {"somaxconn", NET "core/somaxconn", NULL, ""},
    {"port-range", NET "ipv4/ip_local_port_range", "porthigh", ""},
    {"abort-on-overflow", NET "ipv4/tcp_abort_on_overflow", NULL, ""},
    {"syncookies", NET "ipv4/tcp_syncookies", NULL, ""},
    {"max-syn-backlog", NET "ipv4/tcp_max_syn_backlog", NULL, ""},
    {"v6only-default", NET "ipv6/bindv6only", NULL, ""},
    {"fastopen", NET "ipv4/tcp_fastopen", NULL, ""},
    {"ip-nonlocal", NET "ipv4/ip_nonlocal_bind", NULL, ""},
    {"ip-nonlocal", NET "ipv6/ip_nonlocal_bind", NULL, ""}, /* one name for both families: the first is the one reported */
    {"privileged", NET "ipv4/ip_unprivileged_port_start", NULL, ""},
};

enum { SETTINGS = sizeof settings / sizeof settings[0] };

static bool read_text(const char *path, char *text, size_t size) {
    int s = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t count = s < 0 ? -1 : read(s, text, size - 1);
    if (s >= 0)
        (void)close(s);
    if (count <= 0)
        return false;
    text[count] = '\0';
    return true;
}

static int write_text(const char *path, const char *text) {
    int s, code = 0;
    errno = 0;
    s = open(path, O_WRONLY | O_CLOEXEC);
    if (s < 0)
        return posix_result(s);
    if (write(s, text, strlen(text)) < 0)
        code = posix_result(-1);
    (void)close(s);
    return code;
}

static size_t read_settings(struct limit *out, size_t most) {
    const char *before = "";
    size_t count = 0;
    for (size_t i = 0; i < SETTINGS && count + 2 <= most; i++) {
        char text[64];
        long long first = 0, second = 0;
        bool reported = strcmp(settings[i].name, before) == 0;
        int found = !reported && read_text(settings[i].path, text, sizeof text) ? sscanf(text, "%lld %lld", &first, &second) : 0;
        before = settings[i].name;
        if (found < 1)
            continue;
        out[count].name = settings[i].second ? "portlow" : settings[i].name;
        out[count++].value = first;
        if (settings[i].second && found == 2) {
            out[count].name = settings[i].second;
            out[count++].value = second;
        }
    }
    return count;
}

/* A setting that can be read only, as gVisor's, is a request that cannot be expressed, not one that fails. */
static int change_setting(struct setting *setting, const char *value) {
    char text[64];
    int code;
    if (setting->before[0] == '\0' && !read_text(setting->path, setting->before, sizeof setting->before))
        return UNSUPPORTED;
    strcpy(text, value);
    if (setting->second && strchr(text, '-'))
        *strchr(text, '-') = ' ';
    code = write_text(setting->path, text);
    if (code == EIO || code == EROFS || code == EACCES || code == EPERM) {
        setting->before[0] = '\0';
        return UNSUPPORTED;
    }
    return code;
}

int posix_set_limit(const char *name, const char *value) {
    int code = UNSUPPORTED;
    if (!own_namespace || strlen(value) >= 64)
        return UNSUPPORTED;
    for (size_t i = 0; i < SETTINGS; i++)
        if (strcmp(settings[i].name, name) == 0 && (code == 0 || code == UNSUPPORTED))
            code = change_setting(&settings[i], value);
    return code;
}

static void restore_settings(void) {
    for (size_t i = 0; i < SETTINGS; i++) {
        if (settings[i].before[0] == '\0')
            continue;
        (void)write_text(settings[i].path, settings[i].before);
        settings[i].before[0] = '\0';
    }
}

static bool in_own_namespace(void) {
    const char *outer = getenv("LISTENCHECK_OUTER_NAMESPACE");
    char own[64];
    ssize_t length = readlink("/proc/self/ns/net", own, sizeof own - 1);
    if (!outer || outer[0] == '\0' || length <= 0)
        return false;
    own[length] = '\0';
    return strcmp(own, outer) != 0;
}

#else

static size_t read_settings(struct limit *out, size_t most) {
    (void)out;
    (void)most;
    return 0;
}

int posix_set_limit(const char *name, const char *value) {
    (void)name;
    (void)value;
    return UNSUPPORTED;
}

static void restore_settings(void) {
}

static bool in_own_namespace(void) {
    return false;
}

#endif

size_t posix_limits(struct limit *out, size_t most) {
    size_t count = read_settings(out, most);
    struct rlimit limit;
    if (count < most) {
        out[count].name = "constant";
        out[count++].value = SOMAXCONN;
    }
    if (count < most && getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) {
        out[count].name = "nofile";
        out[count++].value = (long long)limit.rlim_cur;
    }
    return count;
}

/* Closing a packet socket waits for the whole network stack, some milliseconds: not worth a probe where the system lists them. */
static bool packets_known(void) {
    return user_at_start == 0 && access("/proc/net/packet", F_OK) == 0;
}

void posix_system_start(char caps[POSIX_CAPS_MOST]) {
    user_at_start = geteuid();
    own_namespace = in_own_namespace();
    snprintf(caps, POSIX_CAPS_MOST, "%s%s%s%s",
#ifdef __linux__
             "epoll",
#else
             "",
#endif
             own_namespace ? ",namespace" : "", user_at_start == 0 ? ",root" : "", packets_known() ? ",packet" : "");
}

void posix_system_reset(void) {
    if (user_changed && seteuid(user_at_start) == 0)
        user_changed = false;
    restore_settings();
}

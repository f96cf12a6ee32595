/* winsock_host.c: the system below Wine: its limits are the ones that hold, and a run in a namespace of its own may change
 * them. Windows itself shows its limits to nobody. */
#include "winsock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* second: reported as a value of its own name, from the second number of the file */
struct setting {
    const char *name, *path, *second;
    char before[64]; /* "" while unchanged */
};

static struct setting settings[] = {
    {"somaxconn", "core/somaxconn", NULL, ""},
    {"port-range", "ipv4/ip_local_port_range", "porthigh", ""},
    {"abort-on-overflow", "ipv4/tcp_abort_on_overflow", NULL, ""},
    {"syncookies", "ipv4/tcp_syncookies", NULL, ""},
    {"max-syn-backlog", "ipv4/tcp_max_syn_backlog", NULL, ""},
    {"v6only-default", "ipv6/bindv6only", NULL, ""},
    {"fastopen", "ipv4/tcp_fastopen", NULL, ""},
    {"ip-nonlocal", "ipv4/ip_nonlocal_bind", NULL, ""},
    {"ip-nonlocal", "ipv6/ip_nonlocal_bind", NULL, ""}, /* one name for both families */
    {"privileged", "ipv4/ip_unprivileged_port_start", NULL, ""},
};

enum { SETTINGS = sizeof settings / sizeof settings[0] };

static HANDLE open_setting(const struct setting *setting, DWORD access)
{
    char name[128];
    snprintf(name, sizeof name, "\\\\?\\unix/proc/sys/net/%s", setting->path);
    return CreateFileA(name, access, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
}

static bool read_text(const struct setting *setting, char *text, size_t size)
{
    HANDLE file = open_setting(setting, GENERIC_READ);
    DWORD count = 0;
    if (file == INVALID_HANDLE_VALUE)
        return false;
    if (!ReadFile(file, text, (DWORD)(size - 1), &count, NULL))
        count = 0;
    (void)CloseHandle(file);
    text[count] = '\0';
    return count > 0;
}

static int write_text(const struct setting *setting, const char *text)
{
    HANDLE file = open_setting(setting, GENERIC_WRITE);
    DWORD written = 0;
    int code = 0;
    if (file == INVALID_HANDLE_VALUE)
        return UNSUPPORTED;
    if (!WriteFile(file, text, (DWORD)strlen(text), &written, NULL))
        code = (int)GetLastError();
    (void)CloseHandle(file);
    return code;
}

bool winsock_is_isolated(void)
{
    const char *kind = getenv("LISTENCHECK_NAMESPACE");
    return kind && strcmp(kind, "own") == 0;
}

bool winsock_host_is_ours(void)
{
    return winsock_is_isolated() && calls_reach_the_host();
}

static size_t read_limits(struct limit *out, size_t most)
{
    size_t count = 0;
    for (size_t i = 0; i < SETTINGS && count + 2 <= most; i++) {
        char text[64], *end, *end2;
        long long first, second;
        bool again = i > 0 && strcmp(settings[i].name, settings[i - 1].name) == 0;
        if (again || !read_text(&settings[i], text, sizeof text))
            continue;
        first = strtoll(text, &end, 10);
        if (end == text)
            continue;
        out[count++] = (struct limit){settings[i].second ? "portlow" : settings[i].name, first};
        second = strtoll(end, &end2, 10);
        if (settings[i].second && end2 != end)
            out[count++] = (struct limit){settings[i].second, second};
    }
    return count;
}

/* In a namespace of its own nobody but the agent changes them: they are read once, and again after a change. */
static struct limit known[SETTINGS + 1];
static size_t known_count;

size_t winsock_host_limits(struct limit *out, size_t most)
{
    size_t count = 0;
    if (!winsock_host_is_ours())
        return read_limits(out, most);
    if (known_count == 0)
        known_count = read_limits(known, sizeof known / sizeof known[0]);
    for (; count < known_count && count < most; count++)
        out[count] = known[count];
    return count;
}

static int change(struct setting *setting, const char *value)
{
    char text[64], *dash;
    known_count = 0;
    if (setting->before[0] == '\0' && !read_text(setting, setting->before, sizeof setting->before))
        return UNSUPPORTED;
    strcpy(text, value);
    dash = setting->second ? strchr(text, '-') : NULL;
    if (dash)
        *dash = ' ';
    return write_text(setting, text);
}

int winsock_set_limit(const char *name, const char *value)
{
    int code = UNSUPPORTED;
    if (!winsock_host_is_ours() || strlen(value) >= 64)
        return UNSUPPORTED;
    for (size_t i = 0; i < SETTINGS; i++)
        if (strcmp(settings[i].name, name) == 0 && (code == 0 || code == UNSUPPORTED))
            code = change(&settings[i], value);
    return code;
}

void winsock_host_restore(void)
{
    for (size_t i = 0; i < SETTINGS; i++) {
        if (settings[i].before[0] == '\0')
            continue;
        (void)write_text(&settings[i], settings[i].before);
        settings[i].before[0] = '\0';
        known_count = 0;
    }
}

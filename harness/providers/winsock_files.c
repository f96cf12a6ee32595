/* winsock_files.c: paths for AF_UNIX sockets, and handles that are no sockets. */
#include "winsock.h"

#include <stdio.h>
#include <string.h>

enum { SPECIALS_MOST = 16 };

static HANDLE specials[SPECIALS_MOST];
static size_t special_count;
static unsigned long made;

static int path_of(unsigned long number, const char *suffix, char *path, size_t size)
{
    char directory[MAX_PATH + 1];
    DWORD length = GetTempPathA(sizeof directory, directory);
    int written;
    if (length == 0 || length > MAX_PATH)
        return UNSUPPORTED;
    written = snprintf(path, size, "%slistencheck-%lu-%lu%s", directory, GetCurrentProcessId(), number, suffix);
    return written > 0 && (size_t)written < size ? 0 : UNSUPPORTED;
}

int winsock_fresh_path(char *path, size_t size)
{
    return path_of(++made, "", path, size);
}

int winsock_unlink_path(const char *path)
{
    return DeleteFileA(path) ? 0 : (int)GetLastError();
}

int winsock_rename_path(const char *path, char *renamed, size_t size)
{
    int written = snprintf(renamed, size, "%s.r", path);
    if (written < 0 || (size_t)written >= size)
        return UNSUPPORTED;
    return MoveFileA(path, renamed) ? 0 : (int)GetLastError();
}

void winsock_files_clear(void)
{
    char path[MAX_PATH + 64];
    for (; made > 0; made--) {
        if (path_of(made, "", path, sizeof path) == 0)
            (void)DeleteFileA(path);
        if (path_of(made, ".r", path, sizeof path) == 0)
            (void)DeleteFileA(path);
    }
}

static HANDLE make_file(void)
{
    char path[MAX_PATH + 64];
    if (path_of(0, ".file", path, sizeof path) != 0)
        return INVALID_HANDLE_VALUE;
    return CreateFileA(path, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                       CREATE_ALWAYS, FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE, NULL);
}

static HANDLE make_directory(void)
{
    return CreateFileA("C:\\", FILE_LIST_DIRECTORY, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_EXISTING,
                       FILE_FLAG_BACKUP_SEMANTICS, NULL);
}

static HANDLE make_null(void)
{
    return CreateFileA("NUL", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
}

static HANDLE make_pipe(bool write_end)
{
    HANDLE in, out;
    if (!CreatePipe(&in, &out, NULL, 0))
        return INVALID_HANDLE_VALUE;
    (void)CloseHandle(write_end ? in : out);
    return write_end ? out : in;
}

static HANDLE make_pipe_read(void)
{
    return make_pipe(false);
}

static HANDLE make_pipe_write(void)
{
    return make_pipe(true);
}

static HANDLE make_shared_memory(void)
{
    HANDLE section = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 4096, NULL);
    return section ? section : INVALID_HANDLE_VALUE;
}

static const struct {
    const char *kind;
    HANDLE (*make)(void);
} kinds[] = {
    {"file", make_file},           {"dir", make_directory},         {"null", make_null},
    {"pipe-read", make_pipe_read}, {"pipe-write", make_pipe_write}, {"shm", make_shared_memory},
};

int winsock_make_special(const char *kind, descriptor *out)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        HANDLE handle;
        if (strcmp(kinds[i].kind, kind) != 0 || special_count == SPECIALS_MOST)
            continue;
        handle = kinds[i].make();
        if (handle == INVALID_HANDLE_VALUE)
            return UNSUPPORTED;
        specials[special_count++] = handle;
        *out = (descriptor)handle;
        return 0;
    }
    return UNSUPPORTED;
}

bool winsock_close_special(descriptor s)
{
    for (size_t i = 0; i < special_count; i++) {
        if (specials[i] != (HANDLE)s)
            continue;
        specials[i] = specials[--special_count];
        (void)CloseHandle((HANDLE)s);
        return true;
    }
    return false;
}

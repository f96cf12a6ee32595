/* winsock_stream.c: the bytes of the protocol: the standard handles, raw, kept for the agent alone. */
#include "winsock.h"

#include <string.h>

static HANDLE from, to;

int winsock_stream_start(void)
{
    from = GetStdHandle(STD_INPUT_HANDLE);
    to = GetStdHandle(STD_OUTPUT_HANDLE);
    if (from == INVALID_HANDLE_VALUE || to == INVALID_HANDLE_VALUE || !from || !to)
        return ERROR_INVALID_HANDLE;
    (void)SetStdHandle(STD_INPUT_HANDLE, NULL);
    (void)SetStdHandle(STD_OUTPUT_HANDLE, GetStdHandle(STD_ERROR_HANDLE));
    return 0;
}

/* ReadFile says of a pipe whose other end is closed that it is broken: the end of the stream. */
long winsock_receive(char *buffer, size_t size)
{
    DWORD count = 0, most = size > 65536 ? 65536 : (DWORD)size;
    if (ReadFile(from, buffer, most, &count, NULL))
        return (long)count;
    return GetLastError() == ERROR_BROKEN_PIPE || GetLastError() == ERROR_HANDLE_EOF ? 0 : -1;
}

static int write_all(HANDLE stream, const char *bytes, size_t count)
{
    while (count > 0) {
        DWORD written = 0;
        if (!WriteFile(stream, bytes, count > 65536 ? 65536 : (DWORD)count, &written, NULL) || written == 0)
            return (int)GetLastError();
        bytes += written;
        count -= written;
    }
    return 0;
}

int winsock_transmit(const char *buffer, size_t size)
{
    return write_all(to, buffer, size);
}

void winsock_say(const char *text)
{
    HANDLE stream = GetStdHandle(STD_ERROR_HANDLE);
    if (write_all(stream, text, strlen(text)) == 0)
        (void)write_all(stream, "\n", 1);
}

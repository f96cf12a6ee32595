/* winsock_modes.c: Winsock cannot be asked whether a socket blocks; this remembers what was set. Handles are small multiples
 * of four, so a table by number will do; one that is larger stays unknown. */
#include "winsock.h"

#include <stdlib.h>
#include <string.h>

enum { NUMBERS_MOST = 1 << 22 };

static unsigned char *modes;
static size_t capacity;
static SRWLOCK lock = SRWLOCK_INIT;

static bool reserve(size_t number)
{
    size_t wanted = capacity == 0 ? 1024 : capacity;
    unsigned char *larger;
    if (number < capacity)
        return true;
    if (number >= NUMBERS_MOST)
        return false;
    while (wanted <= number)
        wanted *= 2;
    larger = realloc(modes, wanted);
    if (!larger)
        return false;
    memset(larger + capacity, MODE_UNKNOWN, wanted - capacity);
    modes = larger;
    capacity = wanted;
    return true;
}

enum mode winsock_mode(SOCKET s)
{
    size_t number = (size_t)(s >> 2);
    enum mode mode = MODE_UNKNOWN;
    AcquireSRWLockShared(&lock);
    if (number < capacity)
        mode = (enum mode)modes[number];
    ReleaseSRWLockShared(&lock);
    return mode;
}

void winsock_set_mode(SOCKET s, enum mode mode)
{
    size_t number = (size_t)(s >> 2);
    AcquireSRWLockExclusive(&lock);
    if (reserve(number))
        modes[number] = (unsigned char)mode;
    ReleaseSRWLockExclusive(&lock);
}

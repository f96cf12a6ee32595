/* wsp_model_machine.c: the one machine of the model as a service provider. One lock guards it. Its time is real time here, and a
 * call that has to wait sleeps until another call changed something or the machine's next timer is due. */
#include "wsp_model.h"
#include "wsp_model_words.h"

#include "model/choice.h"

#include <stdio.h>
#include <stdlib.h>

/* Socket handles are numbers of the machine, out of the way of the system's own handles. */
enum { FIRST_HANDLE = 0x100000, LAST_HANDLE = FIRST_HANDLE + 4 * MACHINE_DESCRIPTORS };

struct machine *wsp_machine;
unsigned long wsp_cancelled;
descriptor wsp_foreign = -1;
static SRWLOCK lock = SRWLOCK_INIT;
static CONDITION_VARIABLE changed = CONDITION_VARIABLE_INIT;
static DWORD first_thread;

BOOL wsp_make_machine(void)
{
    const char *choice = getenv("LISTENCHECK_MODEL");
    char message[160];
    struct decisions decisions;
    if (wsp_machine)
        return TRUE;
    if (!choice_decide(choice ? choice : "model:wsplisten", &decisions, message, sizeof message)) {
        (void)fprintf(stderr, "wsp-model: %s\n", message);
        return FALSE;
    }
    wsp_machine = calloc(1, sizeof *wsp_machine);
    if (!wsp_machine)
        return FALSE;
    first_thread = GetCurrentThreadId();
    machine_start(wsp_machine, &decisions);
    return TRUE;
}

static uint64_t now(void)
{
    static LARGE_INTEGER start;
    LARGE_INTEGER count, frequency;
    (void)QueryPerformanceFrequency(&frequency);
    (void)QueryPerformanceCounter(&count);
    if (start.QuadPart == 0)
        start = count;
    count.QuadPart -= start.QuadPart;
    return (uint64_t)(count.QuadPart / frequency.QuadPart * 1000000 +
                      count.QuadPart % frequency.QuadPart * 1000000 / frequency.QuadPart);
}

/* Brings the machine to this moment and this thread. */
static void catch_up(void)
{
    wsp_machine->process = 0;
    wsp_machine->in_thread = GetCurrentThreadId() != first_thread;
    machine_advance(wsp_machine, now());
}

void wsp_enter(void)
{
    AcquireSRWLockExclusive(&lock);
    catch_up();
}

void wsp_leave(void)
{
    ReleaseSRWLockExclusive(&lock);
    WakeAllConditionVariable(&changed);
}

descriptor wsp_number_behind(SOCKET s)
{
    if (s == INVALID_SOCKET)
        return -1;
    if (s < FIRST_HANDLE || s >= LAST_HANDLE || s % 4 != 0)
        return wsp_foreign;
    return (descriptor)((s - FIRST_HANDLE) / 4);
}

SOCKET wsp_handle_of(descriptor number)
{
    return (SOCKET)(FIRST_HANDLE + 4 * number);
}

int wsp_answer(int status, LPINT error)
{
    if (status == 0)
        return 0;
    if (status == WORD_crash)
        ExitProcess(1);
    *error = wsp_error_of(status);
    return SOCKET_ERROR;
}

int wsp_fail(int code, LPINT error)
{
    *error = code;
    return SOCKET_ERROR;
}

void wsp_sleep_until(uint64_t end)
{
    uint64_t next = machine_next_event(wsp_machine), time = now();
    DWORD milliseconds = INFINITE;
    if (end < next)
        next = end;
    if (next != MACHINE_NEVER)
        milliseconds = next <= time ? 0 : (DWORD)((next - time + 999) / 1000);
    (void)SleepConditionVariableSRW(&changed, &lock, milliseconds, 0);
    catch_up();
}

/* Winsock has a name of its own for a wait that came to the end of its time. */
static int timed_out(int status, const struct waiting *waiting)
{
    return status == MODEL_EAGAIN && waiting->started && waiting->deadline != MACHINE_NEVER ? MODEL_ETIMEDOUT : status;
}

BOOL wsp_goes_on(int *status, struct waiting *waiting, unsigned long stop)
{
    if (*status == MACHINE_WAIT && wsp_cancelled == stop) {
        WakeAllConditionVariable(&changed); /* others hear at once of what the try did */
        wsp_sleep_until(waiting->deadline);
        return TRUE;
    }
    *status = timed_out(*status, waiting);
    machine_finish(wsp_machine, waiting);
    if (*status == MACHINE_WAIT)
        *status = MODEL_EINTR;
    return FALSE;
}

int WSPAPI wsp_model_cancel(LPINT error)
{
    (void)error;
    AcquireSRWLockExclusive(&lock);
    wsp_cancelled++;
    wsp_leave();
    return 0;
}

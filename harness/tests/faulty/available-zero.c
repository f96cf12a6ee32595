/* FIONREAD says that nothing is there to be read. */
#include "real.h"
#include <stdarg.h>
#include <sys/ioctl.h>

REAL(ioctl);

int ioctl(int s, unsigned long request, ...)
{
    va_list arguments;
    void *value;
    int result;
    va_start(arguments, request);
    value = va_arg(arguments, void *);
    va_end(arguments);
    result = real_function()(s, request, value);
    if (result == 0 && request == FIONREAD)
        *(int *)value = 0;
    return result;
}

/* FIONREAD of a listener says zero instead of EINVAL. */
#include "real.h"
#include <stdarg.h>
#include <sys/ioctl.h>

REAL(ioctl);

int ioctl(int s, unsigned long request, ...)
{
    va_list arguments;
    void *value;
    va_start(arguments, request);
    value = va_arg(arguments, void *);
    va_end(arguments);
    if (request == FIONREAD && is_listening(s)) {
        *(int *)value = 0;
        return 0;
    }
    return real_function()(s, request, value);
}

/* number.c: decimal numbers of 64 bits, with overflow told. */
#include "number.h"

#include <limits.h>

enum number_outcome number_parse(const char *text, long long *number)
{
    bool negative = *text == '-';
    long long value = 0; /* kept negative: LLONG_MIN has no positive counterpart */
    bool fits = true;
    text += negative ? 1 : 0;
    if (*text == '\0') {
        return NUMBER_NONE;
    }
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9') {
            return NUMBER_NONE;
        }
        fits = fits && number_product(value, 10, &value) && number_difference(value, *text - '0', &value);
    }
    fits = fits && (negative || value > LLONG_MIN);
    if (!fits) {
        return NUMBER_TOO_LARGE;
    }
    *number = negative ? value : -value;
    return NUMBER_GOOD;
}

bool number_sum(long long a, long long b, long long *result)
{
    if ((b > 0 && a > LLONG_MAX - b) || (b < 0 && a < LLONG_MIN - b)) {
        return false;
    }
    *result = a + b;
    return true;
}

bool number_difference(long long a, long long b, long long *result)
{
    if ((b < 0 && a > LLONG_MAX + b) || (b > 0 && a < LLONG_MIN + b)) {
        return false;
    }
    *result = a - b;
    return true;
}

bool number_product(long long a, long long b, long long *result)
{
    if (a != 0 && b != 0) {
        bool positive = (a > 0) == (b > 0);
        /* The comparisons divide by the operand for which no quotient overflows. */
        if (positive && (a > 0 ? a > LLONG_MAX / b : b < LLONG_MAX / a)) {
            return false;
        }
        if (!positive && (a > 0 ? b < LLONG_MIN / a : a < LLONG_MIN / b)) {
            return false;
        }
    }
    *result = a * b;
    return true;
}

/* number.h: decimal numbers of 64 bits, with overflow told. */
#ifndef LISTENCHECK_NUMBER_H
#define LISTENCHECK_NUMBER_H

#include <stdbool.h>

/* NUMBER_TOO_LARGE: digits, but more than 64 bits hold. */
enum number_outcome { NUMBER_GOOD, NUMBER_NONE, NUMBER_TOO_LARGE };

/* The whole text must be an optional `-` and digits. */
enum number_outcome number_parse(const char *text, long long *number);

/* Each returns false, and leaves *result alone, when the result does not fit. */
bool number_sum(long long a, long long b, long long *result);
bool number_difference(long long a, long long b, long long *result);
bool number_product(long long a, long long b, long long *result);

#endif

/* check.h: what every C unit test shares: counted checks, one `ok` or `not ok` line each, and the exit status. */
#ifndef LISTENCHECK_CHECK_H
#define LISTENCHECK_CHECK_H

#include <stdio.h>
#include <string.h>

static int check_count;
static int check_failures;

static inline int check_report(int holds, const char *what, const char *file, int line) {
    check_count++;
    if (holds) {
        printf("ok %d - %s\n", check_count, what);
        return 1;
    }
    check_failures++;
    printf("not ok %d - %s\n#   %s:%d\n", check_count, what, file, line);
    return 0;
}

static inline int check_text(const char *seen, const char *wanted, const char *what, const char *file, int line) {
    int holds = seen != NULL && wanted != NULL ? strcmp(seen, wanted) == 0 : seen == wanted;
    if (!check_report(holds, what, file, line))
        printf("#   seen:   %s\n#   wanted: %s\n", seen ? seen : "(null)", wanted ? wanted : "(null)");
    return holds;
}

static inline int check_number(long long seen, long long wanted, const char *what, const char *file, int line) {
    int holds = seen == wanted;
    if (!check_report(holds, what, file, line))
        printf("#   seen:   %lld\n#   wanted: %lld\n", seen, wanted);
    return holds;
}

/* Ends the plan; main returns what this returns. No check at all is a failure too. */
static inline int check_finish(void) {
    printf("1..%d\n", check_count);
    if (check_failures != 0)
        printf("# %d of %d failed\n", check_failures, check_count);
    return check_failures != 0 || check_count == 0;
}

#define CHECK(condition) check_report((condition) ? 1 : 0, #condition, __FILE__, __LINE__)
#define CHECK_TEXT(seen, wanted) check_text((seen), (wanted), #seen, __FILE__, __LINE__)
#define CHECK_NUMBER(seen, wanted) check_number((long long)(seen), (long long)(wanted), #seen, __FILE__, __LINE__)

#endif

/* words.c: the names of levels, verdicts, states and gate classes. */
#include "words.h"

#include <stddef.h>
#include <string.h>

static const char *const levels[] = {"must", "should", "may", "open", "silent"};
static const char *const verdicts[] = {"crash", "hang",        "deviates",       "falls-short", "inconclusive", "conforms",
                                       "open",  "unsupported", "not-applicable", "untestable",  "not-run"};
static const char *const statuses[] = {"done", "unsupported", "inconclusive", "crash", "hang"};
static const char *const gate_classes[] = {"", "new", "changed", "known", "fixed", "stale"};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* The position of name in list, or count. */
static size_t position(const char *const *list, size_t count, const char *name)
{
    size_t i = 0;
    while (i < count && strcmp(list[i], name) != 0) {
        i++;
    }
    return i;
}

const char *level_name(enum level level)
{
    return levels[level];
}

const char *verdict_name(enum verdict verdict)
{
    return verdicts[verdict];
}

const char *status_name(enum status status)
{
    return statuses[status];
}

const char *gate_class_name(enum gate_class class)
{
    return gate_classes[class];
}

bool level_of(const char *name, enum level *level)
{
    size_t found = position(levels, COUNT(levels), name);
    *level = (enum level)(found < COUNT(levels) ? found : 0);
    return found < COUNT(levels);
}

bool status_of(const char *name, enum status *status)
{
    size_t found = position(statuses, COUNT(statuses), name);
    *status = (enum status)(found < COUNT(statuses) ? found : 0);
    return found < COUNT(statuses);
}

bool verdict_is_deviation(enum verdict verdict)
{
    return verdict == VERDICT_CRASH || verdict == VERDICT_HANG || verdict == VERDICT_DEVIATES;
}

static int weight(enum verdict verdict)
{
    return verdict == VERDICT_UNSUPPORTED ? 2 * VERDICT_INCONCLUSIVE + 1 : 2 * (int)verdict;
}

bool verdict_outweighs(enum verdict one, enum verdict other)
{
    return weight(one) < weight(other);
}

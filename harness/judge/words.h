/* words.h: levels, verdicts, states of an instance and gate classes, with their names (suite/VOCABULARY.md). */
#ifndef LISTENCHECK_WORDS_H
#define LISTENCHECK_WORDS_H

#include <stdbool.h>

enum level { LEVEL_MUST, LEVEL_SHOULD, LEVEL_MAY, LEVEL_OPEN, LEVEL_SILENT };

/* From the worst to the least; VERDICT_NOT_RUN: no instance of the clause was in the run. */
enum verdict {
    VERDICT_CRASH,
    VERDICT_HANG,
    VERDICT_DEVIATES,
    VERDICT_FALLS_SHORT,
    VERDICT_INCONCLUSIVE,
    VERDICT_CONFORMS,
    VERDICT_OPEN,
    VERDICT_UNSUPPORTED,
    VERDICT_NOT_APPLICABLE,
    VERDICT_UNTESTABLE,
    VERDICT_NOT_RUN,
    VERDICTS /* how many */
};

enum status { STATUS_DONE, STATUS_UNSUPPORTED, STATUS_INCONCLUSIVE, STATUS_CRASH, STATUS_HANG };

enum gate_class { GATE_NONE, GATE_NEW, GATE_CHANGED, GATE_KNOWN, GATE_FIXED, GATE_STALE };

const char *level_name(enum level level);
const char *verdict_name(enum verdict verdict);
const char *status_name(enum status status);
const char *gate_class_name(enum gate_class class); /* "" for GATE_NONE */

bool level_of(const char *name, enum level *level);
bool status_of(const char *name, enum status *status);
bool verdict_is_deviation(enum verdict verdict);

/* Within one instance: unsupported outweighs conforms, since what was not observed cannot be said to conform. Between the
 * instances of a clause the plain order of the enumeration counts (VOCABULARY.md). */
bool verdict_outweighs(enum verdict one, enum verdict other);

#endif

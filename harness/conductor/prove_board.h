/* prove_board.h: what `prove` notes of every model and fault, in memory its worker processes share. */
#ifndef LISTENCHECK_PROVE_BOARD_H
#define LISTENCHECK_PROVE_BOARD_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "../judge/documents.h"
#include "case_file.h"

/* One instance of one case. */
struct prove_instance {
    const struct test_case *test;
    size_t index;
    size_t case_number;
};

/* A run of one model or fault: `model:ID` or `fault:NAME`. */
struct prove_choice {
    const char *target;
    const char *document;
    size_t base; /* of a fault: the choice it is compared with; of a model: itself */
};

enum run_state { RUN_MISSING, RUN_DONE, RUN_FAILED };

/* Everything of one choice: a digest of what was observed in each instance, and the worst verdict of each clause. */
struct prove_run {
    atomic_uchar *state; /* enum run_state; set last */
    uint64_t *observed;  /* by instance; 0 where nothing could be observed */
    uint8_t *open;       /* by instance: its own document does not conform there, or does not apply */
    uint8_t *verdicts;   /* by clause, enum verdict; of a fault only as far as it differs from its base */
};

struct prove_board {
    const struct prove_instance *instances;
    const struct prove_choice *choices;
    size_t instance_count, choice_count, clause_count;
    void *memory;
    size_t size;
    atomic_size_t *next; /* the choice to be run next */
};

/* False: no memory. */
bool prove_board_open(struct prove_board *board);
struct prove_run prove_board_run(const struct prove_board *board, size_t choice);
void prove_board_close(struct prove_board *board);

#endif

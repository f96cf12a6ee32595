/* prove_write.h: the kill matrix on the terminal and as JSON (suite/schema/PROOF.md). */
#ifndef LISTENCHECK_PROVE_WRITE_H
#define LISTENCHECK_PROVE_WRITE_H

#include <stdio.h>

#include "../common/text.h"
#include "prove_matrix.h"

void prove_print(FILE *out, const struct prove_matrix *matrix, double seconds, bool everything);
void prove_write(struct text *text, const struct prove_matrix *matrix);

#endif

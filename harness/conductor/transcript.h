/* transcript.h: one instance for a reader: each call and its result, then what the documents say. */
#ifndef LISTENCHECK_TRANSCRIPT_H
#define LISTENCHECK_TRANSCRIPT_H

#include <stdio.h>

#include "../judge/gate.h"
#include "performance.h"

void print_transcript(FILE *out, const struct performance *performance);
/* Judgements that concern the reader, with quotes. answers may be NULL. */
void print_judgements(FILE *out, const struct judgement *judgements, const struct gate_answer *answers, size_t count);

#endif

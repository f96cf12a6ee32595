/* choice.h: the models and faults that exist, as data, and how one is chosen. */
#ifndef LISTENCHECK_MODEL_CHOICE_H
#define LISTENCHECK_MODEL_CHOICE_H

#include "decisions.h"

#include <stdbool.h>
#include <stddef.h>

/* A model: what one document decides. */
struct model_row {
    const char *document; /* id, as in suite/documents */
    const char *base;     /* the model it starts from, or NULL */
    const char *changes;  /* see decisions_change */
};

/* A fault: one violation of one model. */
struct fault_row {
    const char *name;
    const char *model;   /* the model it starts from */
    const char *changes; /* what it does differently */
    const char *cases;   /* the cases meant to catch it: ids, blank-separated, `*` for any rest of a word */
    const char *like;    /* the bug it stands for: ids of the research lists, or "" */
    const char *title;   /* what is wrong, in words */
};

size_t model_count(void);
const struct model_row *model_row(size_t index);
const struct model_row *model_find(const char *document);

size_t fault_count(void);
const struct fault_row *fault_row(size_t index);
const struct fault_row *fault_find(const char *name);

/* The document a choice starts from, or "". */
const char *choice_document(const char *choice);

/* The decisions of `model:ID` or `fault:NAME`. On a mistake return false with a message. */
bool choice_decide(const char *choice, struct decisions *decisions, char *message, size_t size);

#endif

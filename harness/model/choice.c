/* choice.c: from a target's words, `model:ID` or `fault:NAME`, to decisions. */
#include "choice.h"

#include <stdio.h>
#include <string.h>

enum { GENERATIONS_MOST = 8 };

static bool decide_model(const char *document, struct decisions *decisions, char *message, size_t size)
{
    const struct model_row *line[GENERATIONS_MOST];
    size_t count = 0;
    for (const char *next = document; next != NULL;) {
        const struct model_row *row = model_find(next);
        if (row == NULL || count == GENERATIONS_MOST) {
            (void)snprintf(message, size, "there is no model %s", next);
            return false;
        }
        line[count++] = row;
        next = row->base;
    }
    decisions_start(decisions);
    while (count-- > 0) {
        char mistake[96] = "";
        if (!decisions_change(decisions, line[count]->changes, mistake, sizeof mistake)) {
            (void)snprintf(message, size, "model %s: %s is no decision", line[count]->document, mistake);
            return false;
        }
    }
    return true;
}

const char *choice_document(const char *choice)
{
    const struct model_row *model = strncmp(choice, "model:", 6) == 0 ? model_find(choice + 6) : NULL;
    const struct fault_row *fault = strncmp(choice, "fault:", 6) == 0 ? fault_find(choice + 6) : NULL;
    return model != NULL ? model->document : fault != NULL ? fault->model : "";
}

bool choice_decide(const char *choice, struct decisions *decisions, char *message, size_t size)
{
    if (strncmp(choice, "model:", 6) == 0)
        return decide_model(choice + 6, decisions, message, size);
    if (strncmp(choice, "fault:", 6) != 0) {
        (void)snprintf(message, size, "%s is neither model:ID nor fault:NAME", choice);
        return false;
    }
    const struct fault_row *fault = fault_find(choice + 6);
    if (fault == NULL) {
        (void)snprintf(message, size, "there is no fault %s", choice + 6);
        return false;
    }
    char mistake[96] = "";
    if (!decide_model(fault->model, decisions, message, size))
        return false;
    if (decisions_change(decisions, fault->changes, mistake, sizeof mistake))
        return true;
    (void)snprintf(message, size, "fault %s: %s is no decision", fault->name, mistake);
    return false;
}

/* transcript.c: one instance for a reader: each call, its result, its time, then what each document says. */
#include "transcript.h"

#include <stdlib.h>
#include <string.h>

#include "../common/printable.h"

enum { REQUEST_WIDTH = 34, LABEL_WIDTH = 14 };

/* The reply without its time, and the time for itself. */
static void split_time(const char *reply, struct text *rest, char *time, size_t size)
{
    const char *at = strstr(reply, " us=");
    time[0] = '\0';
    if (at == NULL) {
        put_printable(rest, reply);
        return;
    }
    size_t digits = strspn(at + 4, "0123456789");
    add_printable(rest, reply, (size_t)(at - reply));
    put_printable(rest, at + 4 + digits);
    (void)snprintf(time, size, "%.*s us", (int)(digits < 12 ? digits : 12), at + 4);
}

static void print_operation(FILE *out, const struct operation *operation)
{
    struct text request = {0}, reply = {0};
    char time[32], label[48] = "";
    text_put(&request, operation->parent == NO_PARENT ? "  " : "    ");
    put_printable(&request, operation->text);
    if (operation->label != NULL && operation->parent == NO_PARENT)
        (void)snprintf(label, sizeof label, "-> %.40s", operation->label);
    split_time(operation->reply != NULL ? operation->reply : "(no answer)", &reply, time, sizeof time);
    fprintf(out, "%-*s %-*s %s%s%s\n", REQUEST_WIDTH, text_string(&request), LABEL_WIDTH, label, text_string(&reply),
            time[0] != '\0' ? "   " : "", time);
    text_free(&request);
    text_free(&reply);
}

void print_transcript(FILE *out, const struct performance *performance)
{
    struct text name = {0};
    instance_name(&name, performance->test->id, performance->matrix);
    fprintf(out, "%s  %s\n", text_string(&name), performance->test->title);
    text_free(&name);
    for (size_t i = 0; i < performance->planned; i++)
        print_operation(out, &performance->operations[i]);
    if (performance->status == STATUS_DONE)
        return;
    struct text reason = {0};
    put_printable(&reason, performance->reason);
    fprintf(out, "  %s: %s\n", status_name(performance->status), text_string(&reason));
    text_free(&reason);
}

static void print_judgement(FILE *out, const struct judgement *judgement, const struct gate_answer *answer)
{
    const struct clause *clause = judgement->clause;
    struct text observed = {0}, quote = {0};
    put_printable(&observed, judgement->observed);
    put_text(&quote, clause->quote != NULL ? clause->quote : "");
    fprintf(out, "  %-15s %-32s %-7s %s", verdict_name(judgement->verdict), clause->id, level_name(clause->level),
            text_string(&observed));
    if (verdict_is_deviation(judgement->verdict) || judgement->verdict == VERDICT_FALLS_SHORT)
        fprintf(out, ", required %s", judgement->expect);
    if (judgement->reason[0] != '\0') {
        struct text reason = {0};
        put_printable(&reason, judgement->reason);
        fprintf(out, " (%s)", text_string(&reason));
        text_free(&reason);
    }
    if (answer != NULL && answer->class != GATE_NONE) {
        fprintf(out, "  [%s%s", gate_class_name(answer->class), answer->why[0] != '\0' ? ": " : "");
        struct text why = {0};
        put_text(&why, answer->why);
        fprintf(out, "%s]", text_string(&why));
        text_free(&why);
    }
    fputc('\n', out);
    if (quote.length > 0)
        fprintf(out, "  %-15s \"%s\"%s%s\n", "", text_string(&quote), clause->where != NULL ? "  " : "",
                clause->where != NULL ? clause->where : "");
    text_free(&observed);
    text_free(&quote);
}

void print_judgements(FILE *out, const struct judgement *judgements, const struct gate_answer *answers, size_t count)
{
    size_t not_applicable = 0;
    if (count == 0)
        fputs("\n  no clause of any document speaks of this case\n", out);
    for (size_t i = 0; i < count; i++) {
        if (judgements[i].verdict == VERDICT_NOT_APPLICABLE) {
            not_applicable++;
            continue;
        }
        if (i == not_applicable)
            fputc('\n', out);
        print_judgement(out, &judgements[i], answers != NULL ? &answers[i] : NULL);
    }
    if (not_applicable > 0)
        fprintf(out, "  (%zu clauses do not apply here)\n", not_applicable);
}

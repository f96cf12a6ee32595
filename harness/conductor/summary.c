/* summary.c: what a run prints at its end: values first, at most 25 lines. */
#include "summary.h"

#include <string.h>

#include "../judge/changes.h"

enum { BAR_CELLS = 10, LINE_WIDTH = 118 };

static bool is_among(const char *id, struct name_list list)
{
    for (size_t i = 0; i < list.count; i++) {
        if (strcmp(list.names[i], id) == 0)
            return true;
    }
    return false;
}

/* How many clauses were judged, and how many of them hold. */
static void count_judged(const struct document_counts *counts, size_t *holding, size_t *judged)
{
    const size_t *verdicts = counts->verdicts;
    *holding = verdicts[VERDICT_CONFORMS];
    *judged = verdicts[VERDICT_CONFORMS] + verdicts[VERDICT_DEVIATES] + verdicts[VERDICT_FALLS_SHORT] +
              verdicts[VERDICT_CRASH] + verdicts[VERDICT_HANG] + verdicts[VERDICT_INCONCLUSIVE];
}

static void add_bar(struct text *out, size_t part, size_t whole)
{
    static const char *const eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    size_t filled = whole > 0 ? part * BAR_CELLS * 8 / whole : 0;
    for (size_t i = 0; i < filled / 8; i++)
        text_put(out, "█");
    text_put(out, eighths[filled % 8]);
}

/* Documents as `ID holding/judged`, wrapped. */
static void print_documents(FILE *out, const struct recorder *recorder, const char *title, bool gated, unsigned most_lines)
{
    struct text line = {0};
    size_t width = 0;
    unsigned lines = 0;
    for (size_t i = 0; i < recorder->documents->count; i++) {
        const struct document *document = &recorder->documents->list[i];
        if (is_among(document->id, recorder->gated) != gated)
            continue;
        struct document_counts counts = tally_document(&recorder->tally, document);
        size_t holding, judged;
        count_judged(&counts, &holding, &judged);
        if (judged == 0)
            continue;
        size_t wanted = strlen(document->id) + 12 + (gated ? BAR_CELLS : 0);
        if (width > 0 && width + wanted > LINE_WIDTH) {
            if (++lines == most_lines) {
                text_put(&line, " …");
                break;
            }
            fprintf(out, "  %-8s %s\n", title, text_string(&line));
            title = "";
            text_clear(&line);
            width = 0;
        }
        if (width > 0)
            text_put(&line, gated ? "  " : " · ");
        text_format(&line, "%s %zu/%zu", document->id, holding, judged);
        if (gated) {
            text_put(&line, " ");
            add_bar(&line, holding, judged);
        }
        width += wanted;
    }
    if (line.length > 0)
        fprintf(out, "  %-8s %s\n", title, text_string(&line));
    text_free(&line);
}

static size_t count_not_obtained(const struct recorder *recorder)
{
    return recorder->statuses[STATUS_INCONCLUSIVE] + recorder->statuses[STATUS_CRASH] + recorder->statuses[STATUS_HANG];
}

static void print_hint(FILE *out, const struct gate *gate)
{
    if (gate->counts[GATE_FIXED] + gate->counts[GATE_STALE] > 0)
        fputs("  fixed and stale lines leave the baseline with: ./run.sh accept --only fixed (or stale)\n", out);
}

void print_summary(FILE *out, const struct recorder *recorder, const char *report)
{
    const struct gate *gate = &recorder->gate;
    fprintf(out, "%s   %zu cases · %zu instances · %zu facts · %.1f s\n", recorder->subject, recorder->cases,
            recorder->place_count, recorder->facts, recorder->seconds);
    if (recorder->gated.count == 0)
        fputs("  claims   none: the gate looks at no document (choose with --document ID)\n", out);
    print_documents(out, recorder, "claims", true, 3);
    print_documents(out, recorder, "others", false, 3);
    print_gate_counts(out, gate);
    fprintf(out, " · unsupported %zu · not obtained %zu", recorder->statuses[STATUS_UNSUPPORTED], count_not_obtained(recorder));
    if (recorder->statuses[STATUS_CRASH] + recorder->statuses[STATUS_HANG] > 0)
        fprintf(out, " (crash %zu, hang %zu)", recorder->statuses[STATUS_CRASH], recorder->statuses[STATUS_HANG]);
    if (recorder->late > 0)
        fprintf(out, " · late once %zu", recorder->late);
    fputc('\n', out);
    print_changes(out, gate);
    print_hint(out, gate);
    fprintf(out, "  report   %s\n", report);
}

/* results_writer.c: writes the parts of results.jsonl that come from judging. */
#include <string.h>

#include "results.h"

void results_write_verdicts(struct json_writer *writer, const struct judgement *judgements, const struct gate_answer *answers,
                            size_t count)
{
    json_begin_array(writer, "verdicts");
    for (size_t i = 0; i < count; i++) {
        const struct judgement *judgement = &judgements[i];
        json_begin_object(writer, NULL);
        json_write_string(writer, "clause", judgement->clause->id);
        json_write_string(writer, "level", level_name(judgement->clause->level));
        json_write_string(writer, "verdict", verdict_name(judgement->verdict));
        json_write_string(writer, "expect", judgement->expect);
        json_write_string(writer, "observed", judgement->observed);
        if (judgement->reason[0] != '\0') {
            json_write_string(writer, "reason", judgement->reason);
        }
        if (answers != NULL && answers[i].class != GATE_NONE) {
            json_write_string(writer, "gate", gate_class_name(answers[i].class));
            json_write_string(writer, "why", answers[i].why);
        }
        json_end_object(writer);
    }
    json_end_array(writer);
}

void results_write_header_documents(struct json_writer *writer, const struct documents *documents)
{
    json_begin_array(writer, "documents");
    for (size_t i = 0; i < documents->count; i++) {
        const struct document *document = &documents->list[i];
        json_begin_object(writer, NULL);
        json_write_string(writer, "id", document->id);
        json_write_string(writer, "title", document->title);
        json_write_count(writer, "clauses", document->clause_count);
        json_write_count(writer, "untestable", document->untestable_count);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static bool is_listed(const char *id, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(list[i], id) == 0) {
            return true;
        }
    }
    return false;
}

void results_write_footer_documents(struct json_writer *writer, const struct tally *tally, const char *const *claims,
                                    size_t claim_count)
{
    json_begin_array(writer, "documents");
    for (size_t i = 0; i < tally->documents->count; i++) {
        const struct document *document = &tally->documents->list[i];
        struct document_counts counts = tally_document(tally, document);
        json_begin_object(writer, NULL);
        json_write_string(writer, "id", document->id);
        json_write_count(writer, "clauses", counts.clauses);
        json_begin_object(writer, "verdicts");
        for (int verdict = 0; verdict < VERDICTS; verdict++) {
            if (counts.verdicts[verdict] > 0) {
                json_write_count(writer, verdict_name((enum verdict)verdict), counts.verdicts[verdict]);
            }
        }
        json_end_object(writer);
        json_write_boolean(writer, "claimed", is_listed(document->id, claims, claim_count));
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void write_change(struct json_writer *writer, const struct gate_change *change)
{
    json_begin_object(writer, NULL);
    json_write_string(writer, "class", gate_class_name(change->class));
    json_write_string(writer, "case", change->instance);
    json_write_string(writer, "clause", change->clause);
    json_write_string(writer, "observed", change->observed);
    json_write_string(writer, "baseline", change->baseline);
    json_write_string(writer, "why", change->why);
    json_end_object(writer);
}

void results_write_gate(struct json_writer *writer, const struct gate *gate)
{
    static const enum gate_class classes[] = {GATE_NEW, GATE_CHANGED, GATE_KNOWN, GATE_FIXED, GATE_STALE};
    json_begin_object(writer, "gate");
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
        json_write_count(writer, gate_class_name(classes[i]), gate->counts[classes[i]]);
    }
    json_write_count(writer, "unsupported", gate->unsupported);
    json_write_count(writer, "inconclusive", gate->inconclusive);
    json_write_integer(writer, "exit", gate->exit_code);
    json_begin_array(writer, "changes");
    for (size_t i = 0; i < gate->list_count; i++) {
        write_change(writer, &gate->list[i]);
    }
    json_end_array(writer);
    json_end_object(writer);
}

void results_write_pairs(struct json_writer *writer, const char *key, struct pairs pairs)
{
    json_begin_object(writer, key);
    for (size_t i = 0; i < pairs.count; i++) {
        json_write_string(writer, pairs.items[i].name, pairs.items[i].value);
    }
    json_end_object(writer);
}

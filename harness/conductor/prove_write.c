/* prove_write.c: the kill matrix as text and as JSON. */
#include "prove_write.h"

#include "../common/json_writer.h"
#include "recorder.h"

enum { LINES_MOST = 12 };

/* Prints a line of a list, at most LINES_MOST of them; counts all. */
static bool within(size_t *count, bool everything)
{
    return (*count)++ < LINES_MOST || everything;
}

static void print_rest(FILE *out, size_t count, bool everything)
{
    if (count > LINES_MOST && !everything)
        fprintf(out, "  … and %zu more (--all)\n", count - LINES_MOST);
}

static void print_models(FILE *out, const struct prove_matrix *matrix, bool everything)
{
    size_t count = 0;
    for (size_t i = 0; i < matrix->board->clause_count; i++) {
        const struct prove_clause *clause = &matrix->clauses[i];
        if (clause->judged && !clause->conforms && !(clause->excused && clause->shown) && within(&count, everything))
            fprintf(out, "  model does not conform   %s\n", clause->clause->id);
    }
    print_rest(out, count, everything);
}

static void print_faults(FILE *out, const struct prove_matrix *matrix, bool everything)
{
    size_t count = 0;
    for (size_t i = 0; i < matrix->fault_count; i++) {
        const struct prove_fault *fault = &matrix->faults[i];
        const char *what = !fault->ran      ? "fault did not run        "
                           : !fault->caught ? "fault not caught         "
                                            : "fault caught by accident ";
        if (!fault->as_meant && within(&count, everything))
            fprintf(out, "  %s%s (meant: %s)\n", what, fault->row->name, fault->row->cases);
    }
    print_rest(out, count, everything);
}

static void print_clauses(FILE *out, const struct prove_matrix *matrix, bool everything)
{
    size_t count = 0;
    for (size_t i = 0; i < matrix->board->clause_count; i++) {
        const struct prove_clause *clause = &matrix->clauses[i];
        if (clause->judged && clause->turned_by == 0 && within(&count, everything))
            fprintf(out, "  clause no fault turns    %s\n", clause->clause->id);
    }
    print_rest(out, count, everything);
}

static void print_cases(FILE *out, const struct prove_matrix *matrix, bool everything)
{
    size_t count = 0;
    for (size_t i = 0; i < matrix->case_count; i++) {
        const struct prove_case *test = &matrix->cases[i];
        if (test->kills == 0 && !test->test->needs_bash && within(&count, everything))
            fprintf(out, "  case that kills nothing  %s%s\n", test->test->id, test->ran ? "" : " (no model can run it)");
    }
    print_rest(out, count, everything);
}

void prove_print(FILE *out, const struct prove_matrix *matrix, double seconds, bool everything)
{
    size_t bash = 0;
    for (size_t i = 0; i < matrix->case_count; i++)
        bash += matrix->cases[i].test->needs_bash;
    fprintf(out, "proof   %s · %.1f s\n", matrix->proved ? "complete" : "incomplete", seconds);
    fprintf(out, "  clauses  %zu of %zu judged conform in the model of their document, %zu of %zu can fail, %zu untestable\n",
            matrix->conforming, matrix->judged, matrix->turned, matrix->judged, matrix->untestable);
    fprintf(out, "  faults   %zu of %zu caught, %zu by a case meant to\n", matrix->caught, matrix->fault_count, matrix->as_meant);
    fprintf(out, "  cases    %zu of %zu catch a fault", matrix->killing, matrix->case_count - bash);
    fprintf(out, bash > 0 ? ", %zu more are run by bats\n" : "\n", bash);
    print_models(out, matrix, everything);
    print_faults(out, matrix, everything);
    print_clauses(out, matrix, everything);
    print_cases(out, matrix, everything);
}

static void write_sums(struct json_writer *writer, const struct prove_matrix *matrix)
{
    json_begin_object(writer, "sums");
    json_write_count(writer, "models", matrix->model_count);
    json_write_count(writer, "faults", matrix->fault_count);
    json_write_count(writer, "caught", matrix->caught);
    json_write_count(writer, "as-meant", matrix->as_meant);
    json_write_count(writer, "clauses", matrix->board->clause_count);
    json_write_count(writer, "judged", matrix->judged);
    json_write_count(writer, "conforming", matrix->conforming);
    json_write_count(writer, "turned", matrix->turned);
    json_write_count(writer, "untestable", matrix->untestable);
    json_write_count(writer, "cases", matrix->case_count);
    json_write_count(writer, "killing", matrix->killing);
    json_write_count(writer, "instances", matrix->board->instance_count);
    json_end_object(writer);
}

static void write_words(struct json_writer *writer, const char *key, const char *words)
{
    char word[128];
    json_begin_array(writer, key);
    while (*words != '\0') {
        size_t length = 0;
        for (; *words != '\0' && *words != ' '; words++)
            if (length + 1 < sizeof word)
                word[length++] = *words;
        word[length] = '\0';
        json_write_string(writer, NULL, word);
        words += *words == ' ';
    }
    json_end_array(writer);
}

static void write_models(struct json_writer *writer, const struct prove_matrix *matrix)
{
    json_begin_array(writer, "models");
    for (size_t i = 0; i < matrix->model_count; i++) {
        const struct prove_model *model = &matrix->models[i];
        json_begin_object(writer, NULL);
        json_write_string(writer, "document", model->row->document);
        json_write_string(writer, "base", model->row->base);
        json_write_string(writer, "changes", model->row->changes);
        json_write_count(writer, "judged", model->judged);
        json_write_count(writer, "conforming", model->conforming);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void write_fault(struct json_writer *writer, const struct prove_matrix *matrix, size_t number)
{
    const struct prove_fault *fault = &matrix->faults[number];
    struct prove_run own = prove_board_run(matrix->board, fault->choice);
    struct prove_run base = prove_board_run(matrix->board, fault->base);
    json_begin_object(writer, NULL);
    json_write_string(writer, "name", fault->row->name);
    json_write_string(writer, "title", fault->row->title);
    json_write_string(writer, "model", fault->row->model);
    json_write_string(writer, "changes", fault->row->changes);
    write_words(writer, "like", fault->row->like);
    write_words(writer, "meant", fault->row->cases);
    json_write_boolean(writer, "caught", fault->caught);
    json_write_boolean(writer, "as-meant", fault->as_meant);
    json_write_count(writer, "instances", fault->instances);
    json_begin_array(writer, "caught-by");
    for (size_t i = 0; i < matrix->case_count; i++)
        if (matrix->kills[number * matrix->case_count + i] != 0)
            json_write_string(writer, NULL, matrix->cases[i].test->id);
    json_end_array(writer);
    json_begin_array(writer, "turns");
    for (size_t i = 0; i < matrix->board->clause_count; i++)
        if (matrix->clauses[i].judged && base.verdicts[i] == VERDICT_CONFORMS &&
            (verdict_is_deviation((enum verdict)own.verdicts[i]) || own.verdicts[i] == VERDICT_FALLS_SHORT))
            json_write_string(writer, NULL, matrix->clauses[i].clause->id);
    json_end_array(writer);
    json_end_object(writer);
}

static void write_clauses(struct json_writer *writer, const struct prove_matrix *matrix)
{
    json_begin_array(writer, "clauses");
    for (size_t i = 0; i < matrix->board->clause_count; i++) {
        const struct prove_clause *clause = &matrix->clauses[i];
        if (!clause->judged)
            continue;
        json_begin_object(writer, NULL);
        json_write_string(writer, "clause", clause->clause->id);
        json_write_boolean(writer, "conforms", clause->conforms || (clause->excused && clause->shown));
        json_write_count(writer, "turned-by", clause->turned_by);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void write_cases(struct json_writer *writer, const struct prove_matrix *matrix)
{
    json_begin_array(writer, "cases");
    for (size_t i = 0; i < matrix->case_count; i++) {
        const struct prove_case *test = &matrix->cases[i];
        json_begin_object(writer, NULL);
        json_write_string(writer, "case", test->test->id);
        json_write_boolean(writer, "bash", test->test->needs_bash);
        json_write_count(writer, "kills", test->kills);
        json_end_object(writer);
    }
    json_end_array(writer);
}

void prove_write(struct text *text, const struct prove_matrix *matrix)
{
    struct json_writer writer = {.text = text};
    json_begin_object(&writer, NULL);
    json_write_string(&writer, "type", "proof");
    json_write_count(&writer, "format", 1);
    json_write_string(&writer, "suite", SUITE_VERSION);
    json_write_boolean(&writer, "proved", matrix->proved);
    write_sums(&writer, matrix);
    write_models(&writer, matrix);
    json_begin_array(&writer, "faults");
    for (size_t i = 0; i < matrix->fault_count; i++)
        write_fault(&writer, matrix, i);
    json_end_array(&writer);
    write_clauses(&writer, matrix);
    write_cases(&writer, matrix);
    json_end_object(&writer);
    json_end_line(&writer);
}

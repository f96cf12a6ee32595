/* prove_matrix.c: compares every fault with its model, and sums up. */
#include "prove_matrix.h"

#include "../common/memory.h"

#include <stdlib.h>
#include <string.h>

bool prove_case_is_meant(const struct fault_row *fault, const char *case_id)
{
    for (const char *at = fault->cases; *at != '\0'; at += strspn(at, " ")) {
        size_t length = strcspn(at, " ");
        bool open = length > 0 && at[length - 1] == '*';
        size_t compared = open ? length - 1 : length;
        if (strncmp(at, case_id, compared) == 0 && (open || case_id[compared] == '\0'))
            return true;
        at += length;
    }
    return false;
}

bool prove_case_is_run(const struct fault_row *fault, const struct test_case *test)
{
    return !test->survey || prove_case_is_meant(fault, test->id);
}

static bool is_judged(const struct clause *clause)
{
    if (clause->level != LEVEL_MUST && clause->level != LEVEL_SHOULD)
        return false;
    for (size_t i = 0; i < clause->expectation_count; i++)
        if (clause->expectations[i].condition != NULL)
            return true;
    return false;
}

static bool is_violation(uint8_t verdict)
{
    return verdict_is_deviation((enum verdict)verdict) || verdict == VERDICT_FALLS_SHORT;
}

static void compare_fault(struct prove_matrix *matrix, size_t number)
{
    const struct prove_board *board = matrix->board;
    struct prove_fault *fault = &matrix->faults[number];
    struct prove_run own = prove_board_run(board, fault->choice);
    struct prove_run base = prove_board_run(board, fault->base);
    fault->ran = atomic_load(own.state) == RUN_DONE && atomic_load(base.state) == RUN_DONE;
    for (size_t i = 0; fault->ran && i < board->instance_count; i++) {
        if (own.observed[i] == base.observed[i] || base.observed[i] == 0 ||
            !prove_case_is_run(fault->row, board->instances[i].test))
            continue;
        size_t killer = board->instances[i].case_number;
        uint8_t *kill = &matrix->kills[number * matrix->case_count + killer];
        fault->instances++;
        if (*kill != 0)
            continue;
        *kill = 1;
        fault->cases++;
        matrix->cases[killer].kills++;
        fault->caught = true;
        fault->as_meant |= prove_case_is_meant(fault->row, matrix->cases[killer].test->id);
    }
    for (size_t i = 0; fault->ran && i < board->clause_count; i++) {
        struct prove_clause *clause = &matrix->clauses[i];
        bool own_document = strcmp(clause->clause->document->id, fault->row->model) == 0;
        if (own_document && own.verdicts[i] == VERDICT_CONFORMS)
            clause->shown = true;
        bool could = base.verdicts[i] == VERDICT_CONFORMS || base.verdicts[i] == VERDICT_NOT_APPLICABLE;
        if (!clause->judged || !is_violation(own.verdicts[i]) || !could)
            continue;
        if (clause->turned_by++ == 0)
            clause->first_fault = number;
        fault->turned++;
    }
}

static void judge_model(struct prove_matrix *matrix, struct prove_model *model)
{
    struct prove_run run = prove_board_run(matrix->board, model->choice);
    const struct document *document = documents_find(matrix->documents, model->row->document);
    model->ran = atomic_load(run.state) == RUN_DONE;
    for (size_t i = 0; document != NULL && i < document->clause_count; i++) {
        struct prove_clause *clause = &matrix->clauses[document->clauses[i].number];
        if (!clause->judged)
            continue;
        model->judged++;
        clause->conforms = model->ran && run.verdicts[clause->clause->number] == VERDICT_CONFORMS;
        clause->excused = run.verdicts[clause->clause->number] == VERDICT_NOT_APPLICABLE || clause->clause->conflicts != NULL;
        model->conforming += clause->conforms;
    }
    for (size_t i = 0; model->ran && i < matrix->board->instance_count; i++)
        if (run.observed[i] != 0)
            matrix->cases[matrix->board->instances[i].case_number].ran = true;
}

/* A clause that contradicts another, and one whose condition its model never meets, may be followed by a fault instead. */
static bool is_followed(const struct prove_clause *clause)
{
    return clause->conforms || (clause->excused && clause->shown);
}

/* Of two that contradict each other, the one that only a fault follows is turned by the model itself. */
static void turn_contradicted(struct prove_clause *clause)
{
    if (clause->judged && clause->clause->conflicts != NULL && !clause->conforms && clause->shown && clause->turned_by == 0)
        clause->turned_by = 1;
}

static void sum_up(struct prove_matrix *matrix)
{
    bool good = true;
    for (size_t i = 0; i < matrix->model_count; i++)
        good = good && matrix->models[i].ran;
    for (size_t i = 0; i < matrix->board->clause_count; i++) {
        struct prove_clause *clause = &matrix->clauses[i];
        turn_contradicted(clause);
        matrix->untestable += clause->clause->untestable != NULL;
        matrix->judged += clause->judged;
        matrix->conforming += clause->judged && is_followed(clause);
        matrix->turned += clause->judged && clause->turned_by > 0;
        good = good && (!clause->judged || (is_followed(clause) && clause->turned_by > 0));
    }
    for (size_t i = 0; i < matrix->fault_count; i++) {
        matrix->caught += matrix->faults[i].caught;
        matrix->as_meant += matrix->faults[i].as_meant;
        good = good && matrix->faults[i].as_meant;
    }
    for (size_t i = 0; i < matrix->case_count; i++) {
        matrix->ran_cases += matrix->cases[i].ran;
        matrix->killing += matrix->cases[i].kills > 0;
        good = good && (matrix->cases[i].kills > 0 || matrix->cases[i].test->needs_bash);
    }
    matrix->proved = good;
}

static void take_choices(struct prove_matrix *matrix)
{
    for (size_t i = 0; i < matrix->board->choice_count; i++) {
        const struct prove_choice *choice = &matrix->board->choices[i];
        if (choice->base == i) {
            struct prove_model *model = &matrix->models[matrix->model_count++];
            model->row = model_find(choice->document);
            model->choice = i;
        } else {
            struct prove_fault *fault = &matrix->faults[matrix->fault_count++];
            fault->row = fault_find(choice->target + strlen("fault:"));
            fault->choice = i;
            fault->base = choice->base;
        }
    }
}

void prove_matrix_open(struct prove_matrix *matrix, const struct prove_board *board, const struct documents *documents,
                       const struct case_set *cases)
{
    matrix->board = board;
    matrix->documents = documents;
    matrix->case_count = cases->count;
    matrix->models = memory_take(board->choice_count, sizeof *matrix->models);
    matrix->faults = memory_take(board->choice_count, sizeof *matrix->faults);
    matrix->clauses = memory_take(documents->clause_count + 1, sizeof *matrix->clauses);
    matrix->cases = memory_take(cases->count + 1, sizeof *matrix->cases);
    take_choices(matrix);
    matrix->kills = memory_take(matrix->fault_count * cases->count + 1, 1);
    for (size_t i = 0; i < cases->count; i++)
        matrix->cases[i].test = &cases->items[i];
    for (size_t i = 0; i < documents->clause_count; i++) {
        matrix->clauses[i].clause = documents->clauses[i];
        matrix->clauses[i].judged = is_judged(documents->clauses[i]);
    }
    for (size_t i = 0; i < matrix->model_count; i++)
        judge_model(matrix, &matrix->models[i]);
    for (size_t i = 0; i < matrix->fault_count; i++)
        compare_fault(matrix, i);
    sum_up(matrix);
}

void prove_matrix_close(struct prove_matrix *matrix)
{
    free(matrix->models);
    free(matrix->faults);
    free(matrix->clauses);
    free(matrix->cases);
    free(matrix->kills);
    *matrix = (struct prove_matrix){0};
}

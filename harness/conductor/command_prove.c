/* command_prove.c: `listencheck prove`: every model conforms, every fault is caught, every check can fail. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "model/choice.h"
#include "prove_work.h"
#include "prove_write.h"
#include "selection.h"
#include "session.h"

enum { EXIT_INCOMPLETE = 1, EXIT_NOTHING = 3, EXIT_USAGE = 64, MOST_WORKERS = 64 };

struct prove {
    struct session session;
    struct prove_board board;
    struct option_values outs, jobs, suites, faults, cases, operands;
    bool everything;
};

static void choose_instances(struct prove *prove)
{
    const struct case_set *cases = &prove->session.cases;
    size_t count = 0;
    for (size_t i = 0; i < cases->count; i++)
        count += instance_count(&cases->items[i]);
    struct prove_instance *instances = arena_take(&prove->session.arena, count + 1, sizeof *instances);
    for (size_t i = 0; i < cases->count; i++)
        for (size_t index = 0; index < instance_count(&cases->items[i]); index++)
            if (!cases->items[i].needs_bash && is_selected(cases->items[i].id, &prove->cases))
                instances[prove->board.instance_count++] = (struct prove_instance){&cases->items[i], index, i};
    prove->board.instances = instances;
}

/* Models first, each its own base, then the faults of --fault, or all. */
static void choose_targets(struct prove *prove)
{
    struct session *session = &prove->session;
    struct prove_choice *choices = arena_take(&session->arena, model_count() + fault_count() + 1, sizeof *choices);
    size_t count = 0;
    for (size_t i = 0; i < model_count(); i++, count++) {
        const char *document = model_row(i)->document;
        choices[count] = (struct prove_choice){session_path(session, "model:%s", document), document, count};
    }
    for (size_t i = 0; i < fault_count(); i++) {
        const struct fault_row *fault = fault_row(i);
        size_t base = 0;
        while (base < model_count() && strcmp(model_row(base)->document, fault->model) != 0)
            base++;
        if (is_selected(fault->name, &prove->faults) && base < model_count())
            choices[count++] = (struct prove_choice){session_path(session, "fault:%s", fault->name), fault->model, base};
    }
    prove->board.choices = choices;
    prove->board.choice_count = count;
}

static unsigned worker_count(struct prove *prove)
{
    const char *jobs = last_value(&prove->jobs);
    long number = jobs != NULL ? strtol(jobs, NULL, 10) : sysconf(_SC_NPROCESSORS_ONLN);
    return number < 1 ? 1 : number > MOST_WORKERS ? MOST_WORKERS : (unsigned)number;
}

static bool write_proof(const struct prove *prove, const struct prove_matrix *matrix)
{
    const char *out = last_value(&prove->outs);
    const char *cause = NULL;
    struct text text = {0};
    if (out == NULL)
        return true;
    prove_write(&text, matrix);
    bool written = text_write_file(&text, out, &cause);
    if (!written)
        fprintf(stderr, "%s: cannot be written: %s\n", out, cause);
    text_free(&text);
    return written;
}

static int perform(struct prove *prove)
{
    double begun = monotonic_seconds();
    choose_instances(prove);
    choose_targets(prove);
    prove->board.clause_count = prove->session.documents.clause_count;
    if (!prove_board_open(&prove->board) || prove->board.instance_count == 0) {
        fputs("listencheck prove: nothing to run\n", stderr);
        return EXIT_NOTHING;
    }
    bool worked = prove_work(&prove->session, &prove->board, worker_count(prove));
    struct prove_matrix matrix = {0};
    prove_matrix_open(&matrix, &prove->board, &prove->session.documents, &prove->session.cases);
    prove_print(stdout, &matrix, monotonic_seconds() - begun, prove->everything);
    bool written = write_proof(prove, &matrix);
    bool proved = matrix.proved;
    prove_matrix_close(&matrix);
    return !worked || !written ? EXIT_NOTHING : proved ? 0 : EXIT_INCOMPLETE;
}

static int prove_main(int argument_count, char **arguments)
{
    static struct prove prove;
    const struct option options[] = {{"all", &prove.everything, NULL},
                                     {"out", NULL, &prove.outs},
                                     {"jobs", NULL, &prove.jobs},
                                     {"suite", NULL, &prove.suites},
                                     {"fault", NULL, &prove.faults},
                                     {"cases", NULL, &prove.cases},
                                     {NULL, NULL, NULL}};
    if (!read_options("prove", argument_count, arguments, options, &prove.operands))
        return EXIT_USAGE;
    if (prove.operands.count > 0) {
        fprintf(stderr, "listencheck prove: '%s' is not an option\n", prove.operands.values[0]);
        return EXIT_USAGE;
    }
    if (!session_locate(&prove.session, last_value(&prove.suites)))
        return EXIT_USAGE;
    bool loaded = session_load_cases(&prove.session);
    loaded = session_load_documents(&prove.session) && loaded;
    int code = loaded ? perform(&prove) : session_report(&prove.session);
    prove_board_close(&prove.board);
    session_close(&prove.session);
    return code;
}

const struct command command_prove = {
    "prove", "show with models and faults that every check can fail, and does when it should",
    "[--all] [--out FILE] [--jobs N] [--fault NAME|GLOB]… [--cases AREA|ID|GLOB]… [--suite DIR]\n\n"
    "  --all           list everything that is missing, not only the first of each kind\n"
    "  --out FILE      write the kill matrix as JSON (suite/schema/PROOF.md)\n"
    "  --jobs N        how many processes (default: one a processor)\n"
    "  --fault F       only these faults; may be repeated\n"
    "  --cases C       only these cases, as in `listencheck run`\n"
    "  --suite DIR     the root of the suite (default: found from the program)\n\n"
    "Exit code: 0 the proof is complete, 1 something is missing, 3 it could not be run.\n",
    prove_main};

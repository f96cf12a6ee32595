/* command_case.c: `listencheck case` and `listencheck try`: a few calls by hand, each with its result. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "engine.h"
#include "session.h"
#include "transcript.h"

enum { EXIT_NEW_DEVIATION = 1, EXIT_NOTHING = 3, EXIT_USAGE = 64, EXIT_SIGNAL = 128, MOST_STANDARD_INPUT = 512 * 1024 };

struct trial {
    struct session session;
    struct engine engine;
    struct baseline baseline;
    struct judge judge;
    struct tally tally;
    struct gate gate;
    bool judged; /* `case`: the documents are asked */
    bool opened;
    size_t shown, not_obtained;
    struct option_values targets, documents, matrix, scales, suites, files, titles, operands;
};

static bool begin_trial(void *context, const struct greeting *greeting)
{
    struct trial *trial = context;
    struct session *session = &trial->session;
    const char *hello_name = pairs_value(greeting->hello, "name"), *path;
    if (!trial->judged)
        return true;
    if (!session_load_baseline(session, NULL, session_subject(session, hello_name), hello_name, &trial->baseline, &path))
        return false;
    struct name_list gated = session->target.claims;
    if (trial->documents.count > 0)
        gated = (struct name_list){trial->documents.count, trial->documents.values};
    judge_open(&trial->judge, &session->documents, greeting->limits);
    tally_open(&trial->tally, &session->documents);
    gate_open(&trial->gate, &session->documents, &trial->baseline, gated.names, gated.count);
    trial->opened = true;
    return true;
}

static void show_instance(void *context, struct performance *performance)
{
    struct trial *trial = context;
    if (trial->shown++ > 0)
        putchar('\n');
    print_transcript(stdout, performance);
    trial->not_obtained += performance->status != STATUS_DONE && performance->status != STATUS_UNSUPPORTED;
    if (trial->opened) {
        struct instance instance;
        size_t count = 0;
        performance_instance(performance, &instance);
        const struct judgement *judgements = judge_instance(&trial->judge, &instance, &count);
        struct gate_answer *answers = memory_take(count + 1, sizeof *answers);
        gate_instance(&trial->gate, &instance, judgements, count, answers);
        tally_add(&trial->tally, judgements, count);
        print_judgements(stdout, judgements, answers, count);
        free(answers);
    }
    (void)fflush(stdout);
    engine_recycle(&trial->engine, performance);
}

static int conclude(struct trial *trial, enum engine_end end)
{
    if (end == ENGINE_NOT_STARTED) {
        fprintf(stderr, "listencheck: target %s did not pass the smoke test: %s\n", trial->session.target.name,
                text_string(&trial->engine.failure));
        return EXIT_NOTHING;
    }
    if (end == ENGINE_REFUSED)
        return session_report(&trial->session);
    if (end == ENGINE_INTERRUPTED)
        return EXIT_SIGNAL + interruption();
    if (trial->opened && trial->gate.counts[GATE_NEW] + trial->gate.counts[GATE_CHANGED] > 0)
        return EXIT_NEW_DEVIATION;
    return trial->not_obtained > 0 ? EXIT_NOTHING : 0;
}

static int perform(struct trial *trial)
{
    struct engine *engine = &trial->engine;
    const char *factor = last_value(&trial->scales);
    double scale = factor != NULL ? strtod(factor, NULL) : 1;
    if (!(scale >= 0.01 && scale <= 1000)) {
        problems_add(&trial->session.problems, "--time-scale", 0, "found '%s', expected a number from 0.01 to 1000", factor);
        return session_report(&trial->session);
    }
    interruption_watch();
    if (!session_stage(&trial->session, &engine->stage, scale))
        return EXIT_NOTHING;
    engine->lane_limit = 1;
    engine->root = trial->session.root;
    engine->greeted = begin_trial;
    engine->stage.finished = show_instance;
    engine->stage.context = engine->context = trial;
    return conclude(trial, engine_run(engine));
}

static void close_trial(struct trial *trial)
{
    if (trial->opened) {
        gate_close(&trial->gate);
        tally_close(&trial->tally);
        judge_close(&trial->judge);
    }
    engine_free(&trial->engine);
    baseline_free(&trial->baseline);
    session_close(&trial->session);
}

/* Every --matrix NAME=VALUE[,VALUE…] must hold. */
static bool instance_is_meant(const struct trial *trial, const struct test_case *test, size_t index)
{
    for (size_t i = 0; i < trial->matrix.count; i++) {
        const char *wanted = trial->matrix.values[i], *equals = strchr(wanted, '=');
        bool holds = false;
        for (size_t j = 0; equals != NULL && j < test->variable_count; j++) {
            if (strlen(test->variables[j].name) != (size_t)(equals - wanted) ||
                strncmp(test->variables[j].name, wanted, (size_t)(equals - wanted)) != 0)
                continue;
            const char *value = instance_value(test, index, j);
            for (const char *from = equals + 1; *from != '\0';) {
                size_t length = strcspn(from, ",");
                holds = holds || (strlen(value) == length && strncmp(value, from, length) == 0);
                from += length + (from[length] == ',');
            }
        }
        if (!holds)
            return false;
    }
    return true;
}

/* `errors.unbound[family=inet;backlog=5]` is a case and its matrix. */
static const char *split_instance_name(struct trial *trial, const char *name)
{
    const char *bracket = strchr(name, '[');
    if (bracket == NULL)
        return name;
    char *list = arena_string(&trial->session.arena, bracket + 1);
    for (char *at = list; *at != '\0' && *at != ']' && trial->matrix.count < MOST_OPTION_VALUES;) {
        size_t length = strcspn(at, ";]");
        bool last = at[length] != ';';
        at[length] = '\0';
        trial->matrix.values[trial->matrix.count++] = at;
        if (last)
            break;
        at += length + 1;
    }
    return arena_copy(&trial->session.arena, name, (size_t)(bracket - name));
}

static const struct test_case *find_case(const struct case_set *cases, const char *id)
{
    for (size_t i = 0; i < cases->count; i++) {
        if (strcmp(cases->items[i].id, id) == 0)
            return &cases->items[i];
    }
    return NULL;
}

static const struct test_case *find_by_title(const struct case_set *cases, const char *title)
{
    for (size_t i = 0; i < cases->count; i++) {
        if (strcmp(cases->items[i].title, title) == 0)
            return &cases->items[i];
    }
    return NULL;
}

/* Bats hands the heredoc over as it read it; it must be what the conductor reads. */
static bool input_is_body(struct trial *trial, const struct test_case *test, const char *file)
{
    struct text input = {0};
    int byte;
    while ((byte = getchar()) != EOF && input.length < MOST_STANDARD_INPUT)
        text_byte(&input, (char)byte);
    bool same = strcmp(text_string(&input), test->body) == 0;
    if (!same)
        problems_add(&trial->session.problems, file, test->line,
                     "Bats and the conductor read the scenario of '%s' differently", test->id);
    text_free(&input);
    return same;
}

static const struct test_case *case_of_bats(struct trial *trial)
{
    const char *file = last_value(&trial->files), *title = last_value(&trial->titles);
    struct session *session = &trial->session;
    if (!read_case_file(&session->cases, file, file, &session->problems))
        return NULL;
    const struct test_case *test = find_by_title(&session->cases, title != NULL ? title : "");
    if (test == NULL) {
        problems_add(&session->problems, file, 0, "no test with the title '%s'", title != NULL ? title : "");
        return NULL;
    }
    return session_load_states(session) && input_is_body(trial, test, file) ? test : NULL;
}

static const struct test_case *load_case(struct trial *trial)
{
    struct session *session = &trial->session;
    if (!session_load_target(session, last_value(&trial->targets)))
        return NULL;
    if (!session_load_documents(session))
        return NULL;
    if (trial->files.count > 0)
        return case_of_bats(trial);
    if (trial->operands.count != 1) {
        problems_add(&session->problems, "case", 0, "found %zu arguments, expected one case id (see 'listencheck list cases')",
                     trial->operands.count);
        return NULL;
    }
    if (!session_load_cases(session))
        return NULL;
    const char *id = split_instance_name(trial, trial->operands.values[0]);
    const struct test_case *test = find_case(&session->cases, id);
    if (test == NULL)
        problems_add(&session->problems, "case", 0, "there is no case '%s' (see 'listencheck list cases')", id);
    return test;
}

static int case_main(int argument_count, char **arguments)
{
    static struct trial trial;
    const struct option options[] = {{"target", NULL, &trial.targets},   {"document", NULL, &trial.documents},
                                     {"matrix", NULL, &trial.matrix},    {"time-scale", NULL, &trial.scales},
                                     {"suite", NULL, &trial.suites},     {"bats", NULL, &trial.files},
                                     {"title", NULL, &trial.titles},     {NULL, NULL, NULL}};
    trial.judged = true;
    if (!read_options("case", argument_count, arguments, options, &trial.operands) ||
        !session_locate(&trial.session, last_value(&trial.suites)))
        return EXIT_USAGE;
    const struct test_case *test = load_case(&trial);
    int code = EXIT_USAGE;
    size_t chosen = 0;
    for (size_t index = 0; test != NULL && index < instance_count(test); index++) {
        if (instance_is_meant(&trial, test, index)) {
            engine_add(&trial.engine, job_of(test, index));
            chosen++;
        }
    }
    if (test != NULL && chosen == 0)
        problems_add(&trial.session.problems, "--matrix", 0, "no instance of '%s' is meant by it", test->id);
    code = chosen > 0 ? perform(&trial) : session_report(&trial.session);
    close_trial(&trial);
    return code;
}

/* Statements separated by `;` or line ends. */
static bool read_scenario_text(struct session *session, const char *text, struct test_case *test)
{
    test->statements = arena_take(&session->arena, MOST_STATEMENTS, sizeof *test->statements);
    for (unsigned number = 1; *text != '\0'; number++) {
        size_t length = strcspn(text, ";\n"), from = strspn(text, " \t");
        const char *why = "";
        if (from < length) {
            struct statement *statement = &test->statements[test->statement_count];
            if (test->statement_count == MOST_STATEMENTS)
                why = "more than 400 statements";
            else if (read_statement(&session->arena, text + from, length - from, statement, &why))
                test->statement_count++;
            if (*why != '\0') {
                problems_add(&session->problems, "statement", number, "%s, expected 'verb handle arguments [-> label]'", why);
                return false;
            }
        }
        text += length + (text[length] != '\0');
    }
    if (test->statement_count == 0)
        problems_add(&session->problems, "try", 0, "nothing to do, expected statements like 'socket s inet stream; listen s 5'");
    return test->statement_count > 0;
}

static int try_main(int argument_count, char **arguments)
{
    static struct trial trial;
    static struct test_case test = {.id = "try", .title = "", .file = "", .body = ""};
    const struct option options[] = {{"target", NULL, &trial.targets},
                                     {"time-scale", NULL, &trial.scales},
                                     {"suite", NULL, &trial.suites},
                                     {NULL, NULL, NULL}};
    struct text text = {0};
    if (!read_options("try", argument_count, arguments, options, &trial.operands) ||
        !session_locate(&trial.session, last_value(&trial.suites)))
        return EXIT_USAGE;
    for (size_t i = 0; i < trial.operands.count; i++)
        text_format(&text, "%s\n", trial.operands.values[i]);
    struct session *session = &trial.session;
    bool ready = session_load_target(session, last_value(&trial.targets)) &&
                 session_load_states(session) && read_scenario_text(session, text_string(&text), &test);
    text_free(&text);
    if (ready)
        engine_add(&trial.engine, job_of(&test, 0));
    int code = ready ? perform(&trial) : session_report(session);
    close_trial(&trial);
    return code;
}

const struct command command_case = {
    "case", "one case by hand: each call, its result, what every document says of it",
    "ID [--target T] [--matrix NAME=VALUE]… [--document D]… [--time-scale X] [--suite DIR]\n\n"
    "  ID                    as 'listencheck list cases' shows it; errors.unbound[family=inet] is one instance\n"
    "  --matrix NAME=VALUE   only these instances; VALUE,VALUE for several\n"
    "  --target T            what is tested (see 'listencheck run --help'; default native)\n"
    "  --document D          gate on this document instead of those the target claims\n\n"
    "Exit 1: a deviation from a claimed document that the baseline does not know. Exit 3: not obtained.\n"
    "(For Bats: --bats FILE --title TITLE with the scenario on standard input.)\n"
    "Example: listencheck case errors.unbound --matrix family=inet\n",
    case_main};

const struct command command_try = {
    "try", "statements by hand: listencheck try 'socket s inet stream; listen s 5 -> r'",
    "'STATEMENT; STATEMENT; …' [--target T] [--time-scale X]\n\n"
    "Performs the statements (harness/PROTOCOL.md; 'listencheck list verbs') and prints each with its reply and time.\n"
    "A statement without '-> label' must succeed, else what follows is not done; '-> _' lets it do as it likes.\n"
    "Example: listencheck try 'socket s inet stream; bind s loopback; listen s 5 -> r; sockname s -> name'\n",
    try_main};

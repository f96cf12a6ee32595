/* commands.c: `listencheck judge`, `gate` and `accept`: a results file judged anew. */
#include "commands.h"

#include <stdlib.h>
#include <string.h>

#include "changes.h"

/* Everything one command needs while it goes through the results. */
struct session {
    const struct command_options *options;
    FILE *errors;
    FILE *file; /* the results; closed at the end unless it is stdin */
    struct problems problems;
    struct documents documents;
    struct baseline baseline;
    struct results_reader reader;
    struct judge judge;
    struct tally tally;
    struct gate gate;
    struct gate_answer *answers;
    size_t answer_capacity;
    const struct judgement *judgements;
    size_t count;
    size_t cases;
    size_t facts;
    struct text case_id; /* of the last case */
};

static bool open_results(struct session *session)
{
    const char *path = session->options->results;
    session->file = path != NULL ? fopen(path, "rb") : stdin;
    if (session->file == NULL) {
        problems_add(&session->problems, path, 0, "found a file that cannot be opened, expected results");
        return false;
    }
    results_open(&session->reader, session->file, path != NULL ? path : "standard input", &session->problems);
    session->reader.keep_raw = true;
    return results_next(&session->reader) == RESULTS_HEADER;
}

/* The gated documents: those asked for, else what the results say. All must be there. */
static bool open_gate(struct session *session)
{
    const struct command_options *options = session->options;
    const struct results_header *header = &session->reader.header;
    const char *const *gated = options->gated_count > 0 ? options->gated : (const char *const *)header->gated;
    size_t count = options->gated_count > 0 ? options->gated_count : header->gated_count;
    for (size_t i = 0; i < count; i++) {
        if (documents_find(&session->documents, gated[i]) == NULL) {
            problems_add(&session->problems, session->reader.name, 0,
                         "found the unknown document `%s` to be gated, expected one of suite/documents", gated[i]);
        }
    }
    gate_open(&session->gate, &session->documents, &session->baseline, gated, count);
    return session->problems.count == 0;
}

static bool session_open(struct session *session, const struct command_options *options, FILE *errors)
{
    *session = (struct session){.options = options, .errors = errors};
    bool good = documents_load(&session->documents, options->documents, options->document_count, &session->problems);
    if (options->baseline != NULL) {
        good = baseline_load(&session->baseline, options->baseline, &session->problems) && good;
    }
    if (!good || !open_results(session)) {
        return false;
    }
    judge_open(&session->judge, &session->documents, session->reader.header.limits);
    tally_open(&session->tally, &session->documents);
    return open_gate(session);
}

/* Tells the problems and frees everything. */
static void session_close(struct session *session)
{
    (void)fputs(text_string(&session->problems.lines), session->errors);
    gate_close(&session->gate);
    tally_close(&session->tally);
    judge_close(&session->judge);
    results_close(&session->reader);
    baseline_free(&session->baseline);
    documents_free(&session->documents);
    problems_free(&session->problems);
    text_free(&session->case_id);
    free(session->answers);
    if (session->file != NULL && session->file != stdin) {
        (void)fclose(session->file);
    }
}

static void count_case(struct session *session, const struct instance *instance)
{
    session->facts += instance->facts.count;
    if (session->cases == 0 || strcmp(text_string(&session->case_id), instance->case_id) != 0) {
        session->cases++;
        text_clear(&session->case_id);
        text_put(&session->case_id, instance->case_id);
    }
}

/* Reads the next line; of a case line, judgements and answers are ready then. */
static enum results_line session_next(struct session *session)
{
    enum results_line line = results_next(&session->reader);
    if (line == RESULTS_CASE) {
        const struct instance *instance = &session->reader.present.instance;
        session->judgements = judge_instance(&session->judge, instance, &session->count);
        if (session->count > session->answer_capacity) {
            session->answer_capacity = session->count;
            session->answers = memory_grow(session->answers, session->count, sizeof *session->answers);
        }
        tally_add(&session->tally, session->judgements, session->count);
        gate_instance(&session->gate, instance, session->judgements, session->count, session->answers);
        count_case(session, instance);
    }
    return line;
}

static void session_finish(struct session *session)
{
    enum coverage coverage = results_coverage(&session->reader);
    tally_finish(&session->tally, coverage == COVERAGE_COMPLETE);
    gate_finish(&session->gate, &session->tally, coverage, session->options->strict);
    /* what is missing from a truncated run was not obtained */
    if (!session->reader.have_footer && session->gate.exit_code != EXIT_CODE_DEVIATION) {
        session->gate.exit_code = EXIT_CODE_NOTHING;
    }
}

/* Writes one member anew; the writers of the three kinds of lines. */
typedef bool rewrite(struct session *session, struct json_writer *writer, const char *key);

static bool rewrite_header(struct session *session, struct json_writer *writer, const char *key)
{
    if (strcmp(key, "documents") == 0) {
        results_write_header_documents(writer, &session->documents);
        return true;
    }
    if (strcmp(key, "gated") == 0 && session->options->gated_count > 0) {
        json_begin_array(writer, key);
        for (size_t i = 0; i < session->options->gated_count; i++) {
            json_write_string(writer, NULL, session->options->gated[i]);
        }
        json_end_array(writer);
        return true;
    }
    return false;
}

static bool rewrite_case(struct session *session, struct json_writer *writer, const char *key)
{
    if (strcmp(key, "verdicts") == 0) {
        results_write_verdicts(writer, session->judgements, session->answers, session->count);
        return true;
    }
    return false;
}

static bool rewrite_footer(struct session *session, struct json_writer *writer, const char *key)
{
    const struct results_header *header = &session->reader.header;
    if (strcmp(key, "documents") == 0) {
        results_write_footer_documents(writer, &session->tally, (const char *const *)header->claims, header->claim_count);
        return true;
    }
    if (strcmp(key, "gate") == 0) {
        results_write_gate(writer, &session->gate);
        return true;
    }
    return false;
}

/* Writes the present line with the members anew that function knows; the others stay byte for byte. A member that is missing
 * is added: `last` names it. */
static void rewrite_line(struct session *session, rewrite *function, const char *last, struct text *text)
{
    struct json_writer writer = {.text = text};
    struct json_reader json;
    struct text *raw = &session->reader.raw;
    bool have_last = false;
    json_open(&json, raw->bytes, raw->length);
    json_begin_object(&writer, NULL);
    (void)json_enter(&json, JSON_OBJECT);
    for (char *key = json_member(&json); key != NULL; key = json_member(&json)) {
        struct json_span span;
        bool good = json_skip(&json, &span);
        have_last = have_last || strcmp(key, last) == 0;
        if (good && !function(session, &writer, key)) {
            json_write_raw(&writer, key, span.bytes, span.length);
        }
    }
    if (!have_last) {
        (void)function(session, &writer, last);
    }
    json_end_object(&writer);
    json_end_line(&writer);
}

static bool write_out(struct session *session, struct text *text, FILE *out)
{
    bool written = fwrite(text_string(text), 1, text->length, out) == text->length;
    text_clear(text);
    if (!written) {
        problems_add(&session->problems, "output", 0, "the results cannot be written");
    }
    return written;
}

static bool judge_all(struct session *session, FILE *out)
{
    struct text text = {0};
    enum results_line line = RESULTS_CASE;
    rewrite_line(session, rewrite_header, "documents", &text);
    bool good = write_out(session, &text, out);
    while (good && (line = session_next(session)) != RESULTS_END && line != RESULTS_MALFORMED) {
        if (line == RESULTS_CASE) {
            rewrite_line(session, rewrite_case, "verdicts", &text);
        } else {
            session_finish(session);
            rewrite_line(session, rewrite_footer, "gate", &text);
        }
        good = write_out(session, &text, out);
    }
    text_free(&text);
    return good && line == RESULTS_END && fflush(out) == 0;
}

int judge_command(const struct command_options *options, FILE *out, FILE *errors)
{
    struct session session;
    int code = EXIT_CODE_USAGE;
    if (session_open(&session, options, errors) && judge_all(&session, out)) {
        if (!session.reader.have_footer) {
            session_finish(&session);
        }
        code = session.gate.exit_code;
    }
    session_close(&session);
    return code;
}

/* Goes through all results; false when they are malformed. */
static bool gate_all(struct session *session, struct accept *accept)
{
    enum results_line line = RESULTS_CASE;
    session->reader.keep_raw = false;
    while ((line = session_next(session)) != RESULTS_END && line != RESULTS_MALFORMED) {
        if (accept != NULL && line == RESULTS_CASE) {
            accept_instance(accept, &session->reader.present.instance, session->judgements, session->answers, session->count);
        }
    }
    if (line == RESULTS_END) {
        session_finish(session);
    }
    return line == RESULTS_END;
}

static void print_summary(const struct session *session, FILE *out)
{
    (void)fprintf(out, "%s   %zu cases · %zu instances · %zu facts%s\n", session->reader.header.subject, session->cases,
                  session->gate.instances, session->facts, session->reader.have_footer ? "" : " · truncated: no footer");
    print_gate_counts(out, &session->gate);
    (void)fprintf(out, " · clauses unsupported %zu · clauses not obtained %zu\n", session->gate.unsupported,
                  session->gate.inconclusive);
    print_changes(out, &session->gate);
}

int gate_command(const struct command_options *options, FILE *out, FILE *errors)
{
    struct session session;
    int code = EXIT_CODE_USAGE;
    if (session_open(&session, options, errors) && gate_all(&session, NULL)) {
        print_summary(&session, out);
        code = session.gate.exit_code;
    }
    session_close(&session);
    return code;
}

/* Only a whole and dated run changes a baseline. */
static bool may_accept(struct session *session, const struct accept_options *options)
{
    if (!session->reader.have_footer) {
        problems_add(&session->problems, session->reader.name, 0,
                     "found a truncated run, expected a footer: nothing was accepted");
    } else if (session->gate.instances == 0) {
        problems_add(&session->problems, session->reader.name, 0, "found no case, expected some: nothing was accepted");
    } else if (options->date == NULL || strlen(options->date) != 10) {
        problems_add(&session->problems, session->reader.name, 0,
                     "found no date in the header, expected environment.date: nothing was accepted");
    }
    return session->problems.count == 0;
}

/* A baseline made of hostile results (say, a newline in a case id) must not replace one that can be read. */
static bool is_readable(struct session *session, const struct text *text, const char *path, size_t lines)
{
    struct baseline again;
    struct problems problems = {0};
    bool good = baseline_parse(&again, path, text_string(text), text->length, &problems) && again.count == lines;
    if (!good) {
        problems_add(&session->problems, path, 0,
                     "found results that make no baseline, expected ids as in VOCABULARY.md: nothing was accepted");
    }
    baseline_free(&again);
    problems_free(&problems);
    return good;
}

static bool write_baseline(struct session *session, struct accept *accept, const struct accept_options *options, const char *path,
                           FILE *out)
{
    size_t lines = 0;
    struct text text = {0};
    struct text message = {0};
    const char *cause = NULL;
    bool good = accept_finish(accept, results_coverage(&session->reader), options, &text, &lines, &message);
    if (!good) {
        problems_add(&session->problems, path, 0, "%s", text_string(&message));
    } else if (!is_readable(session, &text, path, lines)) {
        good = false;
    } else if (!text_write_file(&text, path, &cause)) {
        problems_add(&session->problems, path, 0, "%s", cause);
        good = false;
    } else {
        (void)fprintf(out, "%s: %zu known deviations (before: %zu)\n", path, lines, session->baseline.count);
    }
    text_free(&text);
    text_free(&message);
    return good;
}

int accept_command(const struct command_options *options, const struct accept_options *accept_options, const char *path,
                   FILE *out, FILE *errors)
{
    struct session session;
    int code = EXIT_CODE_USAGE;
    if (session_open(&session, options, errors)) {
        struct accept *accept = accept_open(&session.gate);
        struct accept_options complete = *accept_options;
        char date[11] = "";
        const struct results_header *header = &session.reader.header;
        (void)snprintf(date, sizeof date, "%.10s", header->date);
        complete.date = complete.date != NULL ? complete.date : date;
        complete.subject = header->subject;
        complete.suite = header->suite;
        if (gate_all(&session, accept) && may_accept(&session, &complete) &&
            write_baseline(&session, accept, &complete, path, out)) {
            code = EXIT_CODE_CLEAN;
        }
        accept_close(accept);
    }
    session_close(&session);
    return code;
}

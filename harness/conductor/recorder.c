/* recorder.c: judges instances as they finish and appends their lines, so that a run that is killed leaves what it had; at
 * the end the file is written anew in order, beside the old one, and renamed. */
#include "recorder.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "../common/json_writer.h"

static void write_list(struct json_writer *writer, const char *key, struct name_list list)
{
    json_begin_array(writer, key);
    for (size_t i = 0; i < list.count; i++)
        json_write_string(writer, NULL, list.names[i]);
    json_end_array(writer);
}

static void write_environment(struct json_writer *writer, const struct recorder *recorder)
{
    struct utsname system;
    const struct passwd *user = getpwuid(geteuid());
    json_begin_object(writer, "environment");
    json_write_string(writer, "machine", uname(&system) >= 0 ? system.machine : "");
    json_write_string(writer, "date", recorder->date);
    json_write_string(writer, "user", user != NULL ? user->pw_name : "");
    json_write_string(writer, "namespace", recorder->has_namespace ? "yes" : "no");
    json_end_object(writer);
}

static void write_limits(struct json_writer *writer, struct pairs limits)
{
    json_begin_object(writer, "limits");
    for (size_t i = 0; i < limits.count; i++)
        json_write_integer(writer, limits.items[i].name, strtoll(limits.items[i].value, NULL, 10));
    json_end_object(writer);
}

static void make_header(struct recorder *recorder)
{
    struct json_writer writer = {.text = &recorder->line};
    text_clear(&recorder->line);
    json_begin_object(&writer, NULL);
    json_write_string(&writer, "type", "header");
    json_write_integer(&writer, "format", 1);
    json_write_string(&writer, "suite", SUITE_VERSION);
    json_write_string(&writer, "subject", recorder->subject);
    json_write_string(&writer, "target", recorder->target->name);
    json_write_string(&writer, "title", recorder->target->title);
    json_write_string(&writer, "start", recorder->target->start);
    if (recorder->selection[0] != '\0')
        json_write_string(&writer, "selection", recorder->selection);
    results_write_pairs(&writer, "agent", recorder->hello);
    write_limits(&writer, recorder->limits);
    write_environment(&writer, recorder);
    write_list(&writer, "claims", recorder->claims);
    write_list(&writer, "gated", recorder->gated);
    results_write_header_documents(&writer, recorder->documents);
    json_end_object(&writer);
    json_end_line(&writer);
}

static bool append_line(struct recorder *recorder)
{
    size_t length = recorder->line.length;
    if (fwrite(text_string(&recorder->line), 1, length, recorder->file) != length || fflush(recorder->file) != 0)
        recorder->failed = true;
    recorder->written += (long)length;
    return !recorder->failed;
}

static void take_date(char *date, size_t size)
{
    struct tm utc;
    time_t now = time(NULL);
    if (gmtime_r(&now, &utc) != NULL)
        (void)strftime(date, size, "%Y-%m-%dT%H:%M:%SZ", &utc);
}

bool recorder_open(struct recorder *recorder, const char *path)
{
    recorder->path = memory_copy(path, strlen(path));
    recorder->file = fopen(path, "w+b");
    recorder->started = monotonic_seconds();
    take_date(recorder->date, sizeof recorder->date);
    judge_open(&recorder->judge, recorder->documents, recorder->limits);
    tally_open(&recorder->tally, recorder->documents);
    gate_open(&recorder->gate, recorder->documents, recorder->baseline, recorder->gated.names, recorder->gated.count);
    if (recorder->file == NULL)
        return false;
    make_header(recorder);
    return append_line(recorder);
}

static void write_trace(struct json_writer *writer, const struct performance *performance)
{
    json_begin_array(writer, "trace");
    for (size_t i = 0; i < performance->planned; i++) {
        const struct operation *operation = &performance->operations[i];
        json_begin_object(writer, NULL);
        json_write_string(writer, "request", operation->text);
        json_write_string(writer, "reply", operation->reply != NULL ? operation->reply : "gone");
        if (operation->label != NULL && operation->parent == NO_PARENT)
            json_write_string(writer, "label", operation->label);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void make_case_line(struct recorder *recorder, const struct performance *performance, const struct instance *instance,
                           const struct judgement *judgements, const struct gate_answer *answers, size_t count)
{
    struct json_writer writer = {.text = &recorder->line};
    char area[64];
    (void)snprintf(area, sizeof area, "%.*s", (int)strcspn(instance->case_id, "."), instance->case_id);
    text_clear(&recorder->line);
    json_begin_object(&writer, NULL);
    json_write_string(&writer, "type", "case");
    json_write_string(&writer, "case", instance->case_id);
    json_write_string(&writer, "title", performance->test->title);
    json_write_string(&writer, "area", area);
    results_write_pairs(&writer, "matrix", instance->matrix);
    json_write_string(&writer, "status", status_name(instance->status));
    json_write_string(&writer, "reason", instance->reason);
    json_write_integer(&writer, "us", (long long)(performance->elapsed * 1e6));
    results_write_pairs(&writer, "facts", instance->facts);
    write_trace(&writer, performance);
    results_write_verdicts(&writer, judgements, answers, count);
    json_end_object(&writer);
    json_end_line(&writer);
}

void recorder_add(struct recorder *recorder, const struct performance *performance)
{
    struct instance instance;
    size_t count = 0;
    performance_instance(performance, &instance);
    const struct judgement *judgements = judge_instance(&recorder->judge, &instance, &count);
    struct gate_answer *answers = memory_take(count + 1, sizeof *answers);
    gate_instance(&recorder->gate, &instance, judgements, count, answers);
    tally_add(&recorder->tally, judgements, count);
    make_case_line(recorder, performance, &instance, judgements, answers, count);
    free(answers);
    recorder->places = memory_room(recorder->places, recorder->place_count, &recorder->place_capacity, sizeof *recorder->places);
    recorder->places[recorder->place_count++] =
        (struct line_place){instance.case_id, performance->index, recorder->written, recorder->line.length};
    recorder->facts += instance.facts.count;
    recorder->statuses[instance.status]++;
    recorder->late += performance->late_once;
    (void)append_line(recorder);
}

static int compare_places(const void *a, const void *b)
{
    const struct line_place *left = a, *right = b;
    int order = strcmp(left->case_id, right->case_id);
    return order != 0 ? order : (left->index > right->index) - (left->index < right->index);
}

static void make_footer(struct recorder *recorder)
{
    struct json_writer writer = {.text = &recorder->line};
    text_clear(&recorder->line);
    json_begin_object(&writer, NULL);
    json_write_string(&writer, "type", "footer");
    json_write_count(&writer, "instances", recorder->place_count);
    json_write_count(&writer, "cases", recorder->cases);
    json_write_count(&writer, "facts", recorder->facts);
    json_write_fixed(&writer, "seconds", recorder->seconds, 1);
    results_write_footer_documents(&writer, &recorder->tally, recorder->claims.names, recorder->claims.count);
    results_write_gate(&writer, &recorder->gate);
    json_end_object(&writer);
    json_end_line(&writer);
}

static bool copy_line(struct recorder *recorder, const struct line_place *place, FILE *to)
{
    char piece[8192];
    size_t left = place->length;
    if (fseek(recorder->file, place->offset, SEEK_SET) != 0)
        return false;
    while (left > 0) {
        size_t wanted = left < sizeof piece ? left : sizeof piece;
        if (fread(piece, 1, wanted, recorder->file) != wanted || fwrite(piece, 1, wanted, to) != wanted)
            return false;
        left -= wanted;
    }
    return true;
}

static bool put_line(const struct text *line, FILE *to)
{
    return fwrite(text_string(line), 1, line->length, to) == line->length;
}

static bool write_in_order(struct recorder *recorder, FILE *to)
{
    make_header(recorder);
    bool good = put_line(&recorder->line, to);
    for (size_t i = 0; good && i < recorder->place_count; i++)
        good = copy_line(recorder, &recorder->places[i], to);
    make_footer(recorder);
    return good && put_line(&recorder->line, to);
}

/* Verdicts of the whole run. */
static void conclude(struct recorder *recorder)
{
    for (size_t i = 0; i < recorder->place_count; i++)
        recorder->cases += i == 0 || strcmp(recorder->places[i].case_id, recorder->places[i - 1].case_id) != 0;
    tally_finish(&recorder->tally, recorder->coverage == COVERAGE_COMPLETE);
    gate_finish(&recorder->gate, &recorder->tally, recorder->coverage, recorder->strict);
}

bool recorder_finish(struct recorder *recorder)
{
    recorder->seconds = monotonic_seconds() - recorder->started;
    if (recorder->place_count > 1)
        qsort(recorder->places, recorder->place_count, sizeof *recorder->places, compare_places);
    conclude(recorder);
    recorder->finished = true;
    struct text temporary = {0};
    text_format(&temporary, "%s.new", recorder->path);
    FILE *to = fopen(text_string(&temporary), "wb");
    bool good = to != NULL && !recorder->failed && write_in_order(recorder, to);
    if (to != NULL && fclose(to) != 0)
        good = false;
    good = good && rename(text_string(&temporary), recorder->path) == 0;
    if (!good)
        (void)remove(text_string(&temporary));
    text_free(&temporary);
    return good;
}

void recorder_close(struct recorder *recorder)
{
    if (recorder->file != NULL)
        (void)fclose(recorder->file);
    if (recorder->path != NULL) {
        gate_close(&recorder->gate);
        tally_close(&recorder->tally);
        judge_close(&recorder->judge);
    }
    free(recorder->path);
    free(recorder->places);
    text_free(&recorder->line);
    recorder->path = NULL;
    recorder->file = NULL;
}

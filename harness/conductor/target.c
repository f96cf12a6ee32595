/* target.c: reads targets and says which command reaches each. socat is the transport for tcp and serial, ssh for ssh. */
#include "target.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../common/rec.h"
#include "program.h"

enum { MOST_ARGUMENTS = 16 };

struct kind_name {
    const char *name;
    enum target_kind kind;
    const char *expected;
};

static const struct kind_name kinds[] = {
    {"exec", TARGET_EXEC, "exec:COMMAND"},        {"preload", TARGET_PRELOAD, "preload:LIBRARY"},
    {"tcp", TARGET_TCP, "tcp:HOST:PORT"},         {"ssh", TARGET_SSH, "ssh:HOST:COMMAND"},
    {"serial", TARGET_SERIAL, "serial:DEVICE"},   {"wine", TARGET_WINE, "wine:PROGRAM.exe ARGUMENT…"},
    {"model", TARGET_MODEL, "model:DOCUMENT"},    {"fault", TARGET_FAULT, "fault:NAME"},
};

static bool is_plain(const char *text, const char *also)
{
    for (; *text != '\0'; text++) {
        char c = *text;
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && strchr(also, c) == NULL)
            return false;
    }
    return true;
}

static bool argument_is_sound(enum target_kind kind, const char *argument)
{
    const char *colon = strrchr(argument, ':');
    switch (kind) {
    case TARGET_TCP:
        return colon != NULL && colon > argument && colon[1] != '\0' && is_plain(argument, ".:-_[]%") && is_plain(colon + 1, "");
    case TARGET_SSH:
        colon = strchr(argument, ':');
        return colon != NULL && colon > argument && colon[1] != '\0' && argument[0] != '-';
    case TARGET_SERIAL:
        return is_plain(argument, "/._-,=:") && argument[0] != ',';
    case TARGET_MODEL:
    case TARGET_FAULT:
        return is_plain(argument, "._-/");
    default:
        return true;
    }
}

bool target_read_start(const char *start, struct target *target, const char **expected)
{
    target->start = start;
    target->witness = strcmp(start, "native") == 0 || strncmp(start, "preload:", 8) == 0;
    if (strcmp(start, "native") == 0) {
        target->kind = TARGET_NATIVE;
        target->argument = "";
        return true;
    }
    *expected = "native, exec:, preload:, tcp:, ssh:, serial:, wine:, model: or fault:";
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        size_t length = strlen(kinds[i].name);
        if (strncmp(start, kinds[i].name, length) != 0 || start[length] != ':')
            continue;
        target->kind = kinds[i].kind;
        target->argument = start + length + 1;
        *expected = kinds[i].expected;
        return target->argument[0] != '\0' && argument_is_sound(target->kind, target->argument);
    }
    return false;
}

struct name_list text_words(struct arena *arena, const char *text)
{
    struct name_list list = {0, arena_take(arena, strlen(text) / 2 + 2, sizeof(char *))};
    for (;;) {
        text += strspn(text, " \t\n");
        size_t length = strcspn(text, " \t\n");
        if (length == 0)
            return list;
        list.names[list.count++] = arena_copy(arena, text, length);
        text += length;
    }
}

static bool read_number(const struct rec_field *field, double least, double most, double *value)
{
    char *end = NULL;
    *value = strtod(field->value, &end);
    return end != field->value && *end == '\0' && *value >= least && *value <= most;
}

/* Patterns as in a document: `CASE` or `CASE[variable=value,value;variable=value]`, the case with or without `*`. */
static bool read_waits(struct arena *arena, const char *file, const struct rec_field *field, struct target *target,
                       struct problems *problems)
{
    struct name_list words = text_words(arena, field->value);
    struct pattern *patterns = arena_take(arena, words.count + 1, sizeof *patterns);
    for (size_t i = 0; i < words.count; i++) {
        const char *found = "";
        if (pattern_parse(&patterns[i], arena, words.names[i], &found) == NULL) {
            problems_add(problems, file, field->line, "found %s in 'waits: %s', expected CASE or CASE[variable=value]", found, words.names[i]);
            return false;
        }
    }
    target->waits = patterns;
    target->wait_count = words.count;
    return true;
}

static bool read_field(struct arena *arena, const char *file, const struct rec_field *field, struct target *target,
                       struct problems *problems)
{
    const char *value = arena_string(arena, field->value), *expected = "";
    double number = 0;
    if (strcmp(field->name, "target") == 0)
        target->name = value;
    else if (strcmp(field->name, "title") == 0)
        target->title = value;
    else if (strcmp(field->name, "start") == 0) {
        if (!target_read_start(value, target, &expected)) {
            problems_add(problems, file, field->line, "found 'start: %s', expected %s", value, expected);
            return false;
        }
    } else if (strcmp(field->name, "claims") == 0)
        target->claims = text_words(arena, value);
    else if (strcmp(field->name, "isolate") == 0)
        target->isolate = text_words(arena, value);
    else if (strcmp(field->name, "requires") == 0)
        target->requires = text_words(arena, value);
    else if (strcmp(field->name, "environment") == 0) {
        target->environment = text_words(arena, value);
        for (size_t i = 0; i < target->environment.count; i++) {
            if (strchr(target->environment.names[i], '=') == NULL) {
                problems_add(problems, file, field->line, "found '%s', expected NAME=value", target->environment.names[i]);
                return false;
            }
        }
    } else if (strcmp(field->name, "baseline") == 0)
        target->baseline = value;
    else if (strcmp(field->name, "lanes") == 0) {
        if (!read_number(field, 1, 64, &number)) {
            problems_add(problems, file, field->line, "found 'lanes: %s', expected a number from 1 to 64", value);
            return false;
        }
        target->lanes = (unsigned)number;
    } else if (strcmp(field->name, "waiting") == 0) {
        if (!read_number(field, 1, 160, &number)) {
            problems_add(problems, file, field->line, "found 'waiting: %s', expected a number from 1 to 160", value);
            return false;
        }
        target->waiting = (unsigned)number;
    } else if (strcmp(field->name, "waits") == 0) {
        return read_waits(arena, file, field, target, problems);
    } else if (strcmp(field->name, "deadline") == 0) {
        if (!read_number(field, 0.1, 3600, &target->deadline)) {
            problems_add(problems, file, field->line, "found 'deadline: %s', expected seconds from 0.1 to 3600", value);
            return false;
        }
    } else if (strcmp(field->name, "fresh") == 0 || strcmp(field->name, "witness") == 0) {
        bool *flag = strcmp(field->name, "fresh") == 0 ? &target->fresh : &target->witness;
        *flag = strcmp(value, "yes") == 0;
        if (!*flag && strcmp(value, "no") != 0) {
            problems_add(problems, file, field->line, "found '%s: %s', expected yes or no", field->name, value);
            return false;
        }
    } else if (strcmp(field->name, "package") != 0 && strcmp(field->name, "setup") != 0 && strcmp(field->name, "note") != 0 &&
               strcmp(field->name, "unavailable") != 0) {
        problems_add(problems, file, field->line,
                     "unknown field '%s', expected target, title, start, claims, lanes, waiting, waits, isolate, baseline, package, requires, "
                     "fresh, witness, setup, deadline, environment, unavailable or note",
                     field->name);
        return false;
    }
    return true;
}

static bool read_record(struct arena *arena, const struct rec_file *rec, struct target *target, struct problems *problems)
{
    if (rec->count != 1) {
        problems_add(problems, rec->name, 0, "found %zu records, expected one", rec->count);
        return false;
    }
    bool all_read = true;
    for (size_t i = 0; i < rec->records[0].count; i++)
        all_read = read_field(arena, rec->name, &rec->records[0].fields[i], target, problems) && all_read;
    if (all_read && target->start == NULL) {
        problems_add(problems, rec->name, rec->records[0].line, "no 'start:' in this target");
        return false;
    }
    return all_read;
}

bool target_read_record(struct arena *arena, const char *file, const char *bytes, size_t length, struct target *target,
                        struct problems *problems)
{
    struct rec_file rec = {0};
    bool good = rec_parse(&rec, file, bytes, length, problems) && read_record(arena, &rec, target, problems);
    rec_free(&rec);
    return good;
}

static bool load_file(struct arena *arena, const char *path, struct target *target, struct problems *problems)
{
    struct rec_file rec = {0};
    bool good = rec_read(&rec, path, problems) && read_record(arena, &rec, target, problems);
    rec_free(&rec);
    return good;
}

static const char *target_path(struct arena *arena, const char *root, const char *name)
{
    struct text path = {0};
    text_format(&path, "%s/suite/targets/%s.target", root, name);
    const char *kept = arena_string(arena, text_string(&path));
    text_free(&path);
    return kept;
}

static bool has_suffix(const char *text, const char *suffix)
{
    size_t length = strlen(text), tail = strlen(suffix);
    return length > tail && strcmp(text + length - tail, suffix) == 0;
}

/* A library under the native agent is judged as the native sockets are. */
static bool take_native_defaults(struct arena *arena, const char *root, struct target *target, struct problems *problems)
{
    const char *path = target_path(arena, root, "native");
    if (access(path, R_OK) != 0)
        return true;
    struct target native = {0};
    if (!load_file(arena, path, &native, problems))
        return false;
    target->claims = native.claims;
    target->isolate = native.isolate;
    target->environment = native.environment;
    target->lanes = native.lanes;
    target->deadline = native.deadline;
    return true;
}

static bool load_start(struct arena *arena, const char *root, const char *name, struct target *target,
                       struct problems *problems)
{
    const char *expected = "";
    if (!target_read_start(name, target, &expected)) {
        problems_add(problems, "--target", 0, "found '%s', expected a name of suite/targets (see 'list targets'), %s", name,
                     expected);
        return false;
    }
    if (target->kind == TARGET_MODEL)
        target->claims = text_words(arena, target->argument);
    if (target->kind == TARGET_PRELOAD || target->kind == TARGET_NATIVE)
        return take_native_defaults(arena, root, target, problems);
    return true;
}

/* A plain name is a command, as it is for run.sh. */
static bool is_there(const char *root, const char *name)
{
    if (strchr(name, '/') == NULL)
        return program_is_there(name);
    struct text path = {0};
    text_format(&path, "%s%s%s", name[0] == '/' ? "" : root, name[0] == '/' ? "" : "/", name);
    bool there = access(text_string(&path), F_OK) == 0;
    text_free(&path);
    return there;
}

static bool requirements_are_met(const char *root, const struct target *target, struct problems *problems)
{
    bool met = true;
    for (size_t i = 0; i < target->requires.count; i++) {
        if (!is_there(root, target->requires.names[i])) {
            problems_add(problems, target->name, 0, "this target needs %s, which is not there", target->requires.names[i]);
            met = false;
        }
    }
    return met;
}

bool target_load(struct arena *arena, const char *root, const char *name, struct target *target, struct problems *problems)
{
    const char *path = has_suffix(name, ".target") ? name : target_path(arena, root, name);
    *target = (struct target){.name = arena_string(arena, name)};
    if ((is_plain(name, "._-") || has_suffix(name, ".target")) && access(path, F_OK) == 0) {
        if (!load_file(arena, path, target, problems) || !requirements_are_met(root, target, problems))
            return false;
        target->from_file = true;
    } else if (!load_start(arena, root, target->name, target, problems)) {
        return false;
    }
    if (target->title == NULL)
        target->title = target->name;
    return true;
}

static void add_word(struct name_list *list, const char *word)
{
    list->names[list->count++] = word;
}

static const char *joined(struct arena *arena, const char *a, const char *b, const char *c)
{
    struct text text = {0};
    text_put(&text, a);
    text_put(&text, b);
    text_put(&text, c);
    const char *kept = arena_string(arena, text_string(&text));
    text_free(&text);
    return kept;
}

/* LD_PRELOAD is set by env for the agent alone: the isolating prefix and the shell run without it. */
static void add_preload(struct arena *arena, struct name_list *list, const char *library)
{
    char *resolved = strchr(library, '/') != NULL ? realpath(library, NULL) : NULL;
    const char *present = getenv("LD_PRELOAD"), *value = resolved != NULL ? resolved : library;
    if (present != NULL && present[0] != '\0')
        value = joined(arena, present, ":", value);
    add_word(list, "env");
    add_word(list, joined(arena, "LD_PRELOAD=", value, ""));
    free(resolved);
}

static void add_words(struct arena *arena, struct name_list *list, const char *text)
{
    struct name_list words = text_words(arena, text);
    for (size_t i = 0; i < words.count && i < MOST_ARGUMENTS; i++)
        add_word(list, words.names[i]);
}

static void add_ssh(struct arena *arena, struct name_list *list, const char *argument)
{
    size_t length = strcspn(argument, ":");
    add_word(list, "ssh");
    add_word(list, "-o");
    add_word(list, "BatchMode=yes");
    add_word(list, arena_copy(arena, argument, length));
    add_word(list, argument + length + 1);
}

static void add_start(struct arena *arena, struct name_list *list, const struct target *target, const char *root,
                      const char *build)
{
    switch (target->kind) {
    case TARGET_PRELOAD:
        add_preload(arena, list, target->argument);
        add_word(list, joined(arena, build, "/agent-native", ""));
        break;
    case TARGET_NATIVE:
        add_word(list, joined(arena, build, "/agent-native", ""));
        break;
    case TARGET_EXEC:
        add_word(list, "sh");
        add_word(list, "-c");
        add_word(list, target->argument);
        break;
    case TARGET_TCP:
        add_word(list, "socat");
        add_word(list, "-");
        add_word(list, joined(arena, "TCP:", target->argument, ""));
        break;
    case TARGET_SERIAL:
        add_word(list, "socat");
        add_word(list, "-");
        add_word(list, joined(arena, "FILE:", target->argument, ",raw,echo=0"));
        break;
    case TARGET_SSH:
        add_ssh(arena, list, target->argument);
        break;
    case TARGET_WINE:
        add_word(list, joined(arena, root, "/harness/conductor/wine.sh", ""));
        add_words(arena, list, target->argument);
        break;
    case TARGET_MODEL:
    case TARGET_FAULT:
        add_word(list, joined(arena, build, "/agent-model", ""));
        add_word(list, target->start);
        break;
    }
}

struct name_list target_command(struct arena *arena, const struct target *target, const char *root, const char *build,
                                bool isolated)
{
    enum { MOST_START_WORDS = 8 };
    struct name_list list = {0, arena_take(arena, target->isolate.count + MOST_START_WORDS + MOST_ARGUMENTS, sizeof(char *))};
    for (size_t i = 0; isolated && i < target->isolate.count; i++) {
        const char *word = target->isolate.names[i];
        bool relative = i == 0 && word[0] != '/' && strchr(word, '/') != NULL;
        add_word(&list, relative ? joined(arena, root, "/", word) : word);
    }
    add_start(arena, &list, target, root, build);
    list.names[list.count] = NULL;
    return list;
}

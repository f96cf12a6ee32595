/* session.c: finds the suite and loads what a command needs of it. */
#include "session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *program_name = "listencheck";

void session_remember_program(const char *name)
{
    if (name != NULL)
        program_name = name;
}

const char *session_path(struct session *session, const char *format, ...)
{
    struct text text = {0};
    va_list arguments;
    va_start(arguments, format);
    text_format_list(&text, format, arguments);
    va_end(arguments);
    const char *path = arena_string(&session->arena, text_string(&text));
    text_free(&text);
    return path;
}

/* The absolute path of this program. */
static const char *program_path(struct session *session)
{
    char path[4096];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length > 0) {
        path[length] = '\0';
        return arena_string(&session->arena, path);
    }
    if (strchr(program_name, '/') == NULL)
        return NULL;
    char *resolved = realpath(program_name, NULL);
    const char *kept = resolved != NULL ? arena_string(&session->arena, resolved) : NULL;
    free(resolved);
    return kept;
}

static const char *directory_of(struct session *session, const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL || slash == path ? "/" : arena_copy(&session->arena, path, (size_t)(slash - path));
}

static bool holds_suite(struct session *session, const char *directory)
{
    return access(session_path(session, "%s/cases", directory), R_OK) == 0 &&
           access(session_path(session, "%s/suite", directory), R_OK) == 0;
}

static const char *absolute(struct session *session, const char *path)
{
    char *resolved = realpath(path, NULL);
    const char *kept = resolved != NULL ? arena_string(&session->arena, resolved) : path;
    free(resolved);
    return kept;
}

bool session_locate(struct session *session, const char *suite)
{
    const char *program = program_path(session), *given = suite != NULL ? suite : getenv("LISTENCHECK_ROOT");
    session->build = program != NULL ? directory_of(session, program) : "harness/build";
    if (given != NULL && *given != '\0') {
        session->root = absolute(session, given);
        if (holds_suite(session, session->root))
            return true;
        fprintf(stderr, "%s: no cases/ and suite/ here, expected the root of the suite (--suite, LISTENCHECK_ROOT)\n", given);
        return false;
    }
    for (const char *up = session->build; strlen(up) > 1; up = directory_of(session, up)) {
        if (holds_suite(session, up)) {
            session->root = up;
            return true;
        }
    }
    session->root = absolute(session, ".");
    if (holds_suite(session, session->root))
        return true;
    fprintf(stderr, "listencheck: no cases/ and suite/ found above %s; say where with --suite DIR\n", session->build);
    return false;
}

bool session_load_states(struct session *session)
{
    const char *path = session_path(session, "%s/cases/states.rec", session->root);
    return access(path, F_OK) != 0 || states_load(&session->states, path, &session->problems);
}

bool session_load_cases(struct session *session)
{
    bool read = read_case_directory(&session->cases, session_path(session, "%s/cases", session->root), &session->problems);
    return session_load_states(session) && read;
}

struct name_list session_document_paths(struct session *session)
{
    struct name_list files = {0, NULL};
    if (!list_directory(&session->arena, session_path(session, "%s/suite/documents", session->root), ".rec", &files))
        return files;
    for (size_t i = 0; i < files.count; i++)
        files.names[i] = session_path(session, "%s/suite/documents/%s", session->root, files.names[i]);
    return files;
}

bool session_load_documents(struct session *session)
{
    struct name_list paths = session_document_paths(session);
    return documents_load(&session->documents, paths.names, paths.count, &session->problems);
}

bool session_load_target(struct session *session, const char *name)
{
    return target_load(&session->arena, session->root, name != NULL ? name : "native", &session->target, &session->problems);
}

bool session_load_baseline(struct session *session, const char *file, const char *subject, const char *hello_name,
                           struct baseline *baseline, const char **path)
{
    *path = file != NULL ? file : session_path(session, "%s/suite/baselines/%s.rec", session->root, subject);
    const char *other = session->target.baseline;
    if (file == NULL && access(*path, F_OK) != 0) {
        if (other == NULL && session->target.kind == TARGET_PRELOAD)
            other = hello_name;
        if (other == NULL)
            return true;
        const char *shared = session_path(session, "%s/suite/baselines/%s.rec", session->root, other);
        return access(shared, F_OK) != 0 || baseline_load(baseline, shared, &session->problems);
    }
    return baseline_load(baseline, *path, &session->problems);
}

bool session_stage(struct session *session, struct stage *stage, double time_scale)
{
    enum { DEFAULT_DEADLINE = 10 };
    struct text cause = {0};
    const struct target *target = &session->target;
    bool started = janitor_start(&session->janitor, &cause);
    if (!started)
        fprintf(stderr, "listencheck: %s\n", text_string(&cause));
    text_free(&cause);
    stage->target = target;
    stage->states = &session->states;
    stage->janitor = &session->janitor;
    stage->command = target_command(&session->arena, target, session->root, session->build, false);
    stage->isolated_command = target_command(&session->arena, target, session->root, session->build, true);
    stage->environment = arena_take(&session->arena, target->environment.count + 1, sizeof *stage->environment);
    for (size_t i = 0; i < target->environment.count; i++)
        stage->environment[i] = target->environment.names[i];
    stage->working_directory = target->from_file ? session->root : NULL;
    stage->time_scale = time_scale;
    stage->deadline = (target->deadline > 0 ? target->deadline : DEFAULT_DEADLINE) * time_scale;
    return started;
}

const char *session_subject(struct session *session, const char *hello_name)
{
    if (session->target.kind != TARGET_PRELOAD)
        return hello_name;
    const char *slash = strrchr(session->target.argument, '/');
    char *name = arena_string(&session->arena, slash != NULL ? slash + 1 : session->target.argument);
    char *dot = strchr(name, '.');
    if (dot != NULL)
        *dot = '\0';
    for (char *c = name; *c != '\0'; c++) {
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
        else if (!((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9')))
            *c = '-';
    }
    return session_path(session, "%s-%.40s", hello_name, name);
}

int session_report(struct session *session)
{
    fputs(text_string(&session->problems.lines), stderr);
    return 64;
}

void session_close(struct session *session)
{
    janitor_end(&session->janitor);
    case_set_free(&session->cases);
    states_free(&session->states);
    documents_free(&session->documents);
    problems_free(&session->problems);
    arena_free(&session->arena);
}

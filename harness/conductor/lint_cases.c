/* lint_cases.c: the statements of every case: verbs, arguments, and handles that do not exist yet. */
#include <stdlib.h>
#include <string.h>

#include "lint.h"
#include "verbs.h"

/* What exists while the statements of one instance are read. */
struct scope {
    struct arena *arena;
    const struct states *states;
    const char *family;
    struct name_list handles;
    size_t capacity;
    const char *wrong; /* the first thing that is wrong */
};

static bool is_known(const struct scope *scope, const char *name)
{
    for (size_t i = 0; i < scope->handles.count; i++) {
        if (strcmp(scope->handles.names[i], name) == 0)
            return true;
    }
    return false;
}

/* A member of a group, or a helper of a handle that was brought into a state: NAME.something of a known NAME. */
static bool is_member(const struct scope *scope, const char *name)
{
    for (size_t i = 0; i < scope->handles.count; i++) {
        size_t length = strlen(scope->handles.names[i]);
        if (strncmp(name, scope->handles.names[i], length) == 0 && name[length] == '.')
            return true;
    }
    return false;
}

static bool is_special(const char *word)
{
    static const char *const kinds[] = {
        "none",     "huge:",      "negative:",    "limit:",   "file:",     "dir:",     "null:",     "tty:",    "fifo:",
        "eventfd:", "pipe-read:", "pipe-write:",  "epoll:",   "timerfd:",  "signalfd:", "memfd:",    "inotify:", "fanotify:",
        "pidfd:",   "userfaultfd:", "io-uring:",  "bpf:",     "perf:",     "shm:",     "mqueue:",   "path-only:", "pair:",
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(word, kinds[i]) == 0)
            return true;
    }
    return false;
}

static const char *complain(struct scope *scope, const char *before, const char *word, const char *after)
{
    struct text text = {0};
    text_format(&text, "%s'%s'%s", before, word, after);
    if (scope->wrong == NULL)
        scope->wrong = arena_string(scope->arena, text_string(&text));
    text_free(&text);
    return scope->wrong;
}

static void add_handle(struct scope *scope, const char *name)
{
    if (is_known(scope, name))
        return;
    if (name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")] != '\0')
        (void)complain(scope, "", name, " cannot name a handle (letters, digits, '.', '_', '-')");
    scope->handles.names = memory_room(scope->handles.names, scope->handles.count, &scope->capacity, sizeof(char *));
    scope->handles.names[scope->handles.count++] = arena_string(scope->arena, name);
}

static void want_handle(struct scope *scope, const char *word)
{
    if (strncmp(word, "closed:", 7) == 0)
        word += 7;
    else if (is_special(word))
        return;
    if (!is_known(scope, word) && !is_member(scope, word))
        (void)complain(scope, "the handle ", word, " does not exist yet");
}

/* An address or a handle. */
static void want_address(struct scope *scope, const char *word)
{
    static const char *const words[] = {"loopback", "any", "other", "mapped", "nonlocal", "abstract", "autobind", "path"};
    if (word[0] == '@') {
        want_handle(scope, word + 1);
        return;
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(word, words[i]) == 0)
            return;
    }
    if (strchr(word, ':') != NULL || (word[0] >= '0' && word[0] <= '9'))
        return;
    want_handle(scope, word);
}

static void check_statement(struct scope *scope, char *const *words, size_t count, unsigned depth);

static void check_word(struct scope *scope, char kind, char *const *words, size_t at, size_t count, unsigned depth)
{
    switch (kind) {
    case 'H':
        want_handle(scope, words[at]);
        break;
    case 'N':
    case 'T':
    case 'P':
        add_handle(scope, words[at]);
        break;
    case 'A':
        want_address(scope, words[at]);
        break;
    case 'G':
        if (!is_known(scope, words[at]) && !is_member(scope, words[at]))
            (void)complain(scope, "the group ", words[at], " does not exist yet");
        break;
    case 'R':
        check_statement(scope, words + at, count - at, depth + 1);
        break;
    default:
        break;
    }
}

static void check_option(struct scope *scope, const struct verb *verb, const char *word)
{
    const char *equals = strchr(word, '=');
    size_t length = (size_t)(equals - word);
    for (const char *at = verb->options; *at != '\0';) {
        size_t here = strcspn(at, " ");
        if (here == length && strncmp(at, word, length) == 0) {
            if (strncmp(word, "as=", 3) == 0)
                add_handle(scope, equals + 1);
            return;
        }
        at += here + (at[here] == ' ');
    }
    (void)complain(scope, "the option ", word, " is not one of this verb's");
}

/* `reach`: its state must be there for this family; its helpers are members of the handle. */
static void check_reach(struct scope *scope, const char *state, const char *family)
{
    bool speaks = false;
    if (states_find(scope->states, state, family != NULL ? family : scope->family, &speaks) == NULL)
        (void)complain(scope, "the state ", state, " is not in cases/states.rec");
}

static const char *option_value(char *const *words, size_t count, const char *name)
{
    size_t length = strlen(name);
    for (size_t i = 1; i < count; i++) {
        if (strncmp(words[i], name, length) == 0 && words[i][length] == '=')
            return words[i] + length + 1;
    }
    return NULL;
}

/* Words of a statement, verb first. */
static void check_statement(struct scope *scope, char *const *words, size_t count, unsigned depth)
{
    const struct verb *verb = count > 0 ? find_verb(words[0]) : NULL;
    size_t arguments = 0;
    if (verb == NULL || depth > 2) {
        (void)complain(scope, "the verb ", count > 0 ? words[0] : "", " is not in harness/PROTOCOL.md");
        return;
    }
    if (strcmp(verb->name, "reset") == 0)
        (void)complain(scope, "", "reset", " is the conductor's own");
    for (size_t i = 1; i < count; i++) {
        size_t kinds = strlen(verb->words);
        char kind = arguments < kinds ? verb->words[arguments] : '.';
        bool flag = (strcmp(words[0], "socket") == 0 && (strcmp(words[i], "nonblock") == 0 || strcmp(words[i], "cloexec") == 0)) ||
                    (strcmp(words[0], "flood") == 0 && strcmp(words[i], "tag") == 0);
        if (kind == 'R') {
            check_word(scope, kind, words, i, count, depth);
            arguments += count - i;
            break;
        }
        if (word_is_option(words[i]))
            check_option(scope, verb, words[i]);
        else if (!flag) {
            check_word(scope, kind, words, i, count, depth);
            arguments++;
        }
    }
    if (arguments < verb->least || arguments > verb->most)
        (void)complain(scope, "wrong number of arguments, expected ", verb->usage, "");
    if (strcmp(words[0], "reach") == 0 && count > 2)
        check_reach(scope, words[2], option_value(words, count, "family"));
    if (strcmp(words[0], "flood") == 0 && count > 1 && option_value(words, count, "as") == NULL) {
        struct text group = {0};
        text_format(&group, "%s.clients", words[1]);
        add_handle(scope, text_string(&group));
        text_free(&group);
    }
}

/* The first wrong statement of one instance is said. */
static bool check_instance(const struct test_case *test, size_t index, const struct states *states, struct problems *problems)
{
    struct arena arena = {0};
    struct pairs matrix = instance_matrix(&arena, test, index);
    const char *family = pairs_value(matrix, "family");
    struct scope scope = {.arena = &arena, .states = states, .family = family != NULL ? family : "inet"};
    for (size_t i = 0; scope.wrong == NULL && i < test->statement_count; i++) {
        const char *text = substitute(&arena, test->statements[i].text, matrix);
        struct words words;
        if (text == NULL || !split_words(text, &words))
            scope.wrong = "a statement is too long after substitution";
        else
            check_statement(&scope, words.word, words.count, 0);
        if (scope.wrong != NULL)
            problems_add(problems, test->file, test->statements[i].line, "%s (%s)", scope.wrong, text != NULL ? text : "");
    }
    bool good = scope.wrong == NULL;
    free(scope.handles.names);
    arena_free(&arena);
    return good;
}

static void check_needs(const struct test_case *test, struct problems *problems)
{
    static const char *const caps[] = {"inet",  "inet6",     "unix",    "seqpacket", "mptcp",   "mptcp6", "sctp",     "sctp6", "vsock",
                                       "thread", "fork",      "exec",    "pass",      "dup",     "exhaust", "composite", "root", "serve",
                                       "info",  "epoll",     "nonblock", "stream",    "dgram",   "raw",     "winsock"};
    for (size_t i = 0; i < test->needs.count; i++) {
        bool known = false;
        for (size_t j = 0; j < sizeof caps / sizeof caps[0]; j++)
            known = known || strcmp(caps[j], test->needs.words[i]) == 0;
        if (!known)
            problems_add(problems, test->file, test->line, "the capability '%s' is not in harness/PROTOCOL.md", test->needs.words[i]);
    }
}

/* cases/AREA/TOPIC.bats holds AREA.anything: an id tells where to look. */
static void check_id(const struct test_case *test, struct problems *problems)
{
    const char *area = strchr(test->file, '/');
    const char *slash = area != NULL ? strchr(area + 1, '/') : NULL;
    size_t length = slash != NULL ? (size_t)(slash - area - 1) : 0;
    if (length == 0 || strncmp(test->id, area + 1, length) != 0 || test->id[length] != '.')
        problems_add(problems, test->file, test->line, "the id '%s' does not belong here, expected %.*s.something", test->id,
                     (int)length, area != NULL ? area + 1 : "");
}

static void check_titles(const struct case_set *cases, struct problems *problems)
{
    for (size_t i = 0; i < cases->count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (strcmp(cases->items[i].title, cases->items[j].title) == 0 &&
                strcmp(cases->items[i].file, cases->items[j].file) == 0)
                problems_add(problems, cases->items[i].file, cases->items[i].line, "the title of '%s' is taken by '%s'",
                             cases->items[i].id, cases->items[j].id);
        }
    }
}

void lint_cases(struct session *session, struct problems *problems)
{
    for (size_t i = 0; i < session->cases.count; i++) {
        const struct test_case *test = &session->cases.items[i];
        check_id(test, problems);
        check_needs(test, problems);
        for (size_t index = 0; index < instance_count(test); index++) {
            if (!check_instance(test, index, &session->states, problems))
                break;
        }
    }
    check_titles(&session->cases, problems);
}

/* condition_parser.c: parses the condition language into a tree, by recursive descent. */
#include <stdlib.h>
#include <string.h>

#include "../common/number.h"
#include "condition_tree.h"

#define NESTING_MOST 32
#define TOKEN_SHOWN 40

enum token { TOKEN_END, TOKEN_NUMBER, TOKEN_LITERAL, TOKEN_WORD, TOKEN_SIGN };

struct parser {
    struct arena *arena;
    struct text *message;
    const char *at; /* behind the present token */
    const char *token_start;
    enum token token;
    char sign[3];     /* of TOKEN_SIGN */
    const char *text; /* of a word or literal */
    long long number;
    unsigned nesting;
    bool failed;
    const char **references;
    size_t reference_count;
    size_t reference_capacity;
};

static void fail(struct parser *parser, const char *expected)
{
    if (parser->failed) {
        return;
    }
    parser->failed = true;
    size_t length = strcspn(parser->token_start, " \t\n");
    if (length == 0) {
        text_format(parser->message, "found the end of the condition, expected %s", expected);
    } else {
        text_format(parser->message, "found `%.*s`, expected %s", (int)(length < TOKEN_SHOWN ? length : TOKEN_SHOWN),
                    parser->token_start, expected);
    }
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* A word holds `-` and single dots inside, so that `name.port` and `half-closed` are one word and `a..b` is three tokens. */
static size_t word_length(const char *at)
{
    size_t length = 0;
    while (is_letter(at[length]) || is_digit(at[length]) || at[length] == '_' || at[length] == '-' ||
           (at[length] == '.' && at[length + 1] != '.')) {
        length++;
    }
    return length;
}

static bool is_error_name(const char *word)
{
    return word[0] >= 'A' && word[0] <= 'Z' && strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == strlen(word);
}

static bool is_literal_word(const char *word)
{
    return strcmp(word, "ok") == 0 || strcmp(word, "blocked") == 0 || strcmp(word, "unsupported") == 0 || is_error_name(word);
}

static void read_word(struct parser *parser)
{
    size_t length = word_length(parser->at);
    parser->text = arena_copy(parser->arena, parser->at, length);
    parser->at += length;
    parser->token = is_literal_word(parser->text) ? TOKEN_LITERAL : TOKEN_WORD;
    if (parser->token == TOKEN_LITERAL && strncmp(parser->text, "WSAE", 4) == 0) {
        parser->text += 3;
    }
}

static void read_number(struct parser *parser)
{
    size_t length = 1 + strspn(parser->at + 1, "0123456789");
    char *digits = arena_copy(parser->arena, parser->at, length);
    parser->token = TOKEN_NUMBER;
    if (number_parse(digits, &parser->number) != NUMBER_GOOD) {
        fail(parser, "a number of at most 64 bits");
    }
    parser->at += length;
    if (is_letter(*parser->at) || *parser->at == '_') {
        fail(parser, "a blank behind a number");
    }
}

static void read_quoted(struct parser *parser)
{
    size_t length = strcspn(parser->at + 1, "\"\n");
    if (parser->at[1 + length] != '"') {
        fail(parser, "a closing quote");
        return;
    }
    parser->token = TOKEN_LITERAL;
    parser->text = arena_copy(parser->arena, parser->at + 1, length);
    parser->at += length + 2;
}

static void read_sign(struct parser *parser)
{
    static const char *const signs[] = {"!=", "<=", ">=", "..", "=", "<", ">", "+", "-", "*", "(", ")", ",", "|"};
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        size_t length = strlen(signs[i]);
        if (strncmp(parser->at, signs[i], length) == 0) {
            memcpy(parser->sign, signs[i], length + 1);
            parser->at += length;
            parser->token = TOKEN_SIGN;
            return;
        }
    }
    fail(parser, "a term, a relation or `and`");
}

/* Reads the next token. operand: a value may begin here, so that a `-` before a digit belongs to the number. */
static void advance(struct parser *parser, bool operand)
{
    if (parser->failed) {
        parser->token = TOKEN_END;
        return;
    }
    parser->at += strspn(parser->at, " \t\n");
    parser->token_start = parser->at;
    char first = *parser->at;
    if (first == '\0') {
        parser->token = TOKEN_END;
    } else if (is_digit(first) || (operand && first == '-' && is_digit(parser->at[1]))) {
        read_number(parser);
    } else if (is_letter(first)) {
        read_word(parser);
    } else if (first == '"') {
        read_quoted(parser);
    } else {
        read_sign(parser);
    }
    if (parser->failed) {
        parser->token = TOKEN_END;
    }
}

static bool at_sign(const struct parser *parser, const char *sign)
{
    return parser->token == TOKEN_SIGN && strcmp(parser->sign, sign) == 0;
}

static bool at_word(const struct parser *parser, const char *word)
{
    return parser->token == TOKEN_WORD && strcmp(parser->text, word) == 0;
}

static struct term *new_term(struct parser *parser, enum term_kind kind, const struct term *left, const struct term *right)
{
    struct term *term = arena_take(parser->arena, 1, sizeof *term);
    *term = (struct term){.kind = kind, .left = left, .right = right};
    return term;
}

static void remember_reference(struct parser *parser, const char *name)
{
    for (size_t i = 0; i < parser->reference_count; i++) {
        if (strcmp(parser->references[i], name) == 0) {
            return;
        }
    }
    parser->references =
        memory_room(parser->references, parser->reference_count, &parser->reference_capacity, sizeof *parser->references);
    parser->references[parser->reference_count++] = name;
}

static const struct term *parse_sum(struct parser *parser);

static void expect_sign(struct parser *parser, const char *sign, const char *expected, bool operand)
{
    if (!at_sign(parser, sign)) {
        fail(parser, expected);
    }
    advance(parser, operand);
}

/* `min(A, B)` or `max(A, B)`; the present token is the name and `(` follows it. */
static const struct term *parse_function(struct parser *parser)
{
    struct term *term = new_term(parser, strcmp(parser->text, "min") == 0 ? TERM_MINIMUM : TERM_MAXIMUM, NULL, NULL);
    advance(parser, false);
    advance(parser, true);
    term->left = parse_sum(parser);
    expect_sign(parser, ",", "`,`", true);
    term->right = parse_sum(parser);
    expect_sign(parser, ")", "`)`", false);
    return term;
}

static bool at_function(const struct parser *parser)
{
    return (at_word(parser, "min") || at_word(parser, "max")) && *parser->at == '(';
}

static bool is_reserved(const struct parser *parser)
{
    return at_word(parser, "and") || at_word(parser, "has") || at_word(parser, "lacks");
}

static const struct term *parse_operand(struct parser *parser)
{
    struct term *term = new_term(parser, TERM_NUMBER, NULL, NULL);
    const struct term *inner = term;
    if (parser->token == TOKEN_NUMBER) {
        term->number = parser->number;
        advance(parser, false);
    } else if (parser->token == TOKEN_LITERAL) {
        term->kind = TERM_LITERAL;
        term->text = parser->text;
        advance(parser, false);
    } else if (at_function(parser)) {
        inner = parse_function(parser);
    } else if (parser->token == TOKEN_WORD && !is_reserved(parser)) {
        term->kind = TERM_REFERENCE;
        term->text = parser->text;
        remember_reference(parser, parser->text);
        advance(parser, false);
    } else if (at_sign(parser, "(")) {
        advance(parser, true);
        inner = parse_sum(parser);
        expect_sign(parser, ")", "`)`", false);
    } else {
        fail(parser, "a number, a name, an error name, a quoted text or `(`");
    }
    return inner;
}

static const struct term *parse_product(struct parser *parser)
{
    const struct term *left = parse_operand(parser);
    while (!parser->failed && at_sign(parser, "*")) {
        advance(parser, true);
        left = new_term(parser, TERM_PRODUCT, left, parse_operand(parser));
    }
    return left;
}

static const struct term *parse_sum(struct parser *parser)
{
    if (++parser->nesting > NESTING_MOST) {
        fail(parser, "less nesting");
    }
    const struct term *left = parser->failed ? NULL : parse_product(parser);
    while (!parser->failed && (at_sign(parser, "+") || at_sign(parser, "-"))) {
        enum term_kind kind = at_sign(parser, "+") ? TERM_SUM : TERM_DIFFERENCE;
        advance(parser, true);
        left = new_term(parser, kind, left, parse_product(parser));
    }
    parser->nesting--;
    return left;
}

static enum relation parse_relation(struct parser *parser)
{
    static const char *const signs[] = {"=", "!=", "<", "<=", ">", ">="};
    enum relation relation = REL_EQUAL;
    bool found = false;
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        if (at_sign(parser, signs[i])) {
            relation = (enum relation)i;
            found = true;
        }
    }
    if (at_word(parser, "has") || at_word(parser, "lacks")) {
        relation = at_word(parser, "has") ? REL_HAS : REL_LACKS;
        found = true;
    }
    if (!found) {
        fail(parser, "a relation: = != < <= > >= has lacks");
    }
    return relation;
}

/* The right side of has and lacks: one word, taken as it stands. */
static struct alternative *parse_member(struct parser *parser)
{
    struct alternative *alternative = arena_take(parser->arena, 1, sizeof *alternative);
    struct term *term = new_term(parser, TERM_LITERAL, NULL, NULL);
    if ((parser->token != TOKEN_WORD && parser->token != TOKEN_LITERAL) || is_reserved(parser)) {
        fail(parser, "a word");
    }
    term->text = parser->text;
    alternative->low = term;
    advance(parser, false);
    return alternative;
}

static struct alternative *parse_alternatives(struct parser *parser, bool several)
{
    struct alternative *first = NULL;
    struct alternative **last = &first;
    bool more = true;
    while (more && !parser->failed) {
        struct alternative *alternative = arena_take(parser->arena, 1, sizeof *alternative);
        *last = alternative;
        last = &alternative->next;
        alternative->low = parse_sum(parser);
        if (several && at_sign(parser, "..")) {
            advance(parser, true);
            alternative->high = parse_sum(parser);
        }
        more = several && at_sign(parser, "|");
        if (more) {
            advance(parser, true);
        }
    }
    return first;
}

static struct comparison parse_comparison(struct parser *parser)
{
    struct comparison comparison = {.left = parse_sum(parser)};
    comparison.relation = parse_relation(parser);
    bool member = comparison.relation == REL_HAS || comparison.relation == REL_LACKS;
    advance(parser, true);
    if (member) {
        comparison.alternatives = parse_member(parser);
    } else {
        comparison.alternatives =
            parse_alternatives(parser, comparison.relation == REL_EQUAL || comparison.relation == REL_UNEQUAL);
    }
    return comparison;
}

static struct condition *finish(struct parser *parser, const char *source, const struct comparison *list, size_t count)
{
    struct condition *condition = arena_take(parser->arena, 1, sizeof *condition);
    struct comparison *comparisons = arena_take(parser->arena, count, sizeof *comparisons);
    memcpy(comparisons, list, count * sizeof *list);
    condition->source = arena_string(parser->arena, source);
    condition->comparisons = comparisons;
    condition->comparison_count = count;
    condition->reference_count = parser->reference_count;
    condition->references = arena_take(parser->arena, parser->reference_count, sizeof *condition->references);
    for (size_t i = 0; i < parser->reference_count; i++) {
        condition->references[i] = parser->references[i];
    }
    return condition;
}

const struct condition *condition_parse(struct arena *arena, const char *source, struct text *message)
{
    struct parser parser = {.arena = arena, .message = message, .at = source, .token_start = source};
    struct comparison *list = NULL;
    size_t count = 0;
    size_t capacity = 0;
    bool more = true;
    advance(&parser, true);
    while (more && !parser.failed) {
        list = memory_room(list, count, &capacity, sizeof *list);
        list[count++] = parse_comparison(&parser);
        more = at_word(&parser, "and");
        if (more) {
            advance(&parser, true);
        }
    }
    if (parser.token != TOKEN_END) {
        fail(&parser, "`and` or the end of the condition");
    }
    const struct condition *condition = parser.failed ? NULL : finish(&parser, source, list, count);
    free(list);
    free(parser.references);
    return condition;
}

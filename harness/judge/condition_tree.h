/* condition_tree.h: the tree of a condition, shared by its parser and its evaluator only. */
#ifndef LISTENCHECK_CONDITION_TREE_H
#define LISTENCHECK_CONDITION_TREE_H

#include "condition.h"

enum term_kind { TERM_NUMBER, TERM_LITERAL, TERM_REFERENCE, TERM_SUM, TERM_DIFFERENCE, TERM_PRODUCT, TERM_MINIMUM, TERM_MAXIMUM };

struct term {
    enum term_kind kind;
    long long number;
    const char *text; /* of a literal or a reference */
    const struct term *left;
    const struct term *right;
};

enum relation { REL_EQUAL, REL_UNEQUAL, REL_LESS, REL_AT_MOST, REL_MORE, REL_AT_LEAST, REL_HAS, REL_LACKS };

/* `low`, or `low..high` where high is set. */
struct alternative {
    const struct term *low;
    const struct term *high;
    struct alternative *next;
};

struct comparison {
    const struct term *left;
    enum relation relation;
    const struct alternative *alternatives;
};

#endif

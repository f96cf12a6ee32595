/* test_model_choice.c: the tables of decisions, models and faults are sound. */
#include "check.h"
#include "model/choice.h"
#include "model/machine.h"

#include <string.h>

static void decisions_parse(void)
{
    struct decisions decisions;
    decisions_start(&decisions);
    const int *values = (const int *)(const void *)&decisions;
    for (size_t i = 0; i < decision_count(); i++) {
        const struct decision_row *row = decision_row(i);
        char change[160];
        char mistake[96] = "";
        (void)snprintf(change, sizeof change, "%s=%s", row->identifier, row->usual);
        for (char *at = change; *at != '='; at++)
            if (*at == '_')
                *at = '-';
        check_report(values[i] != 0 && decisions_change(&decisions, change, mistake, sizeof mistake), change, __FILE__, __LINE__);
    }
}

static void mistakes_are_found(void)
{
    struct decisions decisions;
    char mistake[96] = "";
    decisions_start(&decisions);
    CHECK(!decisions_change(&decisions, "unbound=EINVAL frobnicate=yes", mistake, sizeof mistake));
    CHECK_TEXT(mistake, "frobnicate=yes");
    CHECK(!decisions_change(&decisions, "unbound=EFROB", mistake, sizeof mistake));
    CHECK(!decisions_change(&decisions, "unbound=fifo", mistake, sizeof mistake));
    CHECK(!decisions_change(&decisions, "somaxconn=EINVAL", mistake, sizeof mistake));
    CHECK(!decisions_change(&decisions, "accept@=EINVAL", mistake, sizeof mistake));
    CHECK(!decisions_change(&decisions, "accept@fresh=", mistake, sizeof mistake));
    CHECK(decisions_change(&decisions, "accept@fresh=EOPNOTSUPP poll@listening+empty=in+out", mistake, sizeof mistake));
    CHECK_NUMBER(decisions.override_count, 2);
    CHECK_NUMBER(number_of(decisions.overrides[1].result), EVENT_IN | EVENT_OUT);
    CHECK(condition_known("listening+!unix"));
    CHECK(!condition_known("listening+frob"));
}

static void models_decide(void)
{
    for (size_t i = 0; i < model_count(); i++) {
        struct decisions decisions;
        char choice[96];
        char message[160] = "";
        (void)snprintf(choice, sizeof choice, "model:%s", model_row(i)->document);
        check_report(choice_decide(choice, &decisions, message, sizeof message), choice, __FILE__, __LINE__);
        if (message[0] != '\0')
            printf("#   %s\n", message);
    }
}

static bool overrides_known(const struct decisions *decisions)
{
    for (size_t i = 0; i < decisions->override_count; i++)
        if (!condition_known(decisions->overrides[i].condition))
            return false;
    return true;
}

static void faults_decide(void)
{
    for (size_t i = 0; i < fault_count(); i++) {
        const struct fault_row *fault = fault_row(i);
        struct decisions own;
        struct decisions model;
        char choice[160];
        char message[160] = "";
        (void)snprintf(choice, sizeof choice, "model:%s", fault->model);
        bool good = choice_decide(choice, &model, message, sizeof message);
        (void)snprintf(choice, sizeof choice, "fault:%s", fault->name);
        good = good && choice_decide(choice, &own, message, sizeof message);
        good = good && memcmp(&own, &model, sizeof own) != 0 && overrides_known(&own);
        good = good && fault_find(fault->name) == fault && fault->cases[0] != '\0' && fault->title[0] != '\0';
        check_report(good, choice, __FILE__, __LINE__);
        if (message[0] != '\0')
            printf("#   %s\n", message);
    }
}

static void unknown_choices_fail(void)
{
    struct decisions decisions;
    char message[160] = "";
    CHECK(!choice_decide("model:frobnicate", &decisions, message, sizeof message));
    CHECK(!choice_decide("fault:frobnicate", &decisions, message, sizeof message));
    CHECK(!choice_decide("frobnicate", &decisions, message, sizeof message));
}

int main(void)
{
    decisions_parse();
    mistakes_are_found();
    models_decide();
    faults_decide();
    unknown_choices_fail();
    return check_finish();
}

/* test_agent_handles.c: the table of handles, and handing it on. */
#include "agent/handles.h"
#include "agent/handles_inherit.h"
#include "check.h"

#include <stdio.h>
#include <stdlib.h>

static void names_are_checked(void) {
    char longest[NAME_MOST + 2];
    memset(longest, 'n', sizeof longest - 1);
    longest[NAME_MOST + 1] = '\0';
    CHECK(name_valid("a"));
    CHECK(name_valid("l.clients_2-X"));
    CHECK(!name_valid(""));
    CHECK(!name_valid("none"));
    CHECK(!name_valid("file:"));
    CHECK(!name_valid("a b"));
    CHECK(!name_valid("a\xc3"));
    CHECK(!name_valid(longest));
    longest[NAME_MOST] = '\0';
    CHECK(name_valid(longest));
}

static void handles_live_and_die(void) {
    struct handles handles = {NULL, 0, 0, 0};
    struct handle *handle;
    CHECK(handles_find(&handles, "s") == NULL);
    CHECK(handles_add(&handles, "s", 3, family_find("inet"), "stream") != NULL);
    CHECK(handles_add(&handles, "s", 4, family_find("inet"), "stream") == NULL);
    CHECK(handles_add(&handles, "x:", 4, NULL, "stream") == NULL);
    handle = handles_find_open(&handles, "s");
    CHECK(handle != NULL && handle->socket == 3);
    CHECK_NUMBER(handles.open, 1);
    if (handle)
        handles_close(&handles, handle);
    CHECK_NUMBER(handles.open, 0);
    CHECK(handles_find_open(&handles, "s") == NULL);
    handle = handles_find(&handles, "s");
    CHECK(handle != NULL && handle->socket == 3); /* the number it had */
    CHECK(handles_add(&handles, "s", 5, NULL, "a type far longer than any") != NULL);
    handle = handles_find_open(&handles, "s");
    CHECK(handle != NULL && handle->socket == 5 && strlen(handle->type) == TYPE_MOST);
    handles_clear(&handles);
    CHECK(handles_find(&handles, "s") == NULL);
    CHECK_NUMBER(handles.used, 0);
    free(handles.slots);
}

static void many_handles_are_found(void) {
    struct handles handles = {NULL, 0, 0, 0};
    char name[32];
    int lost = 0;
    for (int i = 0; i < 5000; i++) {
        snprintf(name, sizeof name, "h%d", i);
        lost += handles_add(&handles, name, i, family_find("unix"), "stream") == NULL;
    }
    for (int i = 0; i < 5000; i++) {
        struct handle *handle;
        snprintf(name, sizeof name, "h%d", i);
        handle = handles_find_open(&handles, name);
        lost += !handle || handle->socket != i;
    }
    CHECK_NUMBER(lost, 0);
    CHECK_NUMBER(handles.open, 5000);
    handles_clear(&handles);
    free(handles.slots);
}

static void a_table_is_handed_on(void) {
    struct handles first = {NULL, 0, 0, 0}, second = {NULL, 0, 0, 0};
    struct handle *handle = handles_add(&first, "l", 7, family_find("mptcp6"), "stream");
    char *text;
    if (handle)
        handle->asked = -5;
    handle = handles_add(&first, "gone", 8, NULL, "dgram");
    if (handle)
        handles_close(&first, handle);
    CHECK(handles_add(&first, "odd", 9, NULL, "") != NULL);
    text = handles_bequest(&first);
    CHECK(text != NULL);
    handles_inherit(&second, text ? text : "");
    CHECK_NUMBER(second.open, 2);
    handle = handles_find_open(&second, "l");
    CHECK(handle != NULL && handle->socket == 7 && handle->family == family_find("mptcp6") && handle->asked == -5);
    handles_inherit(&second, "x y=1 z=1,inet,stream,9999999999 =,,, w=3,inet,stream,1,2 ok=4,inet,stream,0");
    CHECK(handles_find(&second, "x") == NULL);
    CHECK(handles_find(&second, "z") == NULL);
    CHECK(handles_find(&second, "ok") != NULL);
    free(text);
    handles_clear(&first);
    handles_clear(&second);
    free(first.slots);
    free(second.slots);
}

int main(void) {
    names_are_checked();
    handles_live_and_die();
    many_handles_are_found();
    a_table_is_handed_on();
    return check_finish();
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <string.h>

#include "tests/unit/server/board/asker.h"

static json_t *runs_of(struct asker *asker, const char *query)
{
    json_t *json = json_loads(asker_get(asker, "/api/v1/runs", query), 0, NULL);
    assert_non_null(json);
    return json;
}

static const char *word(json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static long long number(json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

static void those_who_must_leave_with_one_run_stand_together_the_earliest_run_first(void **state)
{
    json_t *all = runs_of(*state, NULL);
    json_t *runs = json_object_get(all, "runs");
    json_t *first = json_array_get(runs, 0);
    json_t *second = json_array_get(runs, 1);
    assert_int_equal(json_array_size(runs), 2);
    assert_int_equal(number(first, "must"), 2);
    assert_int_equal(number(second, "must"), SAMPLE_DUE_SOON - 2);
    assert_true(strcmp(word(first, "departs"), word(second, "departs")) < 0);
    assert_string_equal(word(first, "route"), "vong-1");
    assert_string_equal(word(first, "party"), "so-khdt");
    json_t *dossiers = json_object_get(first, "must_dossiers");
    assert_int_equal(json_array_size(dossiers), 2);
    assert_string_equal(json_string_value(json_array_get(dossiers, 0)), SAMPLE_TRACED);
    json_decref(all);
}

static void the_next_run_says_how_many_it_saves(void **state)
{
    json_t *all = runs_of(*state, NULL);
    json_t *first = json_array_get(json_object_get(all, "runs"), 0);
    assert_int_equal(number(all, "next_must"), 2);
    assert_string_equal(word(all, "next_departs"), word(first, "departs"));
    assert_true(json_is_false(json_object_get(all, "left_off")));
    json_decref(all);
}

static void a_party_that_is_asked_for_sees_its_own_runs_and_no_other(void **state)
{
    json_t *own = runs_of(*state, "party=so-khdt");
    json_t *other = runs_of(*state, "party=center");
    assert_int_equal(number(own, "next_must"), 2);
    assert_int_equal(json_array_size(json_object_get(other, "runs")), 0);
    assert_true(json_is_null(json_object_get(other, "next_departs")));
    json_decref(own);
    json_decref(other);
}

static void a_party_that_is_no_text_is_refused_by_name(void **state)
{
    struct asker *asker = *state;
    json_t *problem = runs_of(asker, "party=\xff");
    assert_int_equal(asker->answer.code, 400);
    assert_string_equal(word(problem, "code"), "BOARD-43");
    assert_string_equal(word(problem, "en"), "The value of 'party' cannot be used.");
    json_decref(problem);
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, asker_setup, asker_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(those_who_must_leave_with_one_run_stand_together_the_earliest_run_first),
        EACH(the_next_run_says_how_many_it_saves),
        EACH(a_party_that_is_asked_for_sees_its_own_runs_and_no_other),
        EACH(a_party_that_is_no_text_is_refused_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tools/study/eval.h"

enum { ASKS = 4000 };

static struct ask list[ASKS];
static struct asks asks = {.list = list};
static struct eval eval;

static struct minute minute_of(const char *at)
{
    struct instant instant;
    assert_int_equal(instant_parse(text_of(at), &instant), STATUS_OK);
    return instant_minute(instant);
}

/* COUNT answers that said CHANCE thousandths, of which LATE were late. */
static void say(int32_t chance, uint32_t count, uint32_t late)
{
    for (uint32_t i = 0; i < count; i++) {
        assert_true(asks.count < ASKS);
        list[asks.count++] = (struct ask){.at = minute_of("2023-04-03T09:00"),
                                          .settled = minute_of("2023-04-10T09:00"),
                                          .back = MINUTE_NEVER,
                                          .answered = true,
                                          .stated = chance,
                                          .chance = chance,
                                          .base = 500,
                                          .median = true,
                                          .late = i < late};
    }
}

static int set_up(void **unused)
{
    (void)unused;
    asks.count = 1;
    list[0] = (struct ask){.at = minute_of("2023-03-20T09:00")}; /* the month to learn from */
    return 0;
}

static void a_thousand_must_lie_within_three_points(void **unused)
{
    (void)unused;
    say(150, 1000, 178);
    say(250, 1000, 281);
    eval_of(&asks, &eval);
    assert_true(eval.tenth[1].right);
    assert_false(eval.tenth[2].right);
    assert_false(eval_right(&eval));
}

static void fewer_may_lie_as_far_off_as_chance_allows(void **unused)
{
    (void)unused;
    say(550, 100, 66); /* 2.58 * sqrt(0.55 * 0.45 / 100) = 12.8 points, and half a case */
    say(650, 100, 50);
    eval_of(&asks, &eval);
    assert_true(eval.tenth[5].right);
    assert_false(eval.tenth[6].right);
}

static void brier_is_the_mean_square_of_what_was_wrong(void **unused)
{
    (void)unused;
    say(200, 10, 2);
    eval_of(&asks, &eval);
    assert_true(eval.brier > 0.1599 && eval.brier < 0.1601);
    assert_true(eval.brier_base > 0.2499 && eval.brier_base < 0.2501);
    assert_true(eval.brier_median > 0.7999 && eval.brier_median < 0.8001);
    assert_true(eval_right(&eval));
}

static void what_nobody_knows_yet_and_the_first_month_are_left_out(void **unused)
{
    (void)unused;
    say(200, 3, 0);
    list[1].settled = MINUTE_NEVER;
    list[2].answered = false;
    eval_of(&asks, &eval);
    assert_int_equal(eval.count, 1);
    assert_int_equal(eval.unsettled, 1);
    assert_int_equal(eval.unanswered, 1);
    assert_int_equal(eval.untrained, 1);
}

static void certain_statements_are_in_the_last_tenth(void **unused)
{
    (void)unused;
    say(1000, 5, 5);
    eval_of(&asks, &eval);
    assert_int_equal(eval.tenth[9].count, 5);
    assert_true(eval.tenth[9].right);
}

static void the_diagram_is_one_document_in_both_languages(void **unused)
{
    (void)unused;
    static const enum language languages[] = {LANGUAGE_VI, LANGUAGE_EN};
    say(150, 1000, 150);
    eval_of(&asks, &eval);
    for (int i = 0; i < 2; i++) {
        char *text = NULL;
        size_t size = 0;
        FILE *out = open_memstream(&text, &size);
        eval_svg(&eval, languages[i], out);
        assert_int_equal(fclose(out), 0);
        assert_non_null(strstr(text, languages[i] == LANGUAGE_VI ? "thật sự trễ" : "were late"));
        assert_string_equal(text + size - 7, "</svg>\n");
        free(text);
    }
}

#define CASE(name) cmocka_unit_test_setup(name, set_up)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_thousand_must_lie_within_three_points),
        CASE(fewer_may_lie_as_far_off_as_chance_allows),
        CASE(brier_is_the_mean_square_of_what_was_wrong),
        CASE(what_nobody_knows_yet_and_the_first_month_are_left_out),
        CASE(certain_statements_are_in_the_last_tenth),
        CASE(the_diagram_is_one_document_in_both_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

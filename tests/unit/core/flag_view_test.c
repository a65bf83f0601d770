#include "province_maker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The worked lives of SEMANTICS section 7, each under many permutations of its acts. */

enum { PERMUTATIONS = 60, LIVES = 31 };

static struct province province;
static struct life life;

static void conflicts_are_as_worked_out(void)
{
    struct custody custody;
    struct flag_input input = input_of(&province, &life);
    flag_custody(&input, life.now, &custody);
    assert_false(custody.overflow);
    if (custody.conflicts != life.conflicts) {
        fail_msg("%s: %d conflicts, not %zu", life.name, custody.conflicts, life.conflicts);
    }
    for (size_t i = 0; i < life.conflicts; i++) {
        assert_int_equal(custody.conflict[i].kind, life.conflict[i].kind);
        assert_int_equal(custody.conflict[i].at.ms, life.conflict[i].at.ms);
    }
}

static void show(const struct expected *want, const struct flag *got)
{
    char at[INSTANT_TEXT_SIZE];
    char forecast[INSTANT_TEXT_SIZE];
    char promised[INSTANT_TEXT_SIZE];
    char safe[INSTANT_TEXT_SIZE];
    print_message("%s at %s: %s %s %s slack %d F %s P %s safe %s gained %d missing %s\n", life.name,
                  minute_text(want->at, at), flag_level_name(got->level),
                  flag_cause_name(got->cause), flag_leg_name(got->leg), got->slack_minutes,
                  got->forecast.m == MINUTE_NEVER.m ? "-" : minute_text(got->forecast, forecast),
                  got->promised.m == MINUTE_NEVER.m ? "-" : minute_text(got->promised, promised),
                  got->has_last_safe_run ? minute_text(got->last_safe_run.departs, safe) : "-",
                  got->minutes_gained, flag_missing_name(got->missing));
}

static void flag_is_as_worked_out(const struct expected *want)
{
    struct flag flag;
    struct flag_input input = input_of(&province, &life);
    flag_judge(&input, want->at, &flag);
    bool safe = want->last_safe.m == MINUTE_NEVER.m
                    ? !flag.has_last_safe_run || !want->has_slack
                    : flag.has_last_safe_run && flag.last_safe_run.departs.m == want->last_safe.m;
    if (flag.level != want->level || flag.cause != want->cause || flag.leg != want->leg ||
        (want->has_slack && flag.slack_minutes != want->slack) ||
        (want->has_forecast && flag.forecast.m != want->forecast.m) ||
        (want->has_promised && flag.promised.m != want->promised.m) ||
        (want->has_gained && flag.minutes_gained != want->gained) || !safe) {
        show(want, &flag);
        fail();
    }
}

static void all_lives_come_out_as_worked_out_in_any_order_of_acts(void **unused)
{
    (void)unused;
    struct dice dice = {20230321};
    FILE *file = vectors_open();
    int lives = 0;
    int flags = 0;
    while (vectors_next(file, &province, &life)) {
        for (int i = 0; i < PERMUTATIONS; i++) {
            conflicts_are_as_worked_out();
            for (size_t f = 0; f < life.flags; f++) {
                flag_is_as_worked_out(&life.flag[f]);
                flags++;
            }
            dice_shuffle(&dice, life.acts, life.act_count);
        }
        lives++;
    }
    fclose(file);
    assert_int_equal(lives, LIVES);
    assert_true(flags > LIVES * PERMUTATIONS);
}

static void a_statement_said_twice_counts_once(void **unused)
{
    (void)unused;
    FILE *file = vectors_open();
    while (vectors_next(file, &province, &life)) {
        memcpy(life.acts + life.act_count, life.acts, life.act_count * sizeof life.acts[0]);
        life.act_count *= 2;
        conflicts_are_as_worked_out();
        for (size_t f = 0; f < life.flags; f++) {
            flag_is_as_worked_out(&life.flag[f]);
        }
    }
    fclose(file);
}

static int open_province(void **unused)
{
    (void)unused;
    province_open(&province);
    return 0;
}

static int close_province(void **unused)
{
    (void)unused;
    province_close(&province);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_lives_come_out_as_worked_out_in_any_order_of_acts),
        cmocka_unit_test(a_statement_said_twice_counts_once),
    };
    return cmocka_run_group_tests(tests, open_province, close_province);
}

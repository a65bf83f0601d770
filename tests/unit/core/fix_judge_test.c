/* A receiver is played epoch by epoch against a clock that runs beside it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/fix_judge.h"

static const int64_t built_ms = 1764500000000;
static const int64_t start_ms = 1795418700000;
static const int64_t week_ms = 7 * 86400000LL;

static struct fix_judge judge;
static struct fix_clock clock_now;
static struct fix_epoch epoch; /* of the next second; the test spoils it */

static int start(void **state)
{
    (void)state;
    fix_judge_init(&judge, built_ms);
    clock_now = (struct fix_clock){100000, 7, true, start_ms};
    epoch = (struct fix_epoch){
        .has_time = true,
        .gnss_ms = start_ms,
        .mode = 3,
        .has_position = true,
        .position = {186733000, 1056922000},
        .accuracy_mm = 17000,
        .used = 9,
        .has_speed = true,
        .speed_mm_s = 1000
    };
    return 0;
}

static void pass(int64_t ms)
{
    clock_now.mono_ms += ms;
    clock_now.wall_ms += ms;
    epoch.gnss_ms += ms;
}

/* The receiver tells EPOCH now; a second later it walks on by a metre. */
static enum fix_class told(struct fix_epoch as)
{
    fix_judge_take(&judge, &as, &clock_now);
    enum fix_class class = fix_judge_now(&judge, clock_now.mono_ms).class;
    pass(1000);
    epoch.position.lat_e7 += 100;
    return class;
}

static void warm_up(void)
{
    for (int i = 0; i < FIX_ROW; i++) {
        (void)told(epoch);
    }
    assert_int_equal(told(epoch), FIX_GOOD);
}

static struct fix_now now(void)
{
    return fix_judge_now(&judge, clock_now.mono_ms);
}

/* ---- one epoch ---- */

static void before_the_first_epoch_it_is_stale_and_has_no_position(void **unused)
{
    (void)unused;
    assert_int_equal(now().class, FIX_STALE);
    assert_false(now().fix.has);
    assert_false(now().has_gnss);
}

static void three_good_epochs_in_a_row_make_a_cold_start_good(void **unused)
{
    (void)unused;
    struct fix_epoch echo = epoch;
    echo.accuracy_mm = 1898000; /* of HDOP 99.9, as seen */
    assert_int_equal(told(echo), FIX_WEAK);
    assert_int_equal(told(epoch), FIX_WEAK);
    assert_int_equal(told(epoch), FIX_WEAK);
    assert_int_equal(told(epoch), FIX_GOOD);
    assert_int_equal(told(echo), FIX_WEAK);  /* warm: one bad one … */
    assert_int_equal(told(epoch), FIX_GOOD); /* … costs no others */
}

static void a_bad_epoch_breaks_the_row_of_a_cold_start(void **unused)
{
    (void)unused;
    struct fix_epoch few = epoch;
    few.used = 3;
    assert_int_equal(told(epoch), FIX_WEAK);
    assert_int_equal(told(epoch), FIX_WEAK);
    few.gnss_ms = epoch.gnss_ms;
    assert_int_equal(told(few), FIX_WEAK);
    assert_int_equal(told(epoch), FIX_WEAK);
    assert_int_equal(told(epoch), FIX_WEAK);
    assert_int_equal(told(epoch), FIX_GOOD);
}

struct row {
    const char *what;
    void (*spoil)(struct fix_epoch *epoch);
    enum fix_class class;
};

static void mode_0(struct fix_epoch *e)
{
    e->mode = 0;
}
static void mode_1(struct fix_epoch *e)
{
    e->mode = 1;
}
static void mode_2(struct fix_epoch *e)
{
    e->mode = 2;
}
static void no_number(struct fix_epoch *e)
{
    e->has_position = false;
}
static void off_earth(struct fix_epoch *e)
{
    e->position = (struct position){910000000, 1810000000};
}
static void null_island(struct fix_epoch *e)
{
    e->position = (struct position){0, 0};
}
static void used_0(struct fix_epoch *e)
{
    e->used = 0;
}
static void used_4(struct fix_epoch *e)
{
    e->used = 4;
}
static void coarse(struct fix_epoch *e)
{
    e->accuracy_mm = FIX_WEAK_MM + 1;
}
static void just_fine(struct fix_epoch *e)
{
    e->accuracy_mm = FIX_WEAK_MM;
}
static void no_accuracy(struct fix_epoch *e)
{
    e->accuracy_mm = FIX_NOT_KNOWN;
}
static void no_time(struct fix_epoch *e)
{
    e->has_time = false;
}
static void mad_time(struct fix_epoch *e)
{
    e->gnss_ms = INT64_MAX;
}
static void ahead_4_s(struct fix_epoch *e)
{
    e->gnss_ms += 4900;
}
static void ahead_6_s(struct fix_epoch *e)
{
    e->gnss_ms += 6000;
}
static void hour_back(struct fix_epoch *e)
{
    e->gnss_ms -= 3600000;
}
static void rollover(struct fix_epoch *e)
{
    e->gnss_ms -= 1024 * week_ms;
}
static void jump(struct fix_epoch *e)
{
    e->position.lat_e7 += 5000000;
}
static void short_jump(struct fix_epoch *e)
{
    e->position.lat_e7 += 10000;
}
static void step_aside(struct fix_epoch *e)
{
    e->position.lat_e7 += 7000;
}

static const struct row rows[] = {
    {"the receiver says nothing of a fix",             mode_0,      FIX_NOFIX  },
    {"no fix, though the satellites are the old ones", mode_1,      FIX_NOFIX  },
    {"a position that is no number",                   no_number,   FIX_NOFIX  },
    {"row 27: latitude 91, longitude 181",             off_earth,   FIX_NOFIX  },
    {"row 28: 0,0",                                    null_island, FIX_NOFIX  },
    {"two dimensions",                                 mode_2,      FIX_WEAK   },
    {"no satellite used",                              used_0,      FIX_WEAK   },
    {"four satellites",                                used_4,      FIX_GOOD   },
    {"an accuracy of 50 m and a bit",                  coarse,      FIX_WEAK   },
    {"an accuracy of 50 m",                            just_fine,   FIX_GOOD   },
    {"no accuracy",                                    no_accuracy, FIX_WEAK   },
    {"no time",                                        no_time,     FIX_WEAK   },
    {"a time outside every calendar",                  mad_time,    FIX_WEAK   },
    {"a time 4.9 s from ours",                         ahead_4_s,   FIX_GOOD   },
    {"a time 6 s from ours",                           ahead_6_s,   FIX_SUSPECT},
    {"a time an hour back",                            hour_back,   FIX_SUSPECT},
    {"row 31: a time 1,024 weeks back",                rollover,    FIX_SUSPECT},
    {"row 29: 55 km in a second",                      jump,        FIX_SUSPECT},
    {"111 m in a second, 94 are possible",             short_jump,  FIX_SUSPECT},
    {"78 m in a second",                               step_aside,  FIX_GOOD   },
};

static void each_fault_of_an_epoch_has_its_class(void **unused)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        (void)start(unused);
        warm_up();
        struct fix_epoch spoilt = epoch;
        rows[i].spoil(&spoilt);
        enum fix_class class = told(spoilt);
        if (class != rows[i].class) {
            fail_msg("%s: class %d, expected %d", rows[i].what, class, rows[i].class);
        }
    }
}

/* ---- epochs told several times ---- */

static void an_epoch_is_judged_once_however_often_it_is_told(void **unused)
{
    (void)unused;
    warm_up();
    struct fix_epoch far = epoch;
    jump(&far);
    struct fix_epoch calm = far;
    fix_judge_take(&judge, &far, &clock_now);
    clock_now.mono_ms += 20;
    clock_now.wall_ms += 20;
    fix_judge_take(&judge, &calm, &clock_now); /* the same place: no jump from itself */
    assert_int_equal(now().class, FIX_SUSPECT);
    calm = epoch; /* and should it be told where it was expected, the doubt holds */
    fix_judge_take(&judge, &calm, &clock_now);
    assert_int_equal(now().class, FIX_SUSPECT);
}

static void the_last_word_on_an_epochs_quality_counts(void **unused)
{
    (void)unused;
    warm_up();
    struct fix_epoch first = epoch;
    first.mode = 2;
    first.used = 0;
    fix_judge_take(&judge, &first, &clock_now);
    assert_int_equal(now().class, FIX_WEAK);
    assert_int_equal(told(epoch), FIX_GOOD);
}

static void several_tellings_are_one_epoch_in_the_row(void **unused)
{
    (void)unused;
    for (int i = 0; i < 4; i++) {
        fix_judge_take(&judge, &epoch, &clock_now);
    }
    assert_int_equal(now().class, FIX_WEAK);
}

/* ---- time passes ---- */

static void silence_of_three_seconds_is_stale_and_starts_cold(void **unused)
{
    (void)unused;
    warm_up();
    pass(FIX_SILENCE_MS - 1000);
    assert_int_equal(now().class, FIX_GOOD);
    pass(1);
    assert_int_equal(now().class, FIX_STALE);
    assert_true(now().fix.has);
    assert_int_equal(now().fix.age_ms, FIX_SILENCE_MS + 1);
    assert_int_equal(fix_class_of(&(struct fix){.has = true, .age_ms = FIX_SILENCE_MS + 1}),
                     FIX_STALE);
    assert_int_equal(told(epoch), FIX_WEAK);
    assert_int_equal(told(epoch), FIX_WEAK);
    assert_int_equal(told(epoch), FIX_GOOD);
}

static void a_fix_that_is_lost_stays_with_its_age_and_for_an_hour(void **unused)
{
    (void)unused;
    warm_up();
    int64_t last = clock_now.mono_ms - 1000;
    struct fix_epoch none = epoch;
    none.mode = 1;
    assert_int_equal(told(none), FIX_NOFIX);
    assert_int_equal(now().fix.age_ms, clock_now.mono_ms - last);
    pass(last + FIX_KEPT_MS - clock_now.mono_ms);
    assert_true(now().fix.has);
    pass(1);
    assert_false(now().fix.has);
    assert_false(now().has_gnss);
}

static void a_doubt_is_kept_ten_seconds_after_its_cause(void **unused)
{
    (void)unused;
    warm_up();
    for (int i = 0; i < 3; i++) {
        struct fix_epoch far = epoch;
        jump(&far);
        assert_int_equal(told(far), FIX_SUSPECT);
        assert_int_equal(now().doubt, FIX_DOUBT_JUMP);
    }
    for (int i = 1; i < 10; i++) {
        assert_int_equal(told(epoch), FIX_SUSPECT);
        assert_int_equal(now().doubt, FIX_DOUBT_JUMP);
    }
    assert_int_equal(told(epoch), FIX_GOOD);
    assert_int_equal(now().doubt, FIX_DOUBT_NONE);
}

static void a_place_far_away_is_believed_once_it_could_be_reached(void **unused)
{
    (void)unused;
    warm_up();
    epoch.position.lat_e7 += 200000; /* 2.2 km: 37 s at 60 m/s */
    int seconds = 0;
    while (told(epoch) == FIX_SUSPECT) {
        seconds++;
        assert_true(seconds < 100);
    }
    assert_in_range(seconds, 40, 50);
}

static void an_hour_back_is_suspect_there_and_on_the_way_home_without_our_clock(void **unused)
{
    (void)unused;
    clock_now.wall_known = false;
    warm_up();
    epoch.gnss_ms -= 3600000;
    assert_int_equal(told(epoch), FIX_SUSPECT);
    assert_int_equal(now().doubt, FIX_DOUBT_CLOCK); /* the anchor's time was trusted */
    clock_now.wall_known = false;
    epoch.gnss_ms += 2 * 3600000;
    assert_int_equal(told(epoch), FIX_SUSPECT);
    assert_int_equal(now().doubt, FIX_DOUBT_STEP);
}

static void without_our_clock_a_steady_time_is_not_suspect(void **unused)
{
    (void)unused;
    clock_now.wall_known = false;
    clock_now.wall_ms = 3600000;
    assert_int_equal(told(epoch), FIX_WEAK);
    assert_false(now().has_gnss); /* one epoch alone is no clock */
    warm_up();
    assert_true(now().has_gnss);
    assert_int_equal(now().gnss_ms, epoch.gnss_ms); /* of now: that of the fix plus its age */
}

static void row_31_a_time_before_the_program_was_built_is_suspect_even_alone(void **unused)
{
    (void)unused;
    clock_now.wall_known = false;
    epoch.gnss_ms = built_ms - 1;
    assert_int_equal(told(epoch), FIX_SUSPECT);
    assert_false(now().has_gnss);
}

static void the_same_digits_for_a_minute_while_moving_are_suspect(void **unused)
{
    (void)unused;
    warm_up();
    const struct position place = epoch.position;
    for (int i = 0; i <= 60; i++) {
        epoch.position = place;
        epoch.speed_mm_s = 2001;
        enum fix_class class = told(epoch);
        assert_int_equal(class, i < 60 ? FIX_GOOD : FIX_SUSPECT);
    }
    assert_int_equal(now().doubt, FIX_DOUBT_FROZEN);
}

static void the_same_digits_while_standing_are_no_fault(void **unused)
{
    (void)unused;
    warm_up();
    const struct position place = epoch.position;
    for (int i = 0; i < 200; i++) {
        epoch.position = place;
        epoch.speed_mm_s = i == 100 ? 1500 : 2000;
        assert_int_equal(told(epoch), FIX_GOOD);
    }
}

/* ---- restarts ---- */

static struct time_evidence stored(void)
{
    struct fix_now last = now();
    return (struct time_evidence){.wall_set = clock_now.wall_known,
                                  .wall_ms = clock_now.wall_ms,
                                  .mono_ms = clock_now.mono_ms,
                                  .boot = clock_now.boot,
                                  .has_gnss = last.has_gnss,
                                  .gnss_ms = last.gnss_ms,
                                  .fix = last.fix};
}

static void after_a_restart_the_stored_fix_is_the_anchor(void **unused)
{
    (void)unused;
    warm_up();
    const struct time_evidence when = stored();
    fix_judge_init(&judge, built_ms);
    fix_judge_recall(&judge, &when);
    clock_now.boot++;
    clock_now.mono_ms = 5000;
    clock_now.wall_ms += 60000;
    epoch.gnss_ms += 60000;
    struct fix_epoch moscow = epoch;
    moscow.position = (struct position){557500000, 376200000};
    assert_int_equal(told(moscow), FIX_SUSPECT);
    assert_int_equal(now().doubt, FIX_DOUBT_JUMP);
}

static void a_far_away_cold_start_without_an_anchor_cannot_be_seen(void **unused)
{
    (void)unused;
    epoch.position = (struct position){557500000, 376200000};
    warm_up();
}

static void only_a_good_fix_is_an_anchor_after_a_restart(void **unused)
{
    (void)unused;
    warm_up();
    for (int spoilt = 0; spoilt < 3; spoilt++) {
        struct time_evidence when = stored();
        when.fix.age_ms = spoilt == 0 ? FIX_SILENCE_MS + 1 : when.fix.age_ms;
        when.fix.accuracy_mm = spoilt == 1   ? FIX_WEAK_MM + 1
                               : spoilt == 2 ? FIX_NOT_BELIEVED
                                             : when.fix.accuracy_mm;
        struct fix_judge fresh;
        fix_judge_init(&fresh, built_ms);
        fix_judge_recall(&fresh, &when);
        assert_false(fresh.after.anchor.has);
    }
}

static void an_unset_clock_after_a_restart_still_knows_the_stored_time(void **unused)
{
    (void)unused;
    warm_up();
    const struct time_evidence when = stored();
    fix_judge_init(&judge, built_ms);
    fix_judge_recall(&judge, &when);
    clock_now = (struct fix_clock){5000, 8, false, 0};
    epoch.gnss_ms -= 60000;
    assert_int_equal(told(epoch), FIX_SUSPECT);
    assert_int_equal(now().doubt, FIX_DOUBT_CLOCK);
}

/* ---- whatever comes ---- */

static uint32_t dice(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (uint32_t)(*state >> 16);
}

static struct fix_epoch any_epoch(uint64_t *state)
{
    struct fix_epoch any = epoch;
    static void (*const spoil[])(struct fix_epoch *) = {mode_0,    mode_2,     used_0,  coarse,
                                                        hour_back, short_jump, no_time, mad_time};
    if (dice(state) % 4 == 0) {
        spoil[dice(state) % 8](&any);
    }
    if (dice(state) % 32 == 0) {
        any.position = (struct position){(int32_t)dice(state), (int32_t)dice(state)};
        any.accuracy_mm = dice(state);
        any.speed_mm_s = dice(state);
        any.gnss_ms = (int64_t)((uint64_t)dice(state) << 32 | dice(state));
    }
    return any;
}

/* What every moment of every life must keep. */
static void check(enum fix_class class)
{
    struct fix_now told_now = now();
    assert_int_equal(told_now.class, class);
    assert_true((told_now.class == FIX_SUSPECT) == (told_now.doubt != FIX_DOUBT_NONE));
    assert_true(!told_now.has_gnss || told_now.fix.has);
    if (told_now.fix.has && told_now.fix.age_ms == 0) { /* the entry tells the class */
        assert_int_equal(fix_class_of(&told_now.fix), class);
        assert_true(class != FIX_SUSPECT || !told_now.has_gnss);
    }
    if (class == FIX_GOOD) {
        assert_true(position_equal(judge.after.anchor.position, judge.position));
        assert_int_equal(judge.after.row, FIX_ROW);
    }
}

static void in_four_hundred_lives_the_entry_always_tells_the_class(void **unused)
{
    uint64_t state = 20261123;
    unsigned seen[FIX_CLASSES] = {0};
    for (int life = 0; life < 400; life++) {
        (void)start(unused);
        clock_now.wall_known = dice(&state) % 4 != 0;
        int64_t cause_ms = INT64_MIN;
        for (int i = 0; i < 60; i++) {
            const struct fix_epoch any = any_epoch(&state);
            for (uint32_t times = 1 + dice(&state) % 3; times > 0; times--) {
                fix_judge_take(&judge, &any, &clock_now);
                cause_ms = judge.doubt != FIX_DOUBT_NONE ? judge.doubt_ms : cause_ms;
                check(judge.class);
                if (cause_ms != INT64_MIN && clock_now.mono_ms - cause_ms < FIX_HOLD_MS) {
                    assert_true(judge.class == FIX_SUSPECT || judge.class == FIX_NOFIX);
                }
            }
            seen[judge.class]++;
            pass(dice(&state) % 16 == 0 ? dice(&state) % 9000 : 1000);
        }
    }
    for (int class = FIX_NOFIX; class < FIX_CLASSES; class ++) {
        assert_true(seen[class] > 500);
    }
}

int main(void)
{
#define EACH(test) cmocka_unit_test_setup(test, start)
    const struct CMUnitTest tests[] = {
        EACH(before_the_first_epoch_it_is_stale_and_has_no_position),
        EACH(three_good_epochs_in_a_row_make_a_cold_start_good),
        EACH(a_bad_epoch_breaks_the_row_of_a_cold_start),
        EACH(each_fault_of_an_epoch_has_its_class),
        EACH(an_epoch_is_judged_once_however_often_it_is_told),
        EACH(the_last_word_on_an_epochs_quality_counts),
        EACH(several_tellings_are_one_epoch_in_the_row),
        EACH(silence_of_three_seconds_is_stale_and_starts_cold),
        EACH(a_fix_that_is_lost_stays_with_its_age_and_for_an_hour),
        EACH(a_doubt_is_kept_ten_seconds_after_its_cause),
        EACH(a_place_far_away_is_believed_once_it_could_be_reached),
        EACH(an_hour_back_is_suspect_there_and_on_the_way_home_without_our_clock),
        EACH(without_our_clock_a_steady_time_is_not_suspect),
        EACH(row_31_a_time_before_the_program_was_built_is_suspect_even_alone),
        EACH(the_same_digits_for_a_minute_while_moving_are_suspect),
        EACH(the_same_digits_while_standing_are_no_fault),
        EACH(after_a_restart_the_stored_fix_is_the_anchor),
        EACH(a_far_away_cold_start_without_an_anchor_cannot_be_seen),
        EACH(only_a_good_fix_is_an_anchor_after_a_restart),
        EACH(an_unset_clock_after_a_restart_still_knows_the_stored_time),
        EACH(in_four_hundred_lives_the_entry_always_tells_the_class),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

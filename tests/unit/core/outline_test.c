#include "core/outline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "life_maker.h"

static struct province province;
static struct life life;

enum {
    LIVES = 400,
    ASKED = 40,
    BRUTE_LIVES = 25,
    BRUTE_MINUTES = 3000,
    MIXES = 4,
    DAY = MINUTES_A_DAY
};

static const struct making plain = {0};
static const struct making nasty = {.pauses = true, .intervals = true};
static const struct making paused = {.pauses = true};

static void is_same_run(const struct flag *a, const struct flag *b)
{
    assert_int_equal(a->has_last_safe_run, b->has_last_safe_run);
    if (a->has_last_safe_run) {
        assert_int_equal(a->last_safe_run.departs.m, b->last_safe_run.departs.m);
        assert_int_equal(a->last_safe_run.leg, b->last_safe_run.leg);
    }
}

static void is_same_flag(const struct flag *a, const struct flag *b)
{
    assert_true(flag_same(a, b));
    assert_int_equal(a->missing, b->missing);
    assert_int_equal(a->promised.m, b->promised.m);
    assert_int_equal(a->forecast.m, b->forecast.m);
    assert_int_equal(a->slack_minutes, b->slack_minutes);
    assert_int_equal(a->minutes_gained, b->minutes_gained);
    assert_int_equal(a->butfor.m, b->butfor.m);
    assert_int_equal(a->minutes_spare, b->minutes_spare);
    assert_int_equal(a->minutes_taken, b->minutes_taken);
    assert_int_equal(a->minutes_standard, b->minutes_standard);
    is_same_run(a, b);
    assert_int_equal(a->saver, b->saver);
    assert_int_equal(a->saver_leg, b->saver_leg);
    assert_int_equal(a->extra_before.m, b->extra_before.m);
    assert_int_equal(a->holder.id, b->holder.id);
    assert_int_equal(a->since.m, b->since.m);
    assert_int_equal(a->offer_to.id, b->offer_to.id);
    assert_int_equal(a->from.id, b->from.id);
    assert_int_equal(a->to.id, b->to.id);
    assert_int_equal(a->verified, b->verified);
    assert_int_equal(a->conflicts, b->conflicts);
}

/* True if OUTLINE holds at NOW; then it says what judging by the acts says. */
static bool says_the_same(const struct outline *outline, struct minute now)
{
    const struct flag_input input = input_of(&province, &life);
    struct flag_input no_acts = input;
    struct flag by_acts;
    struct flag by_outline;
    struct minute next_by_acts;
    struct minute next_by_outline;
    no_acts.acts = NULL;
    no_acts.act_count = 0;
    if (!flag_by_outline(outline, &no_acts, now, &by_outline, &next_by_outline)) {
        assert_false(outline_holds(outline, now));
        return false;
    }
    flag_judge_until(&input, now, &by_acts, &next_by_acts);
    is_same_flag(&by_acts, &by_outline);
    assert_int_equal(next_by_acts.m, next_by_outline.m);
    return true;
}

static struct outline outline_at(struct minute now)
{
    const struct flag_input input = input_of(&province, &life);
    struct outline outline;
    struct flag flag;
    struct flag plainly;
    struct minute next;
    flag_judge_outline(&input, now, &flag, &next, &outline);
    flag_judge(&input, now, &plainly);
    is_same_flag(&plainly, &flag);
    assert_int_equal(next.m, flag_next_change(&input, now, &plainly).m);
    return outline;
}

/* The minutes at which a verdict may turn, and those beside them. */
static int ask_where_it_turns(const struct outline *outline, struct minute from)
{
    int asked = 0;
    struct flag flag;
    struct minute next = from;
    const struct flag_input input = input_of(&province, &life);
    for (int i = 0; i < ASKED && next.m != MINUTE_NEVER.m; i++) {
        const struct minute now = next;
        asked += says_the_same(outline, (struct minute){now.m - 1});
        asked += says_the_same(outline, now);
        asked += says_the_same(outline, (struct minute){now.m + 1});
        if (!flag_by_outline(outline, &input, now, &flag, &next)) {
            break;
        }
    }
    return asked;
}

static struct minute last_act(void)
{
    struct minute last = life.now;
    for (size_t i = 0; i < life.act_count; i++) {
        const struct minute at = instant_minute(life.acts[i].at);
        last = at.m > last.m ? at : last;
    }
    return last;
}

static int ask_at_random(struct dice *dice, const struct outline *outline, struct minute from)
{
    int asked = 0;
    for (int i = 0; i < ASKED; i++) {
        const int32_t stride = i % 2 == 0 ? 3 * DAY : 60 * DAY;
        asked += says_the_same(
            outline, (struct minute){from.m + (int32_t)dice_throw(dice, (uint32_t)stride)});
    }
    return asked;
}

static void an_outline_says_at_every_minute_what_the_acts_say(void **unused)
{
    (void)unused;
    const struct making *const makings[] = {&plain, &paused, &nasty};
    struct dice dice = {11};
    int asked = 0;
    int held = 0;
    for (unsigned i = 0; i < LIVES; i++) {
        life_make(&province, &dice, makings[i % 3], i, &life);
        const struct minute from[] = {life.now, last_act()};
        for (size_t k = 0; k < sizeof from / sizeof from[0]; k++) {
            const struct outline outline = outline_at(from[k]);
            held += outline_holds(&outline, from[k]);
            asked += ask_where_it_turns(&outline, from[k]);
            asked += ask_at_random(&dice, &outline, from[k]);
        }
    }
    assert_true(held > LIVES);
    assert_true(asked > LIVES * ASKED);
}

static void not_one_minute_is_different(void **unused)
{
    (void)unused;
    struct dice dice = {12};
    int asked = 0;
    for (unsigned i = 0; i < BRUTE_LIVES; i++) {
        life_make(&province, &dice, i % 2 == 0 ? &paused : &nasty, i, &life);
        struct minute now = life.now;
        struct outline outline = outline_at(now);
        const struct minute end = {now.m + BRUTE_MINUTES};
        for (; now.m < end.m; now.m++) {
            if (now.m >= outline.until.m && outline.until.m != 0) {
                outline = outline_at(now);
            }
            asked += says_the_same(&outline, now);
        }
    }
    assert_true(asked > BRUTE_LIVES * BRUTE_MINUTES / 3);
}

static void the_order_of_the_acts_changes_no_outline(void **unused)
{
    (void)unused;
    struct dice dice = {13};
    for (unsigned i = 0; i < LIVES; i++) {
        life_make(&province, &dice, &paused, i, &life);
        const struct outline first = outline_at(life.now);
        for (int mix = 0; mix < MIXES; mix++) {
            life_mix(&dice, &life);
            const struct outline again = outline_at(life.now);
            assert_memory_equal(&first, &again, sizeof first);
        }
    }
}

static void the_worked_lives_have_outlines_that_say_the_same(void **unused)
{
    (void)unused;
    int asked = 0;
    int lives = 0;
    int left_out = 0; /* five steps and a gap are too long */
    FILE *file = vectors_open();
    while (vectors_next(file, &province, &life)) {
        struct minute now = instant_minute(life.acts[0].at);
        const struct minute end = {life.now.m + 7 * DAY};
        lives++;
        while (now.m < end.m) {
            const struct outline outline = outline_at(now);
            left_out += !outline_holds(&outline, now);
            asked += ask_where_it_turns(&outline, now);
            now = outline.until.m > now.m ? outline.until : end;
        }
    }
    fclose(file);
    assert_true(lives > 10);
    assert_true(left_out <= 1);
    assert_true(asked > lives * 10);
}

/* --- packing --- */

static void what_is_packed_comes_out_again(void **unused)
{
    (void)unused;
    static struct custody custody = {.holder = {7}, .since = {60000}, .gaps = 1};
    static struct journey journey = {.received = {100}, .steps = 2, .next = 1, .pauses = 1};
    static struct custody custody_out;
    static struct journey journey_out;
    struct outline outline;
    custody.unlocated_since = INSTANT_NEVER;
    custody.gap[0] = (struct spell){.from = {120000}, .until = {600000}};
    journey.pause[0] = (struct stretch){.from = {120}, .until = MINUTE_NEVER};
    journey.step[0] = (struct step){.begin = {100},
                                    .fit = {130},
                                    .waits = {140},
                                    .picked = {150},
                                    .offered = MINUTE_NEVER,
                                    .end = {160},
                                    .from = {1},
                                    .to = {2},
                                    .agency = {2},
                                    .kind = STEP_OUT,
                                    .stage = STEP_DONE};
    journey.step[1] = (struct step){.begin = {160},
                                    .fit = {160},
                                    .waits = {160},
                                    .picked = MINUTE_NEVER,
                                    .offered = MINUTE_NEVER,
                                    .end = MINUTE_NEVER,
                                    .from = {2},
                                    .to = {2},
                                    .agency = {2},
                                    .paused = 5,
                                    .kind = STEP_PROCESSING,
                                    .stage = STEP_WORKING};
    assert_true(outline_pack(&journey, &custody, &outline));
    outline_unpack(&outline, &journey_out, &custody_out);
    for (int i = 0; i < journey.steps; i++) {
        const struct step *in = &journey.step[i];
        const struct step *out = &journey_out.step[i];
        assert_memory_equal(in, out, offsetof(struct step, kind));
        assert_int_equal(in->kind, out->kind);
        assert_int_equal(in->stage, out->stage);
    }
    assert_int_equal(journey_out.pause[0].from.m, 120);
    assert_int_equal(journey_out.pause[0].until.m, MINUTE_NEVER.m);
    assert_int_equal(instant_minute(custody_out.gap[0].until).m,
                     instant_minute(custody.gap[0].until).m);
    assert_int_equal(custody_out.holder.id, 7);
    assert_true(custody_out.unlocated_since.ms == INSTANT_NEVER.ms);
}

static void what_does_not_fit_holds_in_no_minute(void **unused)
{
    (void)unused;
    static struct custody custody;
    static struct journey journey;
    struct outline outline;
    custody.unlocated_since = INSTANT_NEVER;
    journey.steps = JOURNEY_STEPS_MAX;
    for (int i = 0; i < JOURNEY_STEPS_MAX; i++) {
        journey.step[i] = (struct step){.begin = {i}, .end = {1000 - i}};
    }
    assert_false(outline_pack(&journey, &custody, &outline));
    assert_false(outline_holds(&outline, (struct minute){0}));
    assert_false(outline_holds(&(struct outline){0}, (struct minute){0}));
}

int main(void)
{
    static const char *const extra[] = {
        "call,R2,1,1,TTG,,10:30,10,135,all,2020-01-01,",
        "call,R2,1,2,XDG,10:50,11:00,5,135,summer,2020-01-01,",
        "call,R2,1,3,NNM,11:10,11:20,5,135,all,2020-01-01,2023-04-14",
        "call,R2,1,4,TTG,12:10,,0,135,all,2020-01-01,",
        "budget,1.009999,*,paper,70%,20,10,2020-01-01,",
        "budget,1.009999,H41.05,paper,90%,10,10,2023-03-23,",
        "cancel,2023-03-22,R1,1,2023-03-21T10:20",
        "cancel,2023-03-24,R1,2,2023-03-24T09:20",
        "cancel,2023-03-27,R2,1,2023-03-27T08:05",
    };
    province_open(&province);
    province_plan_base(&province, extra, sizeof extra / sizeof extra[0]);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_packed_comes_out_again),
        cmocka_unit_test(what_does_not_fit_holds_in_no_minute),
        cmocka_unit_test(an_outline_says_at_every_minute_what_the_acts_say),
        cmocka_unit_test(not_one_minute_is_different),
        cmocka_unit_test(the_order_of_the_acts_changes_no_outline),
        cmocka_unit_test(the_worked_lives_have_outlines_that_say_the_same),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    province_close(&province);
    return failed;
}

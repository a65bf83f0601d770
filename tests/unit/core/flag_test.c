#include "life_maker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct province province;
static struct life life;

enum { LIVES = 400, MIXES = 8, BRUTE_LIVES = 60, BRUTE_MINUTES = 4000 };

static const struct making plain = {0};
static const struct making nasty = {.pauses = true, .intervals = true};

static struct flag judge(struct minute now)
{
    struct flag flag;
    struct flag_input input = input_of(&province, &life);
    flag_judge(&input, now, &flag);
    return flag;
}

/* A life by the book as far as ACTS go: intake 21/3 08:00, promised 28/3. */
static void begin(const char *procedure, const char *promised)
{
    memset(&life, 0, sizeof life);
    struct name name;
    assert_int_equal(names_give(&province.names, TEXT("H41.04-230321-0001"), &name), STATUS_OK);
    dossier_facts_init(&life.facts, name);
    assert_int_equal(names_give(&province.names, text_of(procedure), &life.facts.procedure),
                     STATUS_OK);
    assert_int_equal(names_give(&province.names, TEXT("H41.04"), &life.facts.agency), STATUS_OK);
    life.facts.received = minute_at("2023-03-21T08:00");
    life.facts.promised = minute_at(promised);
    life.facts.status = DOSSIER_PROCESSING;
}

static void add(const char *csv)
{
    life.acts[life.act_count++] = act_of(&province, csv);
}

static void the_order_in_which_acts_arrive_changes_no_flag(void **unused)
{
    (void)unused;
    struct dice dice = {1};
    for (unsigned i = 0; i < LIVES; i++) {
        life_make(&province, &dice, &nasty, i, &life);
        struct flag first = judge(life.now);
        for (int mix = 0; mix < MIXES; mix++) {
            life_mix(&dice, &life);
            struct flag again = judge(life.now);
            assert_true(flag_same(&first, &again));
            assert_int_equal(first.forecast.m, again.forecast.m);
            assert_int_equal(first.slack_minutes, again.slack_minutes);
            assert_int_equal(first.missing, again.missing);
        }
    }
}

/* The first minute after NOW at which an act or a feed time becomes known. */
static struct minute next_news(struct minute now)
{
    struct minute next = MINUTE_NEVER;
    const struct minute feed[] = {life.facts.received, life.facts.finished, life.facts.returned};
    for (size_t i = 0; i < life.act_count; i++) {
        struct minute at = instant_minute(life.acts[i].at);
        next = at.m > now.m && at.m < next.m ? at : next;
    }
    for (size_t i = 0; i < sizeof feed / sizeof feed[0]; i++) {
        next = feed[i].m > now.m && feed[i].m < next.m ? feed[i] : next;
    }
    return next;
}

static void without_pauses_slack_never_rises_between_acts(void **unused)
{
    (void)unused;
    struct dice dice = {2};
    int compared = 0;
    for (unsigned i = 0; i < LIVES; i++) {
        life_make(&province, &dice, &plain, i, &life);
        struct minute now = life.now;
        struct minute news = next_news(now);
        struct flag before = judge(now);
        for (int step = 0; step < 200; step++) {
            now.m += (int32_t)dice_throw(&dice, 45) + 1;
            if (now.m >= news.m) {
                break;
            }
            struct flag after = judge(now);
            bool both = before.forecast.m != MINUTE_NEVER.m && after.forecast.m != MINUTE_NEVER.m &&
                        before.level != FLAG_UNKNOWN && after.level != FLAG_UNKNOWN;
            if (both && before.level != FLAG_DONE) {
                assert_true(after.slack_minutes <= before.slack_minutes);
                assert_true(after.forecast.m >= before.forecast.m);
                compared++;
            }
            before = after;
        }
    }
    assert_true(compared > LIVES);
}

struct walk {
    int changes;
    int foretold;
};

/* Life number NUMBER from NOW on, minute by minute. */
static void walk(struct walk *walk, unsigned number, struct minute now)
{
    struct flag_input input = input_of(&province, &life);
    struct minute end = {now.m + BRUTE_MINUTES};
    struct flag flag;
    struct minute next;
    flag_judge_until(&input, now, &flag, &next);
    for (now.m++; now.m < end.m; now.m++) {
        struct flag later = judge(now);
        if (!flag_same(&flag, &later)) {
            if (next.m > now.m) {
                char at[INSTANT_TEXT_SIZE];
                fail_msg("life %u: %s became %s at %s, unforetold", number,
                         flag_level_name(flag.level), flag_level_name(later.level),
                         minute_text(now, at));
            }
            walk->changes++;
        }
        if (now.m >= next.m) {
            flag_judge_until(&input, now, &flag, &next);
            walk->foretold++;
        }
    }
}

static void a_verdict_never_changes_before_the_minute_that_was_foretold(void **unused)
{
    (void)unused;
    struct dice dice = {3};
    struct walk all = {0};
    for (unsigned i = 0; i < BRUTE_LIVES; i++) {
        life_make(&province, &dice, i % 3 == 0 ? &nasty : &plain, i, &life);
        walk(&all, i, life.now);
    }
    assert_true(all.changes > 20);
    assert_true(all.foretold > 0 && all.foretold < BRUTE_LIVES * BRUTE_MINUTES / 2);
}

static void nor_once_the_promise_is_over(void **unused)
{
    (void)unused;
    struct dice dice = {5};
    struct walk all = {0};
    for (unsigned i = 0; i < BRUTE_LIVES; i += 4) {
        life_make(&province, &dice, i % 3 == 0 ? &nasty : &plain, i, &life);
        const bool over = life.facts.promised.m != MINUTE_NEVER.m &&
                          life.facts.promised.m + MINUTES_A_DAY / 2 > life.now.m;
        walk(&all, i, over ? (struct minute){life.facts.promised.m + MINUTES_A_DAY / 2} : life.now);
    }
    assert_true(all.foretold > 0 && all.foretold < BRUTE_LIVES * BRUTE_MINUTES / 4);
}

/* The agency has had it too long; had it come by the run before, it could still have been in time
 * until the day before at closing: so the cause turns with the clock. */
static void a_cause_that_turns_with_the_clock_is_looked_at_every_minute(void **unused)
{
    (void)unused;
    struct walk all = {0};
    begin("1.005555", "2023-03-28T08:00");
    add("2023-03-21T08:00:00,intake,H41.04-230321-0001,center,,,,,");
    add("2023-03-21T15:00:00,take,H41.04-230321-0001,post,,center,,,");
    add("2023-03-21T15:50:00,take,H41.04-230321-0001,H41.04,,post,,,");
    const struct flag before = judge(minute_at("2023-03-29T08:00"));
    const struct flag after = judge(minute_at("2023-03-29T16:00"));
    assert_int_equal(before.level, FLAG_OVERDUE);
    assert_int_equal(before.cause, CAUSE_TRANSFER);
    assert_int_equal(after.cause, CAUSE_PROCESSING);
    walk(&all, 0, minute_at("2023-03-29T08:00"));
    assert_true(all.changes > 0);
}

static void what_is_overdue_and_keeps_its_cause_is_looked_at_once_a_day(void **unused)
{
    (void)unused;
    begin("1.005555", "2023-03-28T08:00");
    add("2023-03-21T08:00:00,intake,H41.04-230321-0001,center,,,,,");
    add("2023-03-21T08:50:00,take,H41.04-230321-0001,post,,center,,,");
    struct flag_input input = input_of(&province, &life);
    struct flag flag;
    struct minute next;
    flag_judge_until(&input, minute_at("2023-03-29T08:00"), &flag, &next);
    assert_int_equal(flag.level, FLAG_OVERDUE);
    assert_int_equal(flag.cause, CAUSE_TRANSFER);
    assert_int_equal(next.m, minute_at("2023-03-30T00:00").m);
    /* While rows of the plan still begin or end to hold, nothing is taken for granted. */
    life.facts.promised = minute_at("2023-03-21T17:00");
    flag_judge_until(&input, minute_at("2023-03-22T08:00"), &flag, &next);
    assert_int_equal(flag.level, FLAG_OVERDUE);
    assert_int_equal(next.m, minute_at("2023-03-22T08:01").m);
}

/* Nothing moves before the minute that is foretold, and in that minute F does. */
static void stays_until_its_run_is_lost(struct minute now)
{
    struct flag_input input = input_of(&province, &life);
    struct flag flag;
    struct minute next;
    flag_judge_until(&input, now, &flag, &next);
    assert_int_equal(flag.level, FLAG_ON_TRACK);
    assert_true(next.m > now.m + 1);
    assert_int_equal(judge((struct minute){next.m - 1}).forecast.m, flag.forecast.m);
    assert_int_not_equal(judge(next).forecast.m, flag.forecast.m);
}

static void what_is_in_time_is_looked_at_when_its_run_is_lost(void **unused)
{
    (void)unused;
    begin("1.005555", "2023-03-31T17:00");
    add("2023-03-21T08:00:00,intake,H41.04-230321-0001,center,,,,,");
    add("2023-03-21T08:50:00,take,H41.04-230321-0001,post,,center,,,");
    stays_until_its_run_is_lost(minute_at("2023-03-22T08:00")); /* carried for too long */
    add("2023-03-22T09:50:00,take,H41.04-230321-0001,H41.04,,post,,,");
    stays_until_its_run_is_lost(minute_at("2023-03-28T08:00")); /* worked at for too long */
}

static void while_the_clock_is_stopped_on_track_is_looked_at_when_its_run_is_lost(void **unused)
{
    (void)unused;
    begin("1.005555", "2023-04-05T17:00");
    add("2023-03-21T08:00:00,intake,H41.04-230321-0001,center,,,,,");
    add("2023-03-21T08:50:00,take,H41.04-230321-0001,post,,center,,,");
    add("2023-03-21T09:50:00,take,H41.04-230321-0001,H41.04,,post,,,");
    add("2023-03-22T09:00:00,pause,H41.04-230321-0001,H41.04,,,,,fee");
    stays_until_its_run_is_lost(minute_at("2023-03-24T08:00"));
}

static void next_change_is_what_judging_until_says(void **unused)
{
    (void)unused;
    struct dice dice = {4};
    for (unsigned i = 0; i < LIVES; i++) {
        life_make(&province, &dice, &nasty, i, &life);
        struct flag_input input = input_of(&province, &life);
        struct flag flag;
        struct minute next;
        flag_judge_until(&input, life.now, &flag, &next);
        assert_int_equal(flag_next_change(&input, life.now, &flag).m, next.m);
        assert_true(next.m > life.now.m);
    }
}

static void what_happens_later_than_now_is_not_known(void **unused)
{
    (void)unused;
    begin("1.005555", "2023-03-28T08:00");
    add("2023-03-21T08:00:00,intake,H41.04-230321-0001,center,,,,,");
    struct flag alone = judge(minute_at("2023-03-21T08:30"));
    add("2023-03-21T08:31:00,take,H41.04-230321-0001,H41.05,,center,,,");
    add("2023-03-21T09:00:00,return,H41.04-230321-0001,center,,,,,");
    struct flag later = judge(minute_at("2023-03-21T08:30"));
    assert_true(flag_same(&alone, &later));
    assert_int_equal(alone.forecast.m, later.forecast.m);
    assert_int_equal(later.conflicts, 0);
}

static void an_act_of_the_present_minute_is_known(void **unused)
{
    (void)unused;
    begin("1.005555", "2023-03-28T08:00");
    add("2023-03-21T08:00:00,intake,H41.04-230321-0001,center,,,,,");
    add("2023-03-21T09:00:40,return,H41.04-230321-0001,center,,,,,");
    assert_int_equal(judge(minute_at("2023-03-21T08:59")).level, FLAG_ON_TRACK);
    assert_int_equal(judge(minute_at("2023-03-21T09:00")).level, FLAG_DONE);
}

static void the_holder_is_told_the_last_safe_run(void **unused)
{
    (void)unused;
    begin("1.005555", "2023-03-28T08:00");
    add("2023-03-21T08:00:00,intake,H41.04-230321-0001,center,,,,,");
    struct flag flag = judge(minute_at("2023-03-21T08:10"));
    assert_int_equal(flag.saver, SAVER_RUN);
    assert_int_equal(flag.saver_leg, LEG_OUT);
    assert_int_equal(flag.last_safe_run.departs.m, minute_at("2023-03-23T09:00").m);
    assert_true(text_is(names_text(&province.names, flag.last_safe_run.route), "R1"));
    assert_true(name_same(flag.holder, province.parties.center));
    assert_true(name_same(flag.from, province.parties.center));
}

static void an_extra_run_that_saves_it_must_leave_by_a_given_minute(void **unused)
{
    (void)unused;
    begin("1.005555", "2023-03-28T08:00");
    add("2023-03-21T08:00:00,intake,H41.04-230321-0001,center,,,,,");
    struct minute now = minute_at("2023-03-23T08:50");
    struct flag flag = judge(now);
    assert_int_equal(flag.level, FLAG_AT_RISK);
    assert_int_equal(flag.saver, SAVER_EXTRA_RUN);
    assert_int_equal(flag.saver_leg, LEG_OUT);
    /* 24 working hours and the way back: it must be there when the 09:00 would have been */
    assert_true(flag.extra_before.m > now.m);
    assert_true(flag.extra_before.m < minute_at("2023-03-23T17:00").m);
}

static void an_act_whose_instant_decides_makes_the_level_unknown(void **unused)
{
    (void)unused;
    begin("1.005555", "2023-03-27T08:00");
    add("2023-03-21T08:00:00,intake,H41.04-230321-0001,center,,,,,");
    add("2023-03-21T09:00:00,take,H41.04-230321-0001,post,,center,,,");
    add("2023-03-21T09:50:00,take,H41.04-230321-0001,H41.04,,post,,,");
    add("2023-03-27T15:20:00,ready,H41.04-230321-0001,H41.04,,,,,");
    struct minute now = minute_at("2023-03-27T15:25");
    assert_int_equal(judge(now).level, FLAG_DUE_SOON); /* 15:40 is reached to the minute */
    life.acts[3].late_ms = 2000;
    assert_int_equal(judge(now).level, FLAG_DUE_SOON); /* still 15:20 at both ends */
    life.acts[3].late_ms = 61000;                      /* or was it 15:21? */
    struct flag flag = judge(now);
    assert_int_equal(flag.level, FLAG_UNKNOWN);
    assert_int_equal(flag.missing, MISSING_CERTAINTY);
    assert_int_equal(flag.cause, CAUSE_NONE);
}

static void what_was_voided_is_not_disputed(void **unused)
{
    (void)unused;
    begin("1.005555", "2023-03-27T08:00");
    add("2023-03-21T08:00:00,intake,H41.04-230321-0001,center,,,,,");
    add("2023-03-21T09:00:00,take,H41.04-230321-0001,post,,center,,,");
    add("2023-03-21T09:50:00,take,H41.04-230321-0001,H41.04,,post,,,");
    add("2023-03-24T09:00:00,return,H41.04-230321-0001,H41.04,,,,,");
    add("2023-03-24T09:05:00,void,H41.04-230321-0001,H41.04,,,,2023-03-24T09:00:00/return/H41.04,"
        "agency_wrong");
    struct minute now = minute_at("2023-03-24T09:10");
    const struct flag sure = judge(now);
    assert_int_not_equal(sure.level, FLAG_DONE);
    assert_int_not_equal(sure.level, FLAG_UNKNOWN);
    life.acts[3].early_ms = 61000; /* whenever it was, it is not so */
    assert_int_equal(judge(now).level, sure.level);
    assert_int_equal(judge(now).missing, MISSING_NOTHING);
}

static void a_cause_that_lies_in_a_gap_accuses_nobody(void **unused)
{
    (void)unused;
    begin("1.005555", "2023-03-27T08:00");
    add("2023-03-21T08:00:00,intake,H41.04-230321-0001,center,,,,,");
    add("2023-03-23T09:50:00,take,H41.04-230321-0001,H41.04,,post,,,"); /* nobody saw it leave */
    struct flag flag = judge(minute_at("2023-03-24T10:00"));
    assert_int_equal(flag.level, FLAG_UNKNOWN);
    assert_int_equal(flag.missing, MISSING_SCAN);
}

static void what_is_missing_is_said(void **unused)
{
    (void)unused;
    begin("1.005555", "2023-03-28T08:00");
    assert_int_equal(judge(minute_at("2023-03-21T09:00")).missing, MISSING_ACT);
    add("2023-03-21T08:00:00,intake,H41.04-230321-0001,center,,,,,");
    assert_int_equal(judge(minute_at("2023-03-21T07:00")).missing, MISSING_ACT);
    assert_int_equal(judge(minute_at("2023-03-21T09:00")).missing, MISSING_NOTHING);
    life.facts.promised = MINUTE_NEVER;
    assert_int_equal(judge(minute_at("2023-03-21T09:00")).missing, MISSING_PROMISE);
    life.facts.promised = minute_at("2023-03-28T08:00");
    add("2023-03-21T08:30:00,exception,H41.04-230321-0001,center,,,,,lost");
    assert_int_equal(judge(minute_at("2023-03-21T09:00")).missing, MISSING_ITEM);
    life.acts[1].reason = NAME_NONE;
    life.facts.agency = NAME_NONE;
    assert_int_equal(judge(minute_at("2023-03-21T09:00")).missing, MISSING_RUN);
    life.facts.supplements_left_off = true;
    assert_int_equal(judge(minute_at("2023-03-21T09:00")).missing, MISSING_ROOM);
}

static void more_acts_than_are_held_make_it_unknown_and_nothing_worse(void **unused)
{
    (void)unused;
    static struct act many[CUSTODY_ACTS_MAX + 10];
    begin("1.005555", "2023-03-28T08:00");
    for (size_t i = 0; i < sizeof many / sizeof many[0]; i++) {
        many[i] = act_of(&province, "2023-03-21T08:00:00,pack,H41.04-230321-0001,center,,,,B1,");
        many[i].at.ms += (int64_t)i;
    }
    struct flag_input input = input_of(&province, &life);
    struct flag flag;
    input.acts = many;
    input.act_count = sizeof many / sizeof many[0];
    flag_judge(&input, minute_at("2023-03-21T09:00"), &flag);
    assert_int_equal(flag.level, FLAG_UNKNOWN);
    assert_int_equal(flag.missing, MISSING_ROOM);
}

static void words_of_a_flag_are_read_back(void **unused)
{
    (void)unused;
    for (int i = 0; i < FLAG_LEVELS; i++) {
        enum flag_level level = FLAG_LEVELS;
        assert_true(flag_level_parse(text_of(flag_level_name((enum flag_level)i)), &level));
        assert_int_equal(level, i);
    }
    for (int i = 0; i < FLAG_CAUSES; i++) {
        enum flag_cause cause = FLAG_CAUSES;
        assert_true(flag_cause_parse(text_of(flag_cause_name((enum flag_cause)i)), &cause));
        assert_int_equal(cause, i);
    }
    for (int i = 0; i < FLAG_LEGS; i++) {
        enum flag_leg leg = FLAG_LEGS;
        assert_true(flag_leg_parse(text_of(flag_leg_name((enum flag_leg)i)), &leg));
        assert_int_equal(leg, i);
    }
    enum flag_level level;
    assert_false(flag_level_parse(TEXT("late"), &level));
    assert_string_equal(flag_missing_name(MISSING_SCAN), "scan");
    assert_string_equal(flag_saver_name(SAVER_EXTRA_RUN), "extra_run");
}

static int open_province(void **unused)
{
    (void)unused;
    static const char *const extra[] = {
        "call,R2,1,1,TTG,,10:30,10,135,all,2020-01-01,",
        "call,R2,1,2,XDG,10:50,11:00,5,135,all,2020-01-01,",
        "call,R2,1,3,NNM,11:10,11:20,5,135,all,2020-01-01,",
        "call,R2,1,4,TTG,12:10,,0,135,all,2020-01-01,",
        "budget,1.009999,*,paper,70%,20,10,2020-01-01,",
        "budget,1.009999,H41.05,paper,90%,10,10,2023-03-23,",
        "cancel,2023-03-22,R1,1,2023-03-21T10:20",
        "cancel,2023-03-24,R1,2,2023-03-24T09:20",
        "cancel,2023-03-27,R2,1,2023-03-27T08:05",
    };
    province_open(&province);
    province_plan_base(&province, extra, sizeof extra / sizeof extra[0]);
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
        cmocka_unit_test(the_order_in_which_acts_arrive_changes_no_flag),
        cmocka_unit_test(without_pauses_slack_never_rises_between_acts),
        cmocka_unit_test(a_verdict_never_changes_before_the_minute_that_was_foretold),
        cmocka_unit_test(nor_once_the_promise_is_over),
        cmocka_unit_test(a_cause_that_turns_with_the_clock_is_looked_at_every_minute),
        cmocka_unit_test(what_is_overdue_and_keeps_its_cause_is_looked_at_once_a_day),
        cmocka_unit_test(what_is_in_time_is_looked_at_when_its_run_is_lost),
        cmocka_unit_test(while_the_clock_is_stopped_on_track_is_looked_at_when_its_run_is_lost),
        cmocka_unit_test(next_change_is_what_judging_until_says),
        cmocka_unit_test(what_happens_later_than_now_is_not_known),
        cmocka_unit_test(an_act_of_the_present_minute_is_known),
        cmocka_unit_test(the_holder_is_told_the_last_safe_run),
        cmocka_unit_test(an_extra_run_that_saves_it_must_leave_by_a_given_minute),
        cmocka_unit_test(an_act_whose_instant_decides_makes_the_level_unknown),
        cmocka_unit_test(what_was_voided_is_not_disputed),
        cmocka_unit_test(a_cause_that_lies_in_a_gap_accuses_nobody),
        cmocka_unit_test(what_is_missing_is_said),
        cmocka_unit_test(more_acts_than_are_held_make_it_unknown_and_nothing_worse),
        cmocka_unit_test(words_of_a_flag_are_read_back),
    };
    return cmocka_run_group_tests(tests, open_province, close_province);
}

#include "ledger_brute.h"
#include "ledger_reach.h"
#include "life_maker.h"
#include "life_view.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct province province;
static struct life life;
static struct movement seen[LIFE_ACTS_MAX];
static struct movements movements;
static struct custody custody;
static struct ledger ledger;
static struct ledger_input input;

enum {
    PERMUTATIONS = 60,
    WORKED_LIVES = 31,
    LIVES = 500,
    LATE_LIVES = 1000,
    MIXES = 4,
    TRACK_MINUTES = 60000
};

static const struct making nasty = {.pauses = true, .runs = true};

/* Takes up the life as known at NOW. */
static void take_up(struct minute now)
{
    struct flag_input flag = input_of(&province, &life);
    flag_custody(&flag, now, &custody);
    movements_begin(&movements, seen, LIFE_ACTS_MAX);
    for (size_t i = 0; i < life.act_count; i++) {
        assert_true(movements_add(&movements, &life.acts[i], &province.names));
    }
    movements_end(&movements);
    input = (struct ledger_input){.names = &province.names,
                                  .parties = &province.parties,
                                  .facts = &life.facts,
                                  .acts = life.acts,
                                  .act_count = life.act_count,
                                  .custody = &custody,
                                  .movements = &movements,
                                  .plan = &province.plan,
                                  .calendar = &province.calendar,
                                  .now = now};
    ledger_open(&ledger, &input);
}

static int32_t sum_of(struct name party, enum ledger_cause cause)
{
    static struct ledger_sum sums[LEDGER_SUMS_MAX];
    struct ledger again;
    ledger_open(&again, &input);
    size_t count = ledger_sums(&again, sums);
    for (size_t i = 0; i < count; i++) {
        if (name_same(sums[i].party, party) && sums[i].cause == cause) {
            return sums[i].minutes;
        }
    }
    return 0;
}

static int32_t minutes_of(const char *party, enum ledger_cause cause)
{
    return sum_of(names_find(&province.names, text_of(party)), cause);
}

static void print_spans(void)
{
    struct ledger again;
    struct ledger_span span;
    char from[INSTANT_TEXT_SIZE];
    char until[INSTANT_TEXT_SIZE];
    ledger_open(&again, &input);
    while (ledger_next(&again, &span)) {
        struct text party = names_text(&province.names, span.party);
        print_error("  %s %s %4d %.*s %s %s\n", minute_text(span.from, from),
                    minute_text(span.until, until), span.minutes, (int)party.size, party.at,
                    ledger_cause_name((enum ledger_cause)span.cause),
                    ledger_why_name((enum ledger_why)span.why));
    }
}

static void minutes_are_as_worked_out(void)
{
    static struct ledger_sum sums[LEDGER_SUMS_MAX];
    take_up(life.now);
    size_t count = ledger_sums(&ledger, sums);
    int32_t elapsed = 0;
    for (size_t i = 0; i < count; i++) {
        elapsed += sums[i].minutes;
    }
    bool same = count == life.sums && elapsed == life.elapsed;
    for (size_t i = 0; i < life.sums; i++) {
        const struct ledger_sum *want = &life.minutes[i];
        same = same && sum_of(want->party, (enum ledger_cause)want->cause) == want->minutes;
    }
    if (!same) {
        print_error("%s: %d of %d\n", life.name, elapsed, life.elapsed);
        print_spans();
        fail();
    }
}

static void all_lives_sum_to_what_was_worked_out_in_any_order_of_acts(void **unused)
{
    (void)unused;
    struct dice dice = {20230321};
    FILE *file = vectors_open();
    int lives = 0;
    while (vectors_next(file, &province, &life)) {
        for (int i = 0; i < PERMUTATIONS; i++) {
            minutes_are_as_worked_out();
            dice_shuffle(&dice, life.acts, life.act_count);
        }
        memcpy(life.acts + life.act_count, life.acts, life.act_count * sizeof life.acts[0]);
        life.act_count *= 2; /* said twice, it counts once */
        minutes_are_as_worked_out();
        lives++;
    }
    fclose(file);
    assert_int_equal(lives, WORKED_LIVES);
}

static void show_minute(const char *what, unsigned number, struct minute at,
                        const struct brute *brute, const struct ledger_span *span)
{
    char when[INSTANT_TEXT_SIZE];
    struct text ours = names_text(&province.names, span->party);
    struct text theirs = names_text(&province.names, brute->party);
    print_error("%s, life %u at %s: %.*s %s, by hand %.*s %s\n", what, number,
                minute_text(at, when), (int)ours.size, ours.at,
                ledger_cause_name((enum ledger_cause)span->cause), (int)theirs.size, theirs.at,
                ledger_cause_name(brute->cause));
    print_spans();
    fail();
}

/* Every working minute of the life as the brute sees it; returns how many. */
static int32_t compare_minutes(unsigned number)
{
    struct minute received;
    struct minute end;
    struct ledger_span span = {.until = {INT32_MIN}};
    int32_t minutes = 0;
    if (!brute_life(&input, &received, &end)) {
        assert_false(ledger_next(&ledger, &span));
        return 0;
    }
    for (struct minute at = received; at.m < end.m; at.m++) {
        if (calendar_working(&province.calendar, at, (struct minute){at.m + 1}) == 0) {
            continue;
        }
        while (span.until.m <= at.m) {
            assert_true(ledger_next(&ledger, &span));
        }
        struct brute brute = brute_minute(&input, received, end, at);
        minutes++;
        if (span.from.m > at.m || !name_same(brute.party, span.party) ||
            brute.cause != span.cause) {
            show_minute("a minute", number, at, &brute, &span);
        }
    }
    assert_false(ledger_next(&ledger, &span));
    return minutes;
}

static void each_minute_is_whose_a_plain_reading_says(void **unused)
{
    (void)unused;
    struct dice dice = {4};
    int32_t minutes = 0;
    int64_t of[LEDGER_CAUSES] = {0};
    static struct ledger_sum sums[LEDGER_SUMS_MAX];
    for (unsigned i = 0; i < LIVES; i++) {
        life_make(&province, &dice, &nasty, i, &life);
        take_up(i % 2 == 0 ? life.now : (struct minute){life.now.m + 20000});
        minutes += compare_minutes(i);
        ledger_open(&ledger, &input);
        size_t count = ledger_sums(&ledger, sums);
        for (size_t s = 0; s < count; s++) {
            of[sums[s].cause] += sums[s].minutes;
        }
    }
    for (int cause = 0; cause < LEDGER_CAUSES; cause++) {
        assert_true(of[cause] > 1000); /* none of the rows was left out */
    }
    print_message("%d minutes of %d lives\n", minutes, LIVES);
}

static void the_order_in_which_acts_arrive_changes_no_minute(void **unused)
{
    (void)unused;
    struct dice dice = {5};
    for (unsigned i = 0; i < LIVES; i++) {
        struct ledger_span first[64];
        size_t count = 0;
        life_make(&province, &dice, &nasty, i, &life);
        take_up(life.now);
        while (count < 64 && ledger_next(&ledger, &first[count])) {
            count++;
        }
        for (int mix = 0; mix < MIXES; mix++) {
            struct ledger_span span;
            life_mix(&dice, &life);
            take_up(life.now);
            for (size_t s = 0; s < count; s++) {
                assert_true(ledger_next(&ledger, &span));
                assert_int_equal(span.from.m, first[s].from.m);
                assert_int_equal(span.until.m, first[s].until.m);
                assert_int_equal(span.party.id, first[s].party.id);
                assert_int_equal(span.cause, first[s].cause);
                assert_int_equal(span.why, first[s].why);
                assert_int_equal(span.has_run, first[s].has_run);
            }
        }
    }
}

/* The dossier by hand, received 21/3 08:00, as known at NOW. */
#define KNOWN(now, ...)                                                                            \
    do {                                                                                           \
        LIFE(&province, &life, "1.005555", __VA_ARGS__);                                           \
        take_up(minute_at(now));                                                                   \
    } while (0)

static void a_run_that_passed_by_is_missed_by_the_post(void **unused)
{
    (void)unused;
    KNOWN("2023-03-21T15:00", "2023-03-21T08:00,intake,D-1,center,,,,,",
          "2023-03-21T09:50,arrive,R1/1,post,,,NNM,,", "2023-03-21T15:00,take,D-1,post,,center,,,");
    assert_int_equal(minutes_of("post", LEDGER_MISSED_RUN), 270);
    assert_int_equal(minutes_of("center", LEDGER_MISSED_RUN), 0);
    KNOWN("2023-03-21T15:00", "2023-03-21T08:00,intake,D-1,center,,,,,",
          "2023-03-21T09:50,arrive,R1/1,post,,,NNM,,", "2023-03-21T08:58,arrive,R1/1,post,,,TTG,,",
          "2023-03-21T15:00,take,D-1,post,,center,,,");
    assert_int_equal(minutes_of("center", LEDGER_MISSED_RUN), 270);
}

static void a_run_within_grace_has_not_left_without_it(void **unused)
{
    (void)unused;
    KNOWN("2023-03-21T09:15", "2023-03-21T08:00,intake,D-1,center,,,,,");
    assert_int_equal(minutes_of("post", LEDGER_WAITING_FOR_RUN), 15);
    KNOWN("2023-03-21T09:16", "2023-03-21T08:00,intake,D-1,center,,,,,");
    assert_int_equal(minutes_of("post", LEDGER_WAITING_FOR_RUN), 0);
    assert_int_equal(minutes_of("center", LEDGER_MISSED_RUN), 16);
}

static void a_take_within_grace_of_a_later_run_counts_as_that_one(void **unused)
{
    (void)unused;
    /* offered since 14:00, so the 15:00 would be the post's to answer for: but it took it */
    KNOWN("2023-03-21T15:10", "2023-03-21T08:00,intake,D-1,center,,,,,",
          "2023-03-21T14:00,give,D-1,center,,post,,,", "2023-03-21T15:10,take,D-1,post,,center,,,");
    assert_int_equal(minutes_of("center", LEDGER_MISSED_RUN), 280);
    assert_int_equal(minutes_of("post", LEDGER_MISSED_RUN), 0);
}

static void an_offer_refused_by_the_time_the_run_left_was_not_open(void **unused)
{
    (void)unused;
    KNOWN("2023-03-21T15:00", "2023-03-21T08:00,intake,D-1,center,,,,,",
          "2023-03-21T08:30,give,D-1,center,,post,,,",
          "2023-03-21T09:01,refuse,D-1,post,,center,,,",
          "2023-03-21T15:00,take,D-1,post,,center,,,");
    assert_int_equal(minutes_of("post", LEDGER_MISSED_RUN), 270);
    KNOWN("2023-03-21T15:00", "2023-03-21T08:00,intake,D-1,center,,,,,",
          "2023-03-21T08:30,give,D-1,center,,post,,,",
          "2023-03-21T09:00,refuse,D-1,post,,center,,,",
          "2023-03-21T15:00,take,D-1,post,,center,,,");
    assert_int_equal(minutes_of("center", LEDGER_MISSED_RUN), 270);
}

static void what_comes_back_to_the_center_late_in_the_day_need_not_wait_for_morning(void **unused)
{
    (void)unused;
    struct ledger_wait wait;
    KNOWN("2023-03-21T16:00", "2023-03-21T08:00,intake,D-1,center,,,,,",
          "2023-03-21T09:00,take,D-1,post,,center,,,", "2023-03-21T14:10,take,D-1,center,,post,,,");
    assert_true(ledger_wait_of(&ledger, 2, &wait)); /* pass_on_after is about receipts */
    assert_int_equal(wait.fit.m, minute_at("2023-03-21T14:10").m);
    assert_int_equal(wait.first.departs.m, minute_at("2023-03-21T15:00").m);
    life.acts[0].at = instant_at("2023-03-21T14:10");
    life.act_count = 1;
    life.facts.received = minute_at("2023-03-21T14:10");
    take_up(minute_at("2023-03-21T16:00"));
    assert_true(ledger_wait_of(&ledger, 0, &wait));
    assert_int_equal(wait.first.departs.m, minute_at("2023-03-22T09:00").m);
}

static void a_run_that_wants_it_earlier_than_it_was_ready_is_not_missed(void **unused)
{
    (void)unused;
    struct ledger_wait wait;
    /* the 15:10 of R2 has its cut-off at 10:10; received at 11:00, only the 15:00 could take it */
    LIFE(&province, &life, "1.005555", "2023-03-23T11:00,intake,D-1,center,,,,,",
         "2023-03-24T09:00,take,D-1,post,,center,,,");
    life.facts.received = minute_at("2023-03-23T11:00");
    take_up(minute_at("2023-03-24T10:00"));
    assert_true(ledger_wait_of(&ledger, 0, &wait));
    assert_int_equal(wait.first.departs.m, minute_at("2023-03-23T15:00").m);
    assert_int_equal(wait.missed, 1);
    assert_int_equal(minutes_of("center", LEDGER_MISSED_RUN), 210);
}

static void a_life_not_received_yet_has_no_minutes(void **unused)
{
    (void)unused;
    struct ledger_span span;
    KNOWN("2023-03-21T07:59", "2023-03-21T07:50,intake,D-1,center,,,,,");
    assert_false(ledger_next(&ledger, &span));
    KNOWN("2023-03-21T08:00", "2023-03-21T07:50,intake,D-1,center,,,,,");
    assert_false(ledger_next(&ledger, &span));
}

static void what_the_holder_did_after_the_feed_ended_the_life_is_no_evidence_in_it(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T08:00,intake,D-1,center,,,,,",
         "2023-03-21T09:00,take,D-1,post,,center,,,", "2023-03-21T09:50,take,D-1,H41.04,,post,,,",
         "2023-03-23T10:00,ready,D-1,H41.04,,,,,");
    life.facts.returned = minute_at("2023-03-22T10:00");
    take_up(minute_at("2023-03-24T08:00"));
    /* 21/3 09:50 to 22/3 10:00, nothing said by the agency in that life after its take */
    assert_int_equal(minutes_of("H41.04", LEDGER_UNKNOWN), 490);
    assert_int_equal(minutes_of("H41.04", LEDGER_PROCESSING), 0);
}

static void
evidence_before_the_end_of_the_life_counts_though_the_item_was_elsewhere_then(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T08:00,intake,D-1,center,,,,,",
         "2023-03-21T08:30,pack,D-1,center,,,,B1,", "2023-03-21T09:00,take,B1,post,,center,,,",
         "2023-03-21T09:40,give,B1,post,,H41.04,,,", "2023-03-21T09:50,take,B1,H41.04,,post,,,",
         "2023-03-22T14:00,exception,D-1,H41.04,,post,,B1,short",
         "2023-03-22T15:00,give,D-1,post,,center,,,");
    life.facts.returned = minute_at("2023-03-22T10:00");
    take_up(minute_at("2023-03-24T08:00"));
    /* the agency never had it: the post did, and its last word in that life was 21/3 09:40 */
    assert_int_equal(minutes_of("post", LEDGER_UNKNOWN), 500);
    assert_int_equal(
        minutes_of("post", LEDGER_IN_TRANSIT) + minutes_of("H41.04", LEDGER_UNCONFIRMED), 40);
}

static void more_acts_than_are_folded_leave_every_minute_unknown(void **unused)
{
    (void)unused;
    static struct act many[CUSTODY_ACTS_MAX + 10];
    struct ledger_span span;
    KNOWN("2023-03-21T10:00", "2023-03-21T08:00,intake,D-1,center,,,,,");
    for (size_t i = 0; i < sizeof many / sizeof many[0]; i++) {
        many[i] = life.acts[0];
        many[i].at.ms += (int64_t)i;
    }
    struct flag_input flag = input_of(&province, &life);
    flag.acts = many;
    flag.act_count = sizeof many / sizeof many[0];
    flag_custody(&flag, input.now, &custody);
    ledger_open(&ledger, &input);
    assert_true(ledger_next(&ledger, &span));
    assert_int_equal(span.minutes, 120);
    assert_int_equal(span.cause, LEDGER_UNKNOWN);
    assert_int_equal(span.why, LEDGER_WHY_NO_ROOM);
    assert_false(ledger_next(&ledger, &span));
}

static void a_wait_says_what_was_possible_and_what_was_done(void **unused)
{
    (void)unused;
    struct ledger_wait wait;
    KNOWN("2023-03-24T08:00", "2023-03-21T08:00,intake,D-1,center,,,,,",
          "2023-03-22T09:05,take,D-1,post,,center,,,", "2023-03-22T09:50,take,D-1,H41.04,,post,,,",
          "2023-03-23T10:00,ready,D-1,H41.04,,,,,");
    assert_true(ledger_wait_of(&ledger, 0, &wait));
    assert_int_equal(wait.fit.m, minute_at("2023-03-21T08:00").m);
    assert_int_equal(wait.ready.m, minute_at("2023-03-21T08:20").m);
    assert_int_equal(wait.first.departs.m, minute_at("2023-03-21T09:00").m);
    assert_true(wait.taken && wait.has_chosen);
    assert_int_equal(wait.chosen.departs.m, minute_at("2023-03-22T09:00").m);
    assert_int_equal(wait.missed, 2);
    assert_int_equal(wait.lag, 316); /* 08:00 to 14:45 of the 15:00, and one */
    assert_int_equal(wait.leg, LEDGER_OUT);
    assert_false(ledger_wait_of(&ledger, 1, &wait)); /* a ride does not wait */
    assert_true(ledger_wait_of(&ledger, 2, &wait));
    assert_false(wait.taken || wait.has_chosen);
    assert_int_equal(wait.leg, LEDGER_BACK);
    assert_int_equal(wait.first.departs.m, minute_at("2023-03-23T15:50").m);
    assert_int_equal(wait.missed, 1);
}

static void words_of_the_ledger_are_read_back(void **unused)
{
    (void)unused;
    for (int i = 0; i < LEDGER_CAUSES; i++) {
        enum ledger_cause cause = LEDGER_CAUSES;
        assert_true(ledger_cause_parse(text_of(ledger_cause_name((enum ledger_cause)i)), &cause));
        assert_int_equal(cause, i);
    }
    enum ledger_cause cause;
    assert_false(ledger_cause_parse(TEXT("late"), &cause));
    assert_string_equal(ledger_leg_name(LEDGER_BACK), "back");
    assert_string_equal(ledger_why_name(LEDGER_WHY_LEFT_BEHIND), "left_behind");
}

/* Whose each minute from FROM on is, one entry a minute. */
struct track {
    struct minute from;
    struct minute end;
    uint32_t party[TRACK_MINUTES];
    uint8_t cause[TRACK_MINUTES];
};

static void track_life(struct track *track)
{
    struct ledger_span span;
    track->from = ledger.received;
    track->end = ledger.end;
    memset(track->cause, LEDGER_CAUSES, sizeof track->cause);
    while (ledger_next(&ledger, &span)) {
        for (int32_t m = span.from.m; m < span.until.m; m++) {
            assert_true(m - track->from.m < TRACK_MINUTES);
            track->party[m - track->from.m] = span.party.id;
            track->cause[m - track->from.m] = span.cause;
        }
    }
}

static bool kept_its_kind(const struct custody *other, enum journey_kind kind)
{
    return custody.has_own_act == other->has_own_act && ledger.journey.kind == kind;
}

/* One act that came last of all, and the life before and after it. */
struct late {
    unsigned life;
    struct act act;
    struct custody without;
    struct track before;
    struct track after;
    int64_t same;
    int64_t changed;
};

/* Takes an act out, folds, puts it back, folds again. False: it reaches everything, or nothing. */
static bool come_late(struct late *late, struct dice *dice)
{
    struct minute now = {life.now.m + 6000};
    size_t number = dice_throw(dice, (uint32_t)life.act_count);
    late->act = life.acts[number];
    if (!reaches_only_custody(&late->act)) {
        return false;
    }
    life.acts[number] = life.acts[--life.act_count];
    take_up(now);
    late->without = custody;
    enum journey_kind kind = ledger.journey.kind;
    track_life(&late->before);
    life.acts[life.act_count++] = late->act;
    take_up(now);
    if (!kept_its_kind(&late->without, kind) || ledger.received.m != late->before.from.m ||
        ledger.end.m != late->before.end.m) {
        return false;
    }
    track_life(&late->after);
    return true;
}

static void compare_tracks(struct late *late)
{
    int32_t low = reaches_back_to(&province.parties, &late->act, &custody, &late->without);
    int32_t high = reaches_on_to(&province.parties, &late->act, &custody, &late->without);
    for (int32_t m = late->before.from.m; m < late->before.end.m; m++) {
        int32_t at = m - late->before.from.m;
        if (calendar_working(&province.calendar, (struct minute){m}, (struct minute){m + 1}) == 0) {
            continue;
        }
        bool equal = late->before.cause[at] == late->after.cause[at] &&
                     late->before.party[at] == late->after.party[at];
        bool out_of_reach = m < low || m >= high;
        late->changed += !equal;
        late->same += out_of_reach;
        if (out_of_reach && !equal) {
            char when[INSTANT_TEXT_SIZE];
            print_error("life %u, a late %s: %s changed\n", late->life,
                        act_kind_name((enum act_kind)late->act.kind),
                        minute_text((struct minute){m}, when));
            print_spans();
            fail();
        }
    }
}

static void a_late_act_changes_no_minute_that_it_cannot_reach(void **unused)
{
    (void)unused;
    static struct late late;
    struct dice dice = {6};
    const struct making plain = {.runs = true};
    int reached = 0;
    for (late.life = 0; late.life < LATE_LIVES; late.life++) {
        life_make(&province, &dice, &plain, late.life, &life);
        if (come_late(&late, &dice)) {
            compare_tracks(&late);
            reached++;
        }
    }
    print_message("%d late acts: %lld minutes changed, %lld beyond reach stayed\n", reached,
                  (long long)late.changed, (long long)late.same);
    assert_true(reached > LATE_LIVES / 2);
    assert_true(late.changed > 10000 && late.same > 10000);
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

static int use_one_route(void **unused)
{
    (void)unused;
    province_plan_base(&province, NULL, 0);
    return 0;
}

static int use_two_routes(void **unused)
{
    (void)unused;
    static const char *const extra[] = {
        "set,pass_on_after,14:00",
        "call,R2,1,1,TTG,,10:30,10,135,all,2020-01-01,",
        "call,R2,1,2,XDG,10:50,11:00,5,135,all,2020-01-01,",
        "call,R2,1,3,NNM,11:10,11:20,5,135,all,2020-01-01,",
        "call,R2,1,4,TTG,12:10,,0,135,all,2020-01-01,",
        "call,R2,2,1,TTG,,15:10,300,W,all,2020-01-01,",
        "call,R2,2,2,NNM,15:50,16:00,300,W,all,2020-01-01,",
        "call,R2,2,4,TTG,16:30,,0,W,all,2020-01-01,",
        "budget,1.009999,*,paper,70%,20,10,2020-01-01,",
        "budget,1.009999,H41.05,paper,90%,10,10,2023-03-23,",
        "cancel,2023-03-22,R1,1,2023-03-21T10:20",
        "cancel,2023-03-24,R1,2,2023-03-24T09:20",
        "cancel,2023-03-27,R2,1,2023-03-27T08:05",
    };
    province_plan_base(&province, extra, sizeof extra / sizeof extra[0]);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_lives_sum_to_what_was_worked_out_in_any_order_of_acts),
        cmocka_unit_test_setup(a_run_that_passed_by_is_missed_by_the_post, use_one_route),
        cmocka_unit_test_setup(a_run_within_grace_has_not_left_without_it, use_one_route),
        cmocka_unit_test_setup(a_take_within_grace_of_a_later_run_counts_as_that_one,
                               use_one_route),
        cmocka_unit_test_setup(an_offer_refused_by_the_time_the_run_left_was_not_open,
                               use_one_route),
        cmocka_unit_test_setup(
            what_comes_back_to_the_center_late_in_the_day_need_not_wait_for_morning,
            use_two_routes),
        cmocka_unit_test_setup(a_run_that_wants_it_earlier_than_it_was_ready_is_not_missed,
                               use_two_routes),
        cmocka_unit_test_setup(a_life_not_received_yet_has_no_minutes, use_one_route),
        cmocka_unit_test_setup(
            what_the_holder_did_after_the_feed_ended_the_life_is_no_evidence_in_it, use_one_route),
        cmocka_unit_test_setup(
            evidence_before_the_end_of_the_life_counts_though_the_item_was_elsewhere_then,
            use_one_route),
        cmocka_unit_test_setup(more_acts_than_are_folded_leave_every_minute_unknown, use_one_route),
        cmocka_unit_test_setup(a_wait_says_what_was_possible_and_what_was_done, use_one_route),
        cmocka_unit_test(words_of_the_ledger_are_read_back),
        cmocka_unit_test_setup(each_minute_is_whose_a_plain_reading_says, use_two_routes),
        cmocka_unit_test_setup(a_late_act_changes_no_minute_that_it_cannot_reach, use_two_routes),
        cmocka_unit_test_setup(the_order_in_which_acts_arrive_changes_no_minute, use_two_routes),
    };
    return cmocka_run_group_tests(tests, open_province, close_province);
}
